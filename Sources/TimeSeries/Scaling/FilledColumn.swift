/// A column with missing cells: its values with the cells filled from the rows before them, and which were observed.
struct FilledColumn: Sendable {
  /// One value a row, data units.
  let values: [Double]
  /// 1 for an observed row, 0 for a filled one.
  let observed: [UInt8]

  /// Fills the cells that are no numbers.
  ///
  /// - Parameter start: What stands for missing cells before the first observed one.
  init(_ column: Span<Double>, by rule: FillRule, startingWith start: Double) {
    var (values, observed): ([Double], [UInt8]) = ([], [])
    values.reserveCapacity(column.count)
    observed.reserveCapacity(column.count)
    var age = 0
    for row in column.indices {
      let isObserved = !column[row].isNaN
      age = isObserved ? 0 : age + 1
      values.append(isObserved ? column[row] : rule.value(after: values, age: age) ?? start)
      observed.append(isObserved ? 1 : 0)
    }
    (self.values, self.observed) = (values, observed)
  }

  /// Puts the missing values of a window between two observed ones on the straight line between them.
  ///
  /// - Parameters:
  ///   - window: The values of the rows from `first` on.
  ///   - first: The row of the series at which the window begins.
  func interpolate<Number: BinaryFloatingPoint>(
    _ window: UnsafeMutableBufferPointer<Number>, from first: Int
  ) {
    var last: Int?
    for row in window.indices where observed[first + row] == 1 {
      if let last, row > last + 1 {
        let (start, step) = unsafe (window[last], (window[row] - window[last]) / Number(row - last))
        for gap in last + 1..<row { unsafe window[gap] = start + step * Number(gap - last) }
      }
      last = row
    }
  }
}
