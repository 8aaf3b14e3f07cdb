import Persistence
import TimeSeries

/// The scale of many series.
public enum PanelScaling: String, Sendable, CaseIterable {
  /// Each series has its own.
  case series
  /// All have the same.
  case shared
}

/// The series that a model was fitted on, with their scales and how their rows were divided.
///
/// A model of a wide file has none: its scale and split are those of the columns.
public struct StoredPanel: Sendable, Equatable {
  /// One of the series.
  public struct Member: Sendable, Equatable {
    /// Its name in the file.
    public let id: String
    /// Its rows.
    public let rows: Split
    /// Mean and deviation of each channel over its training rows; nil where all series share theirs.
    public let scaler: StandardScaler?

    /// - Parameter scaler: Nil where all series share theirs.
    public init(id: String, rows: Split, scaler: StandardScaler?) {
      (self.id, self.rows, self.scaler) = (id, rows, scaler)
    }
  }

  /// In the order in which the model numbers them.
  public let members: [Member]
  /// The forecaster that continues series shorter than the lookback; nil where there is none.
  public let fallback: String?
  /// Whether they were chosen by their names, so that later files are read for them alone unless others are told.
  public var isChosen = false

  /// - Parameter fallback: The forecaster that continues series shorter than the lookback.
  public init(_ members: [Member] = [], fallback: String? = nil) {
    (self.members, self.fallback) = (members, fallback)
  }

  /// Whether the model is of a wide file.
  public var isEmpty: Bool { members.isEmpty }

  /// Whether all series share their scale.
  public var isShared: Bool { members.contains { $0.scaler == nil } }

  /// The place of each series among the members, by its name.
  public var numbers: [String: Int] {
    Dictionary(members.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
  }
}

extension StoredPanel {
  /// The fallback and the members.
  var json: JSONValue {
    guard !isEmpty else { return .null }
    var object = JSONObject([
      ("fallback", fallback.map { .string($0) } ?? .null), ("members", .array(members.map(\.json))),
    ])
    if isChosen { object["chosen"] = true }
    return .object(object)
  }

  /// Reads the series of a model of that many channels.
  init(json: JSONReader, channelCount: Int) throws {
    try json.rejectMembers(besides: ["fallback", "members", "chosen"])
    var ids: Set<String> = []
    let members = try json.member("members").elements().map { json in
      let member = try Member(json: json, channelCount: channelCount)
      guard ids.insert(member.id).inserted else { throw json.invalid("there is another series of that name") }
      return member
    }
    guard !members.isEmpty else { throw json.invalid("there is no series") }
    self.init(members, fallback: try json.optionalMember("fallback")?.string())
    isChosen = try json.optionalMember("chosen")?.boolean() ?? false
  }
}

extension StoredPanel.Member {
  /// The bounds of the three parts are in one array, as short as it gets: there may be a hundred thousand members.
  fileprivate var json: JSONValue {
    let bounds = [rows.train, rows.validation, rows.test].flatMap { [$0.lowerBound, $0.upperBound] }
    var members: [(key: String, value: JSONValue)] = [
      ("id", .string(id)), ("rows", .array(bounds.map { .integer($0) })),
    ]
    if let scaler {
      members.append(("means", .array(scaler.means.map { .number($0) })))
      members.append(("deviations", .array(scaler.deviations.map { .number($0) })))
    }
    return .object(JSONObject(members))
  }

  fileprivate init(json: JSONReader, channelCount: Int) throws {
    try json.rejectMembers(besides: ["id", "rows", "means", "deviations"])
    let bounds = try json.member("rows").elements().map { try $0.integer() }
    guard bounds.count == 6, bounds[0] >= 0, zip(bounds, bounds.dropFirst()).allSatisfy({ $0 <= $1 }) else {
      throw json.invalid("its rows are not three parts one after another")
    }
    let rows = Split(
      train: bounds[0]..<bounds[1], validation: bounds[2]..<bounds[3], test: bounds[4]..<bounds[5])
    let means = try json.optionalMember("means")?.elements().map { try $0.number() }
    let deviations = try json.optionalMember("deviations")?.elements().map { try $0.number() }
    guard (means == nil) == (deviations == nil) else { throw json.invalid("it has half a scale") }
    var scaler: StandardScaler?
    if let means, let deviations {
      guard means.count == channelCount, deviations.count == channelCount, means.allSatisfy(\.isFinite),
        deviations.allSatisfy({ $0.isFinite && $0 > 0 })
      else { throw json.invalid("its scale is not one of \(channelCount) channels") }
      scaler = StandardScaler(means: means, deviations: deviations)
    }
    self.init(id: try json.member("id").string(), rows: rows, scaler: scaler)
  }
}
