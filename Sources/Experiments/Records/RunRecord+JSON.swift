import Forecasting
import Persistence
import Runs
import TimeSeries
import Training

extension RunRecord {
  /// The record as a file holds it: the keys of `forecast fit --json`, the specification, and what reports show.
  public var json: JSONValue {
    var object = JSONObject()
    object["format"] = .integer(Self.formatVersion)
    object["id"] = .string(id)
    object["status"] = .string(result == nil ? "failed" : "finished")
    if let failure { object["error"] = .string(failure) }
    object["model"] = .string(specification.model)
    object["data"] = .string(data)
    object["lookback"] = .integer(specification.shape.lookback)
    object["horizon"] = .integer(specification.shape.horizon)
    object["seed"] = .integer(Int(bitPattern: UInt(specification.seed)))
    if let result { result.add(to: &object) }
    object["instruction_set"] = .string(instructionSet)
    if let environment { object["environment"] = environment.json }
    object["spec"] = specification.json
    if let result { result.addDetails(to: &object) }
    return .object(object)
  }

  /// Reads a record back.
  ///
  /// - Throws: An error that names the member that is missing or wrong, or a digest that does not fit.
  public init(json: JSONReader) throws {
    let format = try json.member("format")
    guard (1...Self.formatVersion).contains(try format.integer()) else {
      throw format.invalid("this version reads the formats up to \(Self.formatVersion)")
    }
    specification = try RunSpecification(json: json.member("spec"))
    guard try json.member("id").string() == specification.id else {
      throw try json.member("id").invalid("does not fit the specification")
    }
    data = try json.member("data").string()
    instructionSet = try json.member("instruction_set").string()
    environment = try json.optionalMember("environment").map { (reader) throws(JSONError) in
      try RunEnvironment(json: reader)
    }
    switch try json.member("status").string() {
    case "finished": outcome = .finished(try RunResult(json: json))
    case "failed": outcome = .failed(try json.member("error").string())
    default: throw try json.member("status").invalid("neither finished nor failed")
    }
  }
}

extension RunResult {
  fileprivate func add(to object: inout JSONObject) {
    object["parameters"] = .integer(parameterCount)
    object["epochs"] = .integer(epochs.count)
    object["best_epoch"] = .integer(bestEpoch)
    object["seconds"] = seconds.json
    object["validation"] = validation?.json(showsUnits: true) ?? .null
    object["test"] = testJSON
    object["series"] = series?.json ?? .null
    object["weights_sha256"] = .string(weightsSHA256)
  }

  private var testJSON: JSONValue {
    guard let test, case .object(var object) = test.json(showsUnits: true, showsSteps: true) else {
      return .null
    }
    testIntervals.add(to: &object)
    return .object(object)
  }

  fileprivate func addDetails(to object: inout JSONObject) {
    object["history"] = .array(epochs.map(\.json))
    object["samples"] = .array(samples.map(\.json))
    object["attention"] = .array(attention.map(\.json))
    if !members.isEmpty { object["candidates"] = .array(members.map(\.json)) }
  }

  /// Reads a result out of the members of a record.
  ///
  /// - Throws: `JSONError` naming the member that is missing or wrong.
  public init(json: JSONReader) throws {
    parameterCount = try json.member("parameters").integer()
    bestEpoch = try json.member("best_epoch").integer()
    seconds = try FitSeconds(json: json.member("seconds"))
    validation = try json.optionalMember("validation").map { try ForecastScore(json: $0) }
    test = try json.optionalMember("test").map { try ForecastScore(json: $0) }
    testIntervals = try json.optionalMember("test").map { try [IntervalScore](members: $0) } ?? []
    series = try json.optionalMember("series").map { try SeriesSummary(json: $0) }
    weightsSHA256 = try json.member("weights_sha256").string()
    epochs = try json.member("history").elements().map { try EpochReport(json: $0) }
    samples = try json.member("samples").elements().map { try SampleForecast(json: $0) }
    attention = try json.member("attention").elements().map { try AttentionMap(json: $0) }
    members = try json.optionalMember("candidates")?.elements().map { try RunMember(json: $0) } ?? []
  }
}

extension SampleForecast {
  fileprivate var json: JSONValue {
    [
      "window": .integer(window), "start": .string(start), "series": series.map { .string($0) } ?? .null,
      "channels": .array(
        channels.map {
          .object(
            JSONObject(
              [
                ("name", .string($0.name)), ("history", .array($0.history.map { JSONValue($0) })),
                ("truth", .array($0.truth.map { JSONValue($0) })),
                ("forecast", .array($0.forecast.map { JSONValue($0) })),
              ] + $0.intervalMembers))
        }),
    ]
  }

  fileprivate init(json: JSONReader) throws(JSONError) {
    var channels: [Channel] = []
    for channel in try json.member("channels").elements() {
      channels.append(
        Channel(
          name: try channel.member("name").string(), history: try channel.member("history").floats(),
          truth: try channel.member("truth").floats(), forecast: try channel.member("forecast").floats()))
      let place = channels.count - 1
      channels[place].lower = try channel.optionalMember("lower")?.floats() ?? []
      channels[place].upper = try channel.optionalMember("upper")?.floats() ?? []
    }
    self.init(
      window: try json.member("window").integer(), start: try json.member("start").string(),
      channels: channels)
    series = try json.optionalMember("series")?.string()
  }
}

extension SampleForecast.Channel {
  /// The bounds of intervals, where there are some.
  fileprivate var intervalMembers: [(key: String, value: JSONValue)] {
    guard !lower.isEmpty else { return [] }
    return [
      ("lower", .array(lower.map { JSONValue($0) })), ("upper", .array(upper.map { JSONValue($0) })),
    ]
  }
}

extension AttentionMap {
  fileprivate var json: JSONValue {
    [
      "name": .string(name), "rows": .array(rows.map { .string($0) }),
      "columns": .array(columns.map { .string($0) }),
      "weights": .array(weights.map { .array($0.map { JSONValue($0) }) }),
    ]
  }

  fileprivate init(json: JSONReader) throws {
    let rows = try json.member("rows").elements().map { try $0.string() }
    let columns = try json.member("columns").elements().map { try $0.string() }
    let weights = try json.member("weights").elements().map { try $0.floats() }
    guard weights.count == rows.count, weights.allSatisfy({ $0.count == columns.count }) else {
      throw json.invalid("\(rows.count) rows and \(columns.count) columns, but weights of another shape")
    }
    self.init(name: try json.member("name").string(), rows: rows, columns: columns, weights: weights)
  }
}

extension JSONReader {
  /// Numbers in single precision; `null` stands for one that is not finite.
  fileprivate func floats() throws(JSONError) -> [Float] {
    var result: [Float] = []
    for element in try elements() {
      result.append(element.value == .null ? .nan : Float(try element.number()))
    }
    return result
  }
}
