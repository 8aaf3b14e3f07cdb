import Forecasting
import TimeSeries
import Training

extension Fit {
  /// Why nothing can be chosen: there are no validation rows, or too few values in their windows.
  ///
  /// - Parameter choice: What was to be chosen on them.
  func nothingToChooseOn(_ data: PreparedData, toChoose choice: String) -> RequestError {
    let split = data.split
    guard !split.rows.validation.isEmpty else {
      return .noValidationRows(split: "\(split.rule)", toChoose: choice)
    }
    return .noValidationValues(
      split: "\(split.rule)", toChoose: choice, other: Self.splitWithValues(data).map { "\($0)" })
  }

  /// Splits with more validation rows than the usual one.
  private static let roomierSplits: [SplitRule] = [
    .ratios(train: 0.6, validation: 0.2, test: 0.2), .ratios(train: 0.5, validation: 0.3, test: 0.2),
    .ratios(train: 0.4, validation: 0.4, test: 0.2),
  ]

  /// Another one of them whose validation rows have windows and a value of each target; nil where there is none.
  private static func splitWithValues(_ data: PreparedData) -> SplitRule? {
    roomierSplits.first { rule in
      guard rule != data.split.rule, let splits = try? rule.splits(for: data.panel),
        let windows = try? WindowSet(data.scaledData.scaled, splits: splits, shape: data.shape),
        !windows.training.isEmpty, !windows.validation.isEmpty
      else { return false }
      return windows.validation.targetColumns.allSatisfy { data.panel.hasValue(ofColumn: $0, in: splits) }
    }
  }

  /// Says of a fit that finds nothing to choose settings on whether it is the values of its validation rows that are too few.
  func choosing<T>(_ data: PreparedData, _ body: () throws -> T) throws -> T {
    do { return try body() } catch TrainingError.choiceNeedsValidation
      where !data.split.rows.validation.isEmpty
    {
      throw nothingToChooseOn(data, toChoose: "settings")
    }
  }
}

extension Panel {
  /// Whether some series has a value of a column in its validation rows.
  fileprivate func hasValue(ofColumn column: Int, in splits: [Split]) -> Bool {
    splits.indices.contains { series in
      withColumn(column, ofSeries: series) { values in
        splits[series].validation.contains { !values[$0].isNaN }
      }
    }
  }
}
