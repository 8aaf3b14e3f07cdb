import Conformal
import Forecasting
import Residuals
import Runs
import Text
import TimeSeries

/// The results of a fit or an evaluation, as a table and as JSON.
package struct ScoreReport {
  let model: ModelFile
  let parameterCount: Int
  let validation: ForecastScore?
  let test: ForecastScore?
  var baselines: [(name: String, test: ForecastScore)] = []
  /// The forecasters the model was chosen from; empty if it was given.
  var candidates: [CandidateScore] = []
  /// Why the choice came out as it did; nil if the model was given.
  var reason: ChoiceReason?
  let seconds: FitSeconds
  /// The data that was scored; nil for the file that the model was fitted on.
  var data: String?
  var showsSteps = false
  /// How the intervals did on the test windows, level by level.
  let testIntervals: [IntervalScore]
  /// How the quantiles did on the test windows; nil without any.
  let testQuantiles: QuantileScore?
  /// How intervals did that learn as outcomes come; empty unless asked for.
  var adaptive: [AdaptiveScore] = []
  /// What the errors tell; nil unless asked for.
  var residuals: ResidualDiagnostics?
  /// The names of the series in the order of the panel; empty for a wide file.
  let seriesNames: [String]
  /// Whether every series is shown, not only the best, the median and the worst.
  var showsSeries = false
  /// The rows that the errors are of, where they are not those of a fit that has said them.
  var validationRows: ScoredRows?
  var testRows: ScoredRows?

  /// What a fit has found.
  package init(_ result: FitResult) {
    (model, parameterCount, seconds) = (result.model, result.parameterCount, result.seconds)
    (validation, test, baselines) = (result.validation, result.test, result.baselines)
    (candidates, reason) = (result.candidates, result.reason)
    (testIntervals, testQuantiles) = (result.testIntervals, result.testQuantiles)
    seriesNames = result.model.description.series.members.map(\.id)
  }

  /// What an evaluation of a stored model has found.
  ///
  /// - Parameters:
  ///   - data: What the model was scored on, as the user called it.
  ///   - showsSteps: Whether the errors of each step are shown.
  ///   - showsSeries: Whether every series is shown, not only the best, the median and the worst.
  ///   - showsResiduals: Whether what the errors tell is said.
  package init(
    _ evaluation: Evaluation, of data: String, showsSteps: Bool, showsSeries: Bool, showsResiduals: Bool
  ) {
    (model, parameterCount, seconds) = (evaluation.model, evaluation.parameterCount, evaluation.seconds)
    (validation, test) = (evaluation.validation, evaluation.test)
    (validationRows, testRows) = (evaluation.validationRows, evaluation.testRows)
    (testIntervals, testQuantiles) = (evaluation.testIntervals, evaluation.testQuantiles)
    (adaptive, seriesNames) = (evaluation.adaptive, evaluation.seriesNames)
    residuals = showsResiduals ? evaluation.residuals : nil
    (self.data, self.showsSteps, self.showsSeries) = (data, showsSteps, showsSeries)
  }

  /// The results for people.
  package var table: String {
    var rows = [["", "windows", "mse_norm", "mae_norm", "mse", "mae", "mase"]]
    if let validation { rows.append(row("validation", validation, hasUnits: false)) }
    if let test { rows.append(row("test", test, hasUnits: true)) }
    rows += baselines.map { row("test, \($0.name)", $0.test, hasUnits: true) }
    return candidateTable + TextFormatting.table(rows) + rowLines + intervalLine + quantileLine + adaptiveLine
      + residualLines
      + seriesTable
      + (showsSteps ? "\n" + stepTable : "")
  }

  /// The intervals of the levels that people ask for.
  private var shownIntervals: [IntervalScore] {
    testIntervals.filter { Self.shownLevels.contains($0.level) }
  }

  /// Measured coverage beside the nominal one, and the levels that there are no intervals of.
  private var intervalLine: String {
    guard let test, test.maeNorm.isFinite else { return "" }
    var parts = shownIntervals.map { score in
      "\(TextFormatting.level(score.level)) % intervals held \(TextFormatting.percent(score.coverage, digits: 1)) "
        + "(mean width \(TextFormatting.fixed(score.width)))"
    }
    let known = testIntervals.map(\.level)
    let missing = Self.shownLevels.filter { !known.contains($0) }
    if !missing.isEmpty {
      let levels = missing.map { "\(TextFormatting.level($0)) %" }.joined(separator: " or ")
      let highest = known.max().map { "; the highest are of \(TextFormatting.level($0)) %" } ?? ""
      parts.append("no intervals of \(levels)\(highest)")
    }
    return "test: " + parts.joined(separator: ", ") + "\n"
  }

  /// The scores of the quantiles, in deviations as the widths are; where they are not those of other models too, with their probabilities.
  private var quantileLine: String {
    testQuantiles.map { score in
      let own = score.probabilities.map { "\($0)" }.joined(separator: ", ")
      return "test: CRPS \(TextFormatting.fixed(score.crps)), mean pinball loss "
        + "\(TextFormatting.fixed(score.pinball)) (\(score.isUsual ? "" : "at \(own) alone, ")"
        + "standardised units\(shownIntervals.isEmpty ? "" : ", as the widths"))\n"
    } ?? ""
  }

  private static let shownLevels = [0.8, 0.95]

  /// Test errors of single series.
  private var seriesTable: String {
    let shown = shownSeries
    guard !shown.isEmpty else { return "" }
    let rows = shown.map { label, score in
      [
        label, TextFormatting.grouped(score.windows), TextFormatting.fixed(score.values[.mseNorm]),
        TextFormatting.fixed(score.values[.maeNorm]), TextFormatting.significant(score.values[.mse]),
        TextFormatting.significant(score.values[.mae]),
      ]
    }
    return "\n"
      + TextFormatting.table([["test series", "windows", "mse_norm", "mae_norm", "mse", "mae"]] + rows)
  }

  /// All series, or the best, the median and the worst by the mean absolute error, each with what the table calls it.
  private var shownSeries: [(label: String, score: SeriesScore)] {
    guard let series = test?.perSeries, !series.isEmpty else { return [] }
    if showsSeries { return series.map { (name($0).printable, $0) } }
    let shown = SeriesSummary.extremes(of: test)
    guard series.count > 3 else { return shown.map { (name($0).printable, $0) } }
    return zip(["best", "median", "worst"], shown).map { ("\($0): \(name($1).printable)", $1) }
  }

  /// What a series is called: its number where it has no name.
  func name(_ score: SeriesScore) -> String {
    score.series < seriesNames.count ? seriesNames[score.series] : "\(score.series + 1)"
  }

  /// What should be known about the scores, one line each.
  package var warnings: [String] {
    [("validation", validation), ("test", test)].compactMap { name, score in
      guard let score, !(score.mseNorm.isFinite && score.maeNorm.isFinite) else { return nil }
      return
        "the \(name) error is not a finite number: the model, or some rows, are too large; look at both with "
        + "forecast inspect and forecast check"
    }
  }

  private func row(_ name: String, _ score: ForecastScore, hasUnits: Bool) -> [String] {
    [
      name, TextFormatting.grouped(score.windows), TextFormatting.fixed(score.mseNorm),
      TextFormatting.fixed(score.maeNorm),
    ]
      + (hasUnits
        ? [
          TextFormatting.significant(score[.mse]), TextFormatting.significant(score[.mae]),
          score[.mase].isNaN ? "–" : TextFormatting.fixed(score[.mase]),
        ] : [])
  }

  private var stepTable: String {
    guard let test else { return "" }
    let steps = test.perStep.enumerated().map { index, step in
      [
        "step \(index + 1)", TextFormatting.fixed(step[.mseNorm]), TextFormatting.fixed(step[.maeNorm]),
        TextFormatting.significant(step[.mse]), TextFormatting.significant(step[.mae]),
      ]
    }
    return TextFormatting.table([["test", "mse_norm", "mae_norm", "mse", "mae"]] + steps)
  }
}
