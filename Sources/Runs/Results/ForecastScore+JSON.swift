import Persistence
import TimeSeries

extension ForecastScore {
  /// The score with the keys of the command line.
  ///
  /// - Parameter showsUnits: Whether errors in data units are added to those in standardised units.
  /// - Parameter showsSteps: Whether the errors of every step of the horizon are added.
  public func json(showsUnits: Bool, showsSteps: Bool = false) -> JSONValue {
    var object = total.json { showsUnits || $0.definition.unit == .standardized }
    object["windows"] = .integer(windows)
    if showsSteps { object["per_step"] = .array(perStep.map { .object($0.json { _ in true }) }) }
    return .object(object)
  }

  /// The means alone.
  package var withoutSteps: ForecastScore { ForecastScore(windows: windows, total: total, perStep: []) }

  /// The same without single series.
  package var withoutSeries: ForecastScore { ForecastScore(windows: windows, total: total, perStep: perStep) }

  /// Reads a score back; what was not written is not a number, and steps that were not written are none.
  ///
  /// - Throws: `JSONError` naming the member that is missing or wrong.
  public init(json: JSONReader) throws(JSONError) {
    var steps: [MetricValues] = []
    for step in try json.optionalMember("per_step")?.elements() ?? [] {
      steps.append(try MetricValues(json: step))
    }
    self.init(
      windows: try json.member("windows").integer(), total: try MetricValues(json: json), perStep: steps)
  }
}

extension SeriesScore {
  /// The score of a series with its name.
  public func json(named name: String) -> JSONValue {
    var object = values.json { _ in true }
    object["id"] = .string(name)
    object["windows"] = .integer(windows)
    return .object(object)
  }
}

extension MetricValues {
  /// The values of some metrics by their keys.
  fileprivate func json(_ isShown: (Metric) -> Bool) -> JSONObject {
    JSONObject(Metric.ofFits.filter(isShown).map { (key: $0.key, value: .number(self[$0])) })
  }

  /// Reads values back; NaN where there is none, because JSON has no word for it.
  init(json: JSONReader) throws(JSONError) {
    var values: [Double] = []
    for metric in Metric.ofFits { values.append(try json.optionalMember(metric.key)?.number() ?? .nan) }
    self.init { values[$0.rawValue] }
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
