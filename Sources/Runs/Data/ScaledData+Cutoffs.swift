import Forecasting
import TimeSeries

extension ScaledData {
  /// Rows that end at cutoffs: those behind them are test rows, whatever rule divides others.
  ///
  /// - Parameter splits: One for each series of the panel.
  /// - Throws: `DataError.outOfMemory`.
  package init(_ panel: Panel, _ file: ModelDescription.DataFile, splits: [Split]) throws(DataError) {
    (self.file, self.splits) = (file, splits)
    (joinsSeries, scaling, notes) = (false, .series, [])
    let longest = splits.indices.max { splits[$0].train.count < splits[$1].train.count } ?? 0
    split = ModelDescription.StoredSplit(
      rule: .last(validation: splits[longest].validation.count, test: splits[longest].test.count),
      rows: splits[longest])
    let own = splits.enumerated().map { StandardScaler(fitting: panel, series: $0, rows: $1.train) }
    scaler = own.count == 1 ? own[0] : StandardScaler(fitting: panel, rows: splits.map(\.train))
    fixedScaler = StandardScaler(fittingFixedColumnsOf: panel)
    scaled = try ScaledPanel(panel, scalers: own, fixedScaler: fixedScaler)
  }
}
