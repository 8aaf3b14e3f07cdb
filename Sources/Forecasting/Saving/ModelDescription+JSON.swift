import Persistence
import TimeSeries
import Training

extension ModelDescription {
  /// The text stored under `forecast.config`.
  public var json: JSONValue {
    guard updatedRows > 0, case .object(var members) = fittedJSON else { return fittedJSON }
    members["updatedRows"] = .integer(updatedRows)
    return .object(members)
  }

  private var fittedJSON: JSONValue {
    [
      "formatVersion": .integer(Self.formatVersion), "model": .string(model), "configuration": configuration,
      "lookback": .integer(shape.lookback), "horizon": .integer(shape.horizon),
      "features": .string(shape.features.rawValue), "target": shape.target.map { .string($0) } ?? .null,
      "columns": columns.json,
      "scaler": [
        "means": .array(columns.scaler.means.map { .number($0) }),
        "deviations": .array(columns.scaler.deviations.map { .number($0) }),
      ],
      "split": split.json, "refit": .boolean(isRefit), "series": series.json,
      "joinsSeries": .boolean(joinsSeries),
      "data": ["path": .string(data.path), "sha256": .string(data.sha256)],
      "recipe": recipe?.json ?? .null, "seed": .integer(Int(bitPattern: UInt(seed))),
      "training": ["epochs": .integer(training.epochs), "bestEpoch": .integer(training.bestEpoch)],
    ]
  }

  /// Reads a description back; unknown members are refused.
  ///
  /// - Throws: `ModelFileError.newerFormat` or `.description` naming the member that is missing or wrong.
  public init(json value: JSONValue) throws(ModelFileError) {
    let json = JSONReader(value)
    do {
      let version = try json.member("formatVersion").integer()
      guard version <= Self.formatVersion else { throw ModelFileError.newerFormat(version) }
      guard version >= 1 else {
        throw ModelFileError.description("formatVersion: there is no version \(version)")
      }
      try json.rejectMembers(besides: Self.members)
      try self.init(members: json)
    } catch let error as ModelFileError {
      throw error
    } catch {
      throw .description("\(error)")
    }
  }

  private static let members = [
    "formatVersion", "model", "configuration", "lookback", "horizon", "features", "target", "columns",
    "scaler",
    "split", "refit", "series", "joinsSeries", "data", "recipe", "seed", "training", "updatedRows",
  ]

  /// A configuration with what files of earlier formats do not say.
  ///
  /// Format 1 counted the phases of cycles from the first row of whatever file was given.
  private static func upgraded(_ configuration: JSONValue, of model: String, from version: Int) -> JSONValue {
    guard version == 1, model == "cyclenet", case .object(var members) = configuration else {
      return configuration
    }
    members["phase"] = .string("row")
    return .object(members)
  }

  private init(members json: JSONReader) throws {
    model = try json.member("model").string()
    configuration = Self.upgraded(
      try json.member("configuration").value, of: model, from: try json.member("formatVersion").integer())
    shape = WindowSet.Shape(
      lookback: try json.member("lookback").positiveInteger(),
      horizon: try json.member("horizon").positiveInteger(),
      features: try Features(json.member("features").string()),
      target: try json.optionalMember("target")?.string())
    columns = try Columns(json.member("columns"), scaler: json.member("scaler"))
    split = try StoredSplit(json: json.member("split"))
    isRefit = try json.optionalMember("refit")?.boolean() ?? false
    joinsSeries = try json.optionalMember("joinsSeries")?.boolean() ?? false
    if let members = try json.optionalMember("series") {
      series = try StoredPanel(json: members, channelCount: columns.channels.count)
    }
    let data = try json.member("data")
    self.data = DataFile(path: try data.member("path").string(), sha256: try data.member("sha256").string())
    updatedRows = try json.optionalMember("updatedRows")?.positiveInteger() ?? 0
    recipe = try json.optionalMember("recipe").map { try TrainingRecipe(json: $0) }
    seed = UInt64(UInt(bitPattern: try json.member("seed").integer()))
    let training = try json.member("training")
    self.training = Outcome(
      epochs: try training.member("epochs").integer(), bestEpoch: try training.member("bestEpoch").integer())
  }
}

extension ModelDescription.Columns {
  fileprivate var json: JSONValue {
    var members = JSONObject([
      ("time", .string(time)), ("channels", .array(channels.map { .string($0) })),
      ("frequency", .string(frequency.code)), ("form", form?.json ?? .null), ("roles", roles?.json ?? .null),
      ("fixed", fixed.json),
    ])
    if coverage < 1 { members["coverage"] = .number(coverage) }
    return .object(members)
  }

