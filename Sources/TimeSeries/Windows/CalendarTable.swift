import Tensors

/// What the calendar says about every row of a series: computed once, copied window by window.
public struct CalendarTable: Sendable {
  /// The features, in the order of the table's first axis.
  public let features: CalendarFeatures
  /// Shape `[feature, row]`.
  public let marks: Tensor

  /// - Parameter timestamps: The stamp of each row.
  public init(_ features: CalendarFeatures, at timestamps: some Collection<Timestamp>) {
    let rowCount = timestamps.count
    let marks = unsafe Tensor(shape: [features.features.count, rowCount]) { marks in
      for (row, stamp) in timestamps.enumerated() {
        for (index, feature) in features.features.enumerated() {
          unsafe marks[index * rowCount + row] = feature.value(at: stamp)
        }
      }
    }
    (self.features, self.marks) = (features, marks)
  }

  /// Number of features.
  public var featureCount: Int { features.features.count }

  /// Copies the marks of consecutive rows to `destination`, which has room for `[feature, row]` floats.
  public func copy(_ rows: Range<Int>, into destination: UnsafeMutablePointer<Float>) {
    let rowCount = marks.shape[1]
    precondition(rows.lowerBound >= 0 && rows.upperBound <= rowCount, "calendar: \(rows) of \(rowCount) rows")
    unsafe marks.withUnsafeValues { marks in
      guard let base = marks.baseAddress else { return }
      for feature in 0..<featureCount {
        unsafe (destination + feature * rows.count).update(
          from: base + feature * rowCount + rows.lowerBound, count: rows.count)
      }
    }
  }
}
