import Persistence
import TimeSeries

extension ForecastScore {
  /// The score with the keys of the command line.
  ///
  /// - Parameter showsUnits: Whether errors in data units are added to those in standardised units.
  /// - Parameter showsSteps: Whether the errors of every step of the horizon are added.
  public func json(showsUnits: Bool, showsSteps: Bool = false) -> JSONValue {
    var object = JSONObject()
    object["mse_norm"] = .number(mseNorm)
    object["mae_norm"] = .number(maeNorm)
    if showsUnits {
      object["mse"] = .number(mse)
      object["mae"] = .number(mae)
    }
    object["windows"] = .integer(windows)
    if showsSteps { object["per_step"] = .array(perStep.map(\.json)) }
    return .object(object)
  }

  /// The means alone.
  package var withoutSteps: ForecastScore {
    ForecastScore(windows: windows, mseNorm: mseNorm, maeNorm: maeNorm, mse: mse, mae: mae, perStep: [])
  }

  /// Reads a score back; what was not written is not a number, and steps that were not written are none.
  ///
  /// - Throws: `JSONError` naming the member that is missing or wrong.
  public init(json: JSONReader) throws(JSONError) {
    var steps: [Step] = []
    for step in try json.optionalMember("per_step")?.elements() ?? [] {
      steps.append(
        Step(
          mseNorm: try step.finiteOrNaN("mse_norm"), maeNorm: try step.finiteOrNaN("mae_norm"),
          mse: try step.finiteOrNaN("mse"), mae: try step.finiteOrNaN("mae")))
    }
    self.init(
      windows: try json.member("windows").integer(), mseNorm: try json.finiteOrNaN("mse_norm"),
      maeNorm: try json.finiteOrNaN("mae_norm"), mse: try json.finiteOrNaN("mse"),
      mae: try json.finiteOrNaN("mae"), perStep: steps)
  }
}

extension ForecastScore.Step {
  fileprivate var json: JSONValue {
    [
      "mse_norm": .number(mseNorm), "mae_norm": .number(maeNorm), "mse": .number(mse), "mae": .number(mae),
    ]
  }
}

extension JSONReader {
  /// The number called `key`; NaN where there is none, because JSON has no word for it.
  fileprivate func finiteOrNaN(_ key: String) throws(JSONError) -> Double {
    try optionalMember(key)?.number() ?? .nan
  }
}

extension FitSeconds {
  /// The stages with the keys of the command line.
  public var json: JSONValue {
    ["load": .number(load), "train": .number(train), "total": .number(total)]
  }

  /// Reads the stages back.
  ///
  /// - Throws: `JSONError` naming the stage that is missing.
  public init(json: JSONReader) throws(JSONError) {
    load = try json.member("load").number()
    train = try json.member("train").number()
    total = try json.member("total").number()
  }
}
