/// A panel in standardised units, shared by all windows over it.
///
/// Only here do values become single precision; the panel itself stays beside them for scores and forecasts in data
/// units. Missing cells are filled here, for histories; which cells were observed stays known.
public struct ScaledPanel: Sendable {
  /// The values in data units; missing ones are no numbers.
  public let panel: Panel
  /// The scaler of each series.
  public let scalers: [StandardScaler]
  /// How missing cells of histories are filled.
  public let fillRule: FillRule

  /// Shape `[column, row]`, one for each series.
  let storages: [ColumnStorage<Float>]
  /// The columns with missing cells: one entry a column, nil for a complete one; empty for a complete series.
  let filled: [[FilledColumn?]]
  /// The standardised fixed values of each series.
  let fixed: [[Float]]

  /// Standardises every series with the scaler of its own.
  ///
  /// - Parameter fillRule: How missing cells of histories are filled; nil for the previous value and, in longer gaps, that
  ///   of the season before.
  /// - Parameter fixedScaler: Of the fixed columns over all series; nil measures it.
  /// - Throws: `DataError.outOfRange` for a column whose values are too large for a variance, `.outOfMemory`.
  /// - Precondition: There is one scaler a series, each of as many channels as the panel has columns.
  public init(
    _ panel: Panel, scalers: [StandardScaler], fixedScaler: StandardScaler? = nil, fillRule: FillRule? = nil
  ) throws(DataError) {
    precondition(
      scalers.count == panel.series.count && scalers.allSatisfy { $0.channelCount == panel.columnCount },
      "ScaledPanel: \(scalers.count) scalers for \(panel.series.count) series of \(panel.columnCount) columns"
    )
    let rule = fillRule ?? FillRule(panel.missingRule, season: panel.frequency.defaultSeasonLength)
    var storages: [ColumnStorage<Float>] = []
    var filled: [[FilledColumn?]] = []
    for (index, scaler) in scalers.enumerated() {
      try Self.require(scaler, panel, index)
      let columns = panel.filledColumns(ofSeries: index, by: rule, means: scaler.means)
      storages.append(
        try ColumnStorage(columnCount: panel.columnCount, rowCount: panel.series[index].rowCount) {
          channel, scaled in
          if !columns.isEmpty, let column = columns[channel] {
            return scaler.standardize(column.values.span, channel: channel, into: &scaled)
          }
          panel.withColumn(channel, ofSeries: index) { column in
            scaler.standardize(column, channel: channel, into: &scaled)
          }
        })
      filled.append(columns)
    }
    (self.panel, self.scalers, self.fillRule) = (panel, scalers, rule)
    (self.storages, self.filled) = (storages, filled)
    let fixedScaler = fixedScaler ?? StandardScaler(fittingFixedColumnsOf: panel)
    fixed = panel.series.map { series in
      series.fixed.enumerated().map { fixedScaler.standardize($1, channel: $0) }
    }
  }

  private static func require(
    _ scaler: StandardScaler, _ panel: Panel, _ series: Int
  ) throws(DataError) {
    let column = scaler.deviations.indices.first {
      !scaler.deviations[$0].isFinite || !scaler.means[$0].isFinite
    }
    guard let column else { return }
    let error = DataError(
      .outOfRange, "the values are too large for their variance to be a number",
      fix: "write them in a larger unit"
    ).inFile(panel.sourceName).at(column: panel.columns[column])
    throw panel.series[series].id.map(error.inSeries) ?? error
  }

  /// Whether no series has a missing cell.
  var isComplete: Bool { filled.allSatisfy(\.isEmpty) }

  /// Lends the standardised values of a column of a series, one per row; missing ones are filled.
  public func withColumn<Result, Failure: Error>(
    _ index: Int, ofSeries series: Int = 0, _ body: (Span<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try storages[series].withColumn(index, body)
  }

  /// Lends some values of a column of a series in data units; missing ones are filled.
  package func withUnits<Result>(
    _ index: Int, ofSeries series: Int, rows: Range<Int>, _ body: (Span<Double>) -> Result
  ) -> Result {
    guard let column = filledColumn(index, ofSeries: series) else {
      return panel.withColumn(index, ofSeries: series) { body($0.extracting(rows)) }
    }
    guard fillRule == .linear else { return body(column.values.span.extracting(rows)) }
    var window = Array(column.values[rows])
    unsafe window.withUnsafeMutableBufferPointer { unsafe column.interpolate($0, from: rows.lowerBound) }
    return body(window.span)
  }

  /// Some rows of columns of a series in data units, one array a column; missing ones are filled, those beyond the last are no numbers.
  package func units(ofColumns columns: [Int], ofSeries series: Int, rows: Range<Int>) -> [[Double]] {
    let known = rows.clamped(to: 0..<panel.series[series].rowCount)
    return columns.map { column in
      let values = withUnits(column, ofSeries: series, rows: known) { values in
        values.indices.map { values[$0] }
      }
      return values + [Double](repeating: .nan, count: rows.count - known.count)
    }
  }

  /// The column with its missing cells filled; nil if it has none.
  func filledColumn(_ index: Int, ofSeries series: Int) -> FilledColumn? {
    filled[series].isEmpty ? nil : filled[series][index]
  }

  /// Whether a cell was observed, for each row of a column of a series, as 1 or 0; nil if all were.
  public func observed(_ index: Int, ofSeries series: Int = 0) -> [UInt8]? {
    filledColumn(index, ofSeries: series)?.observed
  }
}

extension Panel {
  /// A column of a series in data units, missing values filled as for histories; those before the first with the mean.
  package func filledValues(ofColumn index: Int, ofSeries series: Int) -> [Double] {
    guard missingCount(ofColumn: index, ofSeries: series) > 0 else {
      return values(ofColumn: index, ofSeries: series)
    }
    let rule = FillRule(missingRule, season: frequency.defaultSeasonLength)
    let present = values(ofColumn: index, ofSeries: series).filter { !$0.isNaN }
    let mean = present.reduce(0, +) / Double(max(1, present.count))
    let column = withColumn(index, ofSeries: series) { FilledColumn($0, by: rule, startingWith: mean) }
    var filled = column.values
    guard rule == .linear else { return filled }
    unsafe filled.withUnsafeMutableBufferPointer { unsafe column.interpolate($0, from: 0) }
    return filled
  }

  /// One entry a column, nil for a complete one; empty if all are complete.
  fileprivate func filledColumns(
    ofSeries series: Int, by rule: FillRule, means: [Double]
  ) -> [FilledColumn?] {
    let columns = columns.indices.map { index -> FilledColumn? in
      guard missingCount(ofColumn: index, ofSeries: series) > 0 else { return nil }
      return withColumn(index, ofSeries: series) { FilledColumn($0, by: rule, startingWith: means[index]) }
    }
    return columns.contains { $0 != nil } ? columns : []
  }
}
