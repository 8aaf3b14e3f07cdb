import Tensors

/// What the calendar says about consecutive rows of a series: computed once, copied window by window.
public struct CalendarTable: Sendable {
  /// The features, in the order of the table's first axis.
  public let features: CalendarFeatures
  /// Shape `[feature, row]`.
  public let values: Tensor

  /// The row of the series that comes first in the table.
  private let firstRow: Int

  /// - Parameters:
  ///   - timestamps: The stamp of each row.
  ///   - firstRow: The row of the series that the first of them belongs to.
  public init(
    _ features: CalendarFeatures, at timestamps: some Collection<Timestamp>, firstRow: Int = 0
  ) {
    let rowCount = timestamps.count
    let values = unsafe Tensor(shape: [features.features.count, rowCount]) { values in
      for (row, stamp) in timestamps.enumerated() {
        for (index, feature) in features.features.enumerated() {
          unsafe values[index * rowCount + row] = feature.value(at: stamp)
        }
      }
    }
    (self.features, self.values, self.firstRow) = (features, values, firstRow)
  }

  /// Number of features.
  public var featureCount: Int { features.features.count }

  /// The values of consecutive rows, one array a feature.
  package func values(of rows: Range<Int>) -> [[Double]] {
    let (rowCount, first, all) = (values.shape[1], rows.lowerBound - firstRow, values.values)
    precondition(first >= 0 && first + rows.count <= rowCount, "calendar: \(rows) of \(rowCount) rows")
    return (0..<featureCount).map { feature in
      let start = feature * rowCount + first
      return all[start..<start + rows.count].map { Double($0) }
    }
  }

  /// Copies the values of consecutive rows to `destination`, which has room for `[feature, row]` floats.
  public func copy(_ rows: Range<Int>, into destination: UnsafeMutablePointer<Float>) {
    let rowCount = values.shape[1]
    let first = rows.lowerBound - firstRow
    precondition(first >= 0 && first + rows.count <= rowCount, "calendar: \(rows) of \(rowCount) rows")
    unsafe values.withUnsafeValues { values in
      guard let base = values.baseAddress else { return }
      for feature in 0..<featureCount {
        unsafe (destination + feature * rows.count).update(
          from: base + feature * rowCount + first, count: rows.count)
      }
    }
  }
}
