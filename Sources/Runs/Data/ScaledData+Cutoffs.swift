import Forecasting
import TimeSeries

extension ScaledData {
  /// Rows that end at cutoffs: those behind them are test rows, whatever rule divides others.
  ///
  /// - Parameter splits: One for each series of the panel.
  /// - Throws: `DataError.outOfMemory`.
  package init(_ panel: Panel, _ file: ModelDescription.DataFile, splits: [Split]) throws(DataError) {
    let longest = splits.indices.max { splits[$0].train.count < splits[$1].train.count } ?? 0
    let rule = SplitRule.last(validation: splits[longest].validation.count, test: splits[longest].test.count)
    try self.init(panel, file, .init(rule: rule, rows: splits[longest]), splits)
  }
}
