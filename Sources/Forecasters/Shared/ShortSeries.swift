import Forecasting
import Tensors
import TimeSeries

/// The continuation of series that are shorter than a model's lookback.
package enum ShortSeries {
  /// The name of the forecaster that continues them where the model itself cannot.
  package static let fallback = SeasonalNaive.card.name

  /// The name of the forecaster that continues those of a model: the model itself, if fewer rows are enough for it.
  package static func fallback(of type: any ForecasterKind.Type) -> String {
    (type as? any UntrainedForecaster.Type)?.continuesShortHistories == true ? type.card.name : fallback
  }

  /// The name of the forecaster that continues those of the model of this name.
  package static func fallback(ofModel name: String) -> String {
    ForecasterCatalog.forecaster(named: name).map(fallback(of:)) ?? fallback
  }

  /// What is said of them.
  ///
  /// - Parameter name: Of the forecaster that continues them.
  package static func note(_ count: Int, of panel: Panel, lookback: Int, by name: String) -> String {
    let rows = name == fallback ? "" : " by the rows that they have"
    return "\(count) of \(panel.series.count) series are shorter than the lookback of \(lookback) rows: "
      + "\(name) continues them\(rows)"
  }

  /// What the model itself makes of the rows that there are, if it can; otherwise the last season, or the last value of series that are
  /// shorter than one; `nothing` where no value is known.
  ///
  /// - Parameters:
  ///   - values: The rows of a series, of which some may be missing.
  ///   - model: The model, if it may continue them itself.
  ///   - nothing: What is forecast where there is no value at all.
  ///   - probabilities: Of the quantiles that are wanted.
  /// - Returns: The forecast, and its quantiles by the law of what made it; not numbers where the rows tell none.
  package static func continuation(
    of values: [Double], horizon: Int, frequency: Frequency, by model: (any Forecaster)? = nil,
    nothing: Double, at probabilities: [Double] = []
  ) -> (values: [Double], quantiles: [[Double]]) {
    var known = values
    for row in known.indices where known[row].isNaN { known[row] = row > 0 ? known[row - 1] : .nan }
    known.removeAll(where: \.isNaN)
    var forecast = [Double](repeating: nothing, count: horizon)
    var law: LocalFits?
    if let rule = model as? any UntrainedForecaster, type(of: rule).continuesShortHistories, !known.isEmpty {
      var span = forecast.mutableSpan
      let isContinued = values.contains(where: \.isNaN) && rule.continuing(observed: values.span, into: &span)
      if !isContinued { rule.continuing(known.span, into: &span) }
      law = (rule as? any PlainForecaster)?.law
    } else if let rule = seasonalNaive(rowCount: known.count, horizon: horizon, frequency) {
      var span = forecast.mutableSpan
      rule.continuing(known.span, into: &span)
      law = rule.law
    }
    let unknown = [Double](repeating: .nan, count: horizon)
    return (
      forecast,
      law?.quantiles(after: values, around: forecast, at: probabilities) ?? probabilities.map { _ in unknown }
    )
  }

  /// Nil for no rows.
  private static func seasonalNaive(
    rowCount: Int, horizon: Int, _ frequency: Frequency
  ) -> SeasonalNaive? {
    guard rowCount > 0 else { return nil }
    let task = ForecastTask(lookback: rowCount, horizon: horizon, channelCount: 1, frequency: frequency)
    var generator = SeededGenerator.idle
    return try? SeasonalNaive(.init(), for: task, using: &generator)
  }
}
