import Forecasting
import Persistence
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

  /// Measured coverage beside the nominal one, for the levels that people ask for.
  private var intervalLine: String {
    let shown = testIntervals.filter { Self.shownLevels.contains($0.level) }
    guard !shown.isEmpty else { return "" }
    let parts = shown.map { score in
      "\(TextFormatting.level(score.level)) % intervals held \(TextFormatting.percent(score.coverage, digits: 1)) "
        + "(mean width \(TextFormatting.fixed(score.width)))"
    }
    return "test: " + parts.joined(separator: ", ") + "\n"
  }

  /// The scores of the quantiles, in deviations as the widths are.
  private var quantileLine: String {
    testQuantiles.map {
      "test: CRPS \(TextFormatting.fixed($0.crps)), mean pinball loss \(TextFormatting.fixed($0.pinball))\n"
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

  private func name(_ score: SeriesScore) -> String {
    score.series < seriesNames.count ? seriesNames[score.series] : "\(score.series + 1)"
  }

  /// How many series there are, with the best, the median and the worst of them, or with all; null for a wide file.
  private var seriesJSON: JSONValue {
    guard var members = SeriesSummary(test, names: seriesNames)?.members else { return .null }
    if showsSeries { members["all"] = .array((test?.perSeries ?? []).map { $0.json(named: name($0)) }) }
    return .object(members)
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

  /// What the model was chosen or combined from.
  private var candidateTable: String {
    guard !candidates.isEmpty else { return "" }
    let rows = candidates.filter { $0.weight != nil }.map { candidate in
      [
        candidate.name, candidate.validation.map { TextFormatting.fixed($0.mseNorm) } ?? "–",
        candidate.validation.map { TextFormatting.fixed($0.maeNorm) } ?? "–",
        candidate.weight.map { TextFormatting.fixed($0) } ?? "–", TextFormatting.duration(candidate.seconds),
      ]
    }
    return TextFormatting.table([["validation", "mse_norm", "mae_norm", "weight", "fitted in"]] + rows)
      + candidateNotes + candidateSentence + "\n"
  }

  /// What limited candidates or why they were left out, those of one reason in a line.
  private var candidateNotes: String {
    let notes = candidates.compactMap(\.note)
    return notes.indices.filter { notes.firstIndex(of: notes[$0]) == $0 }.map { place in
      let names = candidates.filter { $0.note == notes[place] }.map(\.name)
      return "\(names.joined(separator: ", ")): \(notes[place])\n"
    }.joined()
  }

  /// Why the weights are as they are, in words.
  private var candidateSentence: String {
    let members = candidates.filter { ($0.weight ?? 0) > 0 }.map(\.name)
    let first = members.first ?? ""
    let prior =
      members.contains("linear-stack") && !members.contains("scum")
      ? "those of the stack" : "what does well for most short series"
    return switch reason {
    case .tooFewRows where members.count > 1:
      "too few rows to choose on: \(members.dropLast().joined(separator: ", ")) and \(members[members.count - 1]) count alike\n"
    case .tooFewRows: "too few rows to choose on; \(first) does well for most short series\n"
    case .fewWindows:
      "few rows to choose on: weights stay close to \(prior)\n"
    case .earlierRows:
      "few validation windows: tried on the last third of the training rows too, after fits to those before it\n"
    case .combination:
      "a combination of \(members.count) does better than each alone on validation rows that were held back\n"
    case .single: "\(first) alone does best on validation rows that were held back\n"
    case .only, nil: ""
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

  /// The test errors with the coverage and mean width of the intervals, as `coverage_80` and so on.
  private var testJSON: JSONValue {
    guard let test, case .object(var object) = test.json(showsUnits: true, showsSteps: showsSteps) else {
      return .null
    }
    testIntervals.add(to: &object)
    if !adaptive.isEmpty { object["adaptive"] = adaptive.json }
    if residuals != nil { object["residuals"] = residualJSON }
    object["crps_norm"] = testQuantiles.map { .number($0.crps) } ?? .null
    object["pinball_norm"] = testQuantiles.map { .number($0.pinball) } ?? .null
    return .object(object)
  }

  /// The object of the command-line contract.
  package var json: JSONValue {
    let description = model.description
    var object = JSONObject()
    object["model"] = .string(description.model)
    object["data"] = .string(data ?? description.data.path)
    object["lookback"] = .integer(description.shape.lookback)
    object["horizon"] = .integer(description.shape.horizon)
    object["seed"] = .integer(Int(bitPattern: UInt(description.seed)))
    object["parameters"] = .integer(parameterCount)
    object["epochs"] = .integer(description.training.epochs)
    object["best_epoch"] = .integer(description.training.bestEpoch)
    object["seconds"] = seconds.json
    object["validation"] = validation?.json(showsUnits: false) ?? .null
    object["test"] = testJSON
    if let rowJSON { object["rows"] = rowJSON }
    if !baselines.isEmpty {
      object["baselines"] = .object(
        JSONObject(baselines.map { (key: $0.name, value: $0.test.json(showsUnits: true)) }))
    }
    if !candidates.isEmpty {
      object["candidates"] = .array(candidates.map(\.json))
      object["choice"] = reason.map { .string($0.rawValue) } ?? .null
    }
    object["refit"] = .boolean(description.isRefit)
    object["series"] = seriesJSON
    object["recipe"] = description.recipe?.json ?? .null
    object["weights_sha256"] = .string(model.weightsSHA256)
    return .object(object)
  }
}

extension CandidateScore {
  fileprivate var json: JSONValue {
    [
      "model": .string(name), "validation": validation?.json(showsUnits: false) ?? .null,
      "weight": weight.map { .number($0) } ?? .null, "seconds": .number(seconds),
      "note": note.map { .string($0) } ?? .null,
    ]
  }
}
