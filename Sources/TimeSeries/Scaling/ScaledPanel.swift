/// A panel in standardised units, shared by all windows over it.
///
/// Only here do values become single precision; the panel itself stays beside them for scores and forecasts in data
/// units.
public struct ScaledPanel: Sendable {
  /// The values in data units.
  public let panel: Panel
  /// The scaler of each series.
  public let scalers: [StandardScaler]

  /// Shape `[column, row]`, one for each series.
  let storages: [ColumnStorage<Float>]

  /// Standardises every series with the scaler of its own.
  ///
  /// - Throws: `DataError.outOfMemory`.
  /// - Precondition: There is one scaler a series, each of as many channels as the panel has columns.
  public init(_ panel: Panel, scalers: [StandardScaler]) throws(DataError) {
    precondition(
      scalers.count == panel.series.count && scalers.allSatisfy { $0.channelCount == panel.columnCount },
      "ScaledPanel: \(scalers.count) scalers for \(panel.series.count) series of \(panel.columnCount) columns"
    )
    var storages: [ColumnStorage<Float>] = []
    for (index, scaler) in scalers.enumerated() {
      storages.append(
        try ColumnStorage(columnCount: panel.columnCount, rowCount: panel.series[index].rowCount) {
          channel, scaled in
          panel.withColumn(channel, ofSeries: index) { column in
            scaler.standardize(column, channel: channel, into: &scaled)
          }
        })
    }
    (self.panel, self.scalers, self.storages) = (panel, scalers, storages)
  }

  /// Lends the standardised values of a column of a series, one per row.
  public func withColumn<Result, Failure: Error>(
    _ index: Int, ofSeries series: Int = 0, _ body: (Span<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try storages[series].withColumn(index, body)
  }
}
