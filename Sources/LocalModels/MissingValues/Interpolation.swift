/// Linear interpolation of missing rows.
package enum Interpolation {
  /// The values with missing rows (not a number) between their neighbours; those before the first and after the last value equal them.
  package static func filled(_ values: [Double]) -> [Double] {
    var result = values
    var last: Int?
    for row in values.indices where !values[row].isNaN {
      let from = last ?? -1
      for gap in stride(from: from + 1, to: row, by: 1) {
        guard let last else {
          result[gap] = values[row]
          continue
        }
        let share = Double(gap - last) / Double(row - last)
        result[gap] = values[last] + share * (values[row] - values[last])
      }
      last = row
    }
    guard let last else { return values }
    for gap in (last + 1)..<max(values.count, last + 1) { result[gap] = values[last] }
    return result
  }
}
