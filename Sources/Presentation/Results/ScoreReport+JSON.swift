import Forecasting
import Persistence
import Runs
import TimeSeries

extension ScoreReport {
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

  /// The test errors with the coverage and mean width of the intervals, as `coverage_80` and so on.
  private var testJSON: JSONValue {
    guard let test, case .object(var object) = test.json(showsUnits: true, showsSteps: showsSteps) else {
      return .null
    }
    testIntervals.add(to: &object)
    if !adaptive.isEmpty { object["adaptive"] = adaptive.json(isInDataUnits: false) }
    if residuals != nil { object["residuals"] = residualJSON }
    object["crps_norm"] = testQuantiles.map { .number($0.crps) } ?? .null
    object["crps_probabilities"] = testQuantiles.map { .array($0.probabilities.map { .number($0) }) } ?? .null
    object["pinball_norm"] = testQuantiles.map { .number($0.pinball) } ?? .null
    return .object(object)
  }

  /// How many series there are, with the best, the median and the worst of them, or with all; null for a wide file.
  private var seriesJSON: JSONValue {
    guard var members = SeriesSummary(test, names: seriesNames)?.members else { return .null }
    if showsSeries { members["all"] = .array((test?.perSeries ?? []).map { $0.json(named: name($0)) }) }
    return .object(members)
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