  fileprivate init(_ json: JSONReader, scaler: JSONReader) throws {
    let channels = try json.member("channels").elements().map { try $0.string() }
    let means = try scaler.member("means").elements().map { try $0.number() }
    let deviations = try scaler.member("deviations").elements().map { try $0.number() }
    guard !channels.isEmpty, means.count == channels.count, deviations.count == channels.count else {
      throw scaler.invalid(
        "\(means.count) means and \(deviations.count) deviations for \(channels.count) channels")
    }
    guard means.allSatisfy(\.isFinite), deviations.allSatisfy({ $0.isFinite && $0 > 0 }) else {
      throw scaler.invalid("deviations must be positive")
    }
    self.init(
      time: try json.member("time").string(), channels: channels,
      frequency: try Frequency(code: json.member("frequency").string()),
      scaler: StandardScaler(means: means, deviations: deviations),
      form: try json.optionalMember("form").map { try FileForm(json: $0) },
      roles: try json.optionalMember("roles").map { try ColumnRoles(json: $0, count: channels.count) },
      fixed: try json.optionalMember("fixed").map { try ModelDescription.FixedColumns(json: $0) } ?? .init())
    if let member = try json.optionalMember("coverage") {
      coverage = try member.number()
      guard coverage > 0, coverage <= 1 else { throw member.invalid("no share of rows") }
    }
  }
}

extension ColumnRoles {
  fileprivate var json: JSONValue { .array(roles.map { role in role.map { .string($0.rawValue) } ?? .null }) }

  fileprivate init(json: JSONReader, count: Int) throws {
    let roles: [ColumnRole?] = try json.elements().map { element in
      if case .null = element.value { return nil }
      guard let role = ColumnRole(rawValue: try element.string()) else { throw element.invalid("no role") }
      return role
    }
    guard roles.count == count else { throw json.invalid("\(roles.count) roles for \(count) channels") }
    self.init(roles)
    guard !targets.isEmpty else { throw json.invalid("there is no target") }
  }
}

extension ModelDescription.FixedColumns {
  fileprivate var json: JSONValue {
    names.isEmpty
      ? .null
      : [
        "names": .array(names.map { .string($0) }), "means": .array(scaler.means.map { .number($0) }),
        "deviations": .array(scaler.deviations.map { .number($0) }),
      ]
  }

  fileprivate init(json: JSONReader) throws {
    try json.rejectMembers(besides: ["names", "means", "deviations"])
    let names = try json.member("names").elements().map { try $0.string() }
    let means = try json.member("means").elements().map { try $0.number() }
    let deviations = try json.member("deviations").elements().map { try $0.number() }
    guard means.count == names.count, deviations.count == names.count, means.allSatisfy(\.isFinite),
      deviations.allSatisfy({ $0.isFinite && $0 > 0 })
    else { throw json.invalid("its scale is not one of \(names.count) columns") }
    self.init(names: names, scaler: StandardScaler(means: means, deviations: deviations))
  }
}

extension ModelDescription.StoredSplit {
  /// The rule and the rows of the three parts.
  public var json: JSONValue {
    [
      "rule": .string(rule.description), "train": rows.train.json, "validation": rows.validation.json,
      "test": rows.test.json,
    ]
  }

  /// Reads a split back.
  ///
  /// - Throws: `JSONError`, or `DataError` for a rule that is none.
  public init(json: JSONReader) throws {
    let train = try json.member("train").range()
    let validation = try json.member("validation").range()
    let test = try json.member("test").range()
    guard train.upperBound <= validation.lowerBound, validation.upperBound <= test.lowerBound else {
      throw json.invalid("the parts overlap")
    }
    self.init(
      rule: try SplitRule(json.member("rule").string()),
      rows: Split(train: train, validation: validation, test: test))
  }
}

extension JSONReader {
  fileprivate func range() throws(JSONError) -> Range<Int> {
    let bounds = try elements()
    guard bounds.count == 2 else { throw invalid("not a pair of rows") }
    let (lower, upper) = (try bounds[0].integer(), try bounds[1].integer())
    guard 0 <= lower, lower <= upper else { throw invalid("\(lower) to \(upper) is no range of rows") }
    return lower..<upper
  }
}

extension Range<Int> {
  fileprivate var json: JSONValue { [.integer(lowerBound), .integer(upperBound)] }
}
