import Tensors

/// What the calendar says about every row of a series: computed once, copied window by window.
public struct CalendarTable: Sendable {
  /// The features, in the order of the table's columns.
  public let features: CalendarFeatures
  /// Shape `[row, feature]`.
  public let marks: Tensor

  /// - Parameter timestamps: The stamp of each row.
  public init(_ features: CalendarFeatures, at timestamps: [Timestamp]) {
    let columns = features.features
    let marks = unsafe Tensor(shape: [timestamps.count, columns.count]) { marks in
      var position = 0
      for stamp in timestamps {
        for column in columns {
          unsafe marks[position] = column.value(at: stamp)
          position += 1
        }
      }
    }
    (self.features, self.marks) = (features, marks)
  }

  /// Number of features.
  public var featureCount: Int { features.features.count }

  /// Copies the marks of consecutive rows to `destination`, which has room for `[row, feature]` floats.
  public func copy(_ rows: Range<Int>, into destination: UnsafeMutablePointer<Float>) {
    precondition(
      rows.lowerBound >= 0 && rows.upperBound <= marks.shape[0], "calendar: \(rows) of \(marks.shape)")
    unsafe marks.withUnsafeValues { marks in
      guard let base = marks.baseAddress else { return }
      unsafe destination.update(
        from: base + rows.lowerBound * featureCount, count: rows.count * featureCount)
    }
  }
}
