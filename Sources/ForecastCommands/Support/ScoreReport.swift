import Forecasting
import Persistence
import Runs
import Text
import TimeSeries

/// The results of a fit or an evaluation, as a table and as JSON.
struct ScoreReport {
  let model: ModelFile
  let parameterCount: Int
  let validation: ForecastScore?
  let test: ForecastScore?
  var baselines: [(name: String, test: ForecastScore)] = []
  /// The forecasters the model was chosen from; empty if it was given.
  var candidates: [CandidateScore] = []
  let seconds: FitSeconds
  /// The data that was scored; nil for the file that the model was fitted on.
  var data: String?
  var showsSteps = false

  var table: String {
    var rows = [["", "windows", "mse_norm", "mae_norm", "mse", "mae"]]
    if let validation { rows.append(row("validation", validation, hasUnits: false)) }
    if let test { rows.append(row("test", test, hasUnits: true)) }
    rows += baselines.map { row("test, \($0.name)", $0.test, hasUnits: true) }
    return candidateTable + TextFormatting.table(rows) + (showsSteps ? "\n" + stepTable : "")
  }

  /// What should be known about the scores, one line each.
  var warnings: [String] {
    [("validation", validation), ("test", test)].compactMap { name, score in
      guard let score, !(score.mseNorm.isFinite && score.maeNorm.isFinite) else { return nil }
      return
        "the \(name) error is not a finite number: the model, or some rows, are too large; look at both with "
        + "forecast inspect and forecast check"
    }
  }

  /// What the model was chosen from, and what it is.
  private var candidateTable: String {
    guard !candidates.isEmpty else { return "" }
    let rows = candidates.map { candidate in
      [
        candidate.name, candidate.validation.map { TextFormatting.fixed($0.mseNorm) } ?? "–",
        candidate.validation.map { TextFormatting.fixed($0.maeNorm) } ?? "–",
        TextFormatting.duration(candidate.seconds),
      ]
    }
    let notes = candidates.compactMap { candidate in candidate.note.map { "\(candidate.name): \($0)\n" } }
    return TextFormatting.table([["validation", "mse_norm", "mae_norm", "fitted in"]] + rows)
      + notes.joined()
      + "chose \(model.description.model), which has the smallest validation mse_norm\n\n"
  }

  private func row(_ name: String, _ score: ForecastScore, hasUnits: Bool) -> [String] {
    [
      name, TextFormatting.grouped(score.windows), TextFormatting.fixed(score.mseNorm),
      TextFormatting.fixed(score.maeNorm),
    ]
      + (hasUnits ? [TextFormatting.significant(score[.mse]), TextFormatting.significant(score[.mae])] : [])
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

  /// The object of the command-line contract.
  var json: JSONValue {
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
    object["test"] = test?.json(showsUnits: true, showsSteps: showsSteps) ?? .null
    if !baselines.isEmpty {
      object["baselines"] = .object(
        JSONObject(baselines.map { (key: $0.name, value: $0.test.json(showsUnits: true)) }))
    }
    if !candidates.isEmpty { object["candidates"] = .array(candidates.map(\.json)) }
    object["recipe"] = description.recipe?.json ?? .null
    object["weights_sha256"] = .string(model.weightsSHA256)
    return .object(object)
  }
}

extension CandidateScore {
  fileprivate var json: JSONValue {
    [
      "model": .string(name), "validation": validation?.json(showsUnits: false) ?? .null,
      "seconds": .number(seconds), "note": note.map { .string($0) } ?? .null,
    ]
  }
}
