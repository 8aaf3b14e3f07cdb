import Persistence

/// What one case of a study has given: figures and curves by name.
public struct StudyRecord: Sendable, Equatable {
  /// A number with its name.
  public struct Figure: Sendable, Equatable {
    /// In the form of keys, such as `validation_mse`.
    public let name: String
    /// Not finite where there is none.
    public let value: Double

    /// - Parameter name: In the form of keys.
    public init(_ name: String, _ value: Double) { (self.name, self.value) = (name, value) }
  }

  /// Values over places, such as a loss over epochs.
  public struct Curve: Sendable, Equatable {
    /// In the form of keys, such as `training_loss`.
    public let name: String
    /// Along the horizontal axis.
    public let x: [Double]
    /// As many.
    public let y: [Double]

    /// - Parameter name: In the form of keys.
    public init(_ name: String, x: [Double], y: [Double]) { (self.name, self.x, self.y) = (name, x, y) }
  }

  /// Which case.
  public let study: StudyCase
  /// The numbers, in order.
  public var figures: [Figure] = []
  /// The curves, in order.
  public var curves: [Curve] = []
  /// Wall-clock time.
  public var seconds = 0.0
  /// Why there are no figures; nil for a case that went well.
  public var failure: String?

  /// A record without figures.
  public init(_ study: StudyCase) { self.study = study }

  /// The figure of a name; not a number where there is none.
  public subscript(name: String) -> Double { figures.first { $0.name == name }?.value ?? .nan }

  /// The curve of a name.
  public func curve(_ name: String) -> Curve? { curves.first { $0.name == name } }
}

extension StudyRecord {
  /// The record as stored, with the settings it was made by and the digest of the files that it was made of.
  func json(study name: String, settings: JSONValue, files: String?) -> JSONValue {
    [
      "format": 1, "study": .string(name), "settings": settings,
      "files_sha256": files.map { .string($0) } ?? .null, "model": .string(study.model),
      "task": .string(study.task), "seed": .integer(Int(study.seed)), "seconds": .number(seconds),
      "failure": failure.map { .string($0) } ?? .null,
      "figures": .array(figures.map { ["name": .string($0.name), "value": Self.encoded($0.value)] }),
      "curves": .array(
        curves.map { curve in
          [
            "name": .string(curve.name), "x": .array(curve.x.map(Self.encoded)),
            "y": .array(curve.y.map(Self.encoded)),
          ]
        }),
    ]
  }

  private static func encoded(_ value: Double) -> JSONValue { value.isFinite ? .number(value) : .null }

  /// Reads a record back.
  ///
  /// - Throws: `JSONError` naming the member that is missing or wrong.
  init(json: JSONReader) throws(JSONError) {
    self.init(
      StudyCase(
        model: try json.member("model").string(), task: try json.member("task").string(),
        seed: UInt64(max(0, try json.member("seed").integer()))))
    seconds = try json.member("seconds").number()
    failure = try json.optionalMember("failure")?.string()
    for element in try json.member("figures").elements() {
      figures.append(
        Figure(try element.member("name").string(), try Self.number(element.optionalMember("value"))))
    }
    for element in try json.member("curves").elements() {
      let (x, y) = (try Self.numbers(element.member("x")), try Self.numbers(element.member("y")))
      guard x.count == y.count else { throw element.invalid("\(x.count) places of \(y.count) values") }
      curves.append(Curve(try element.member("name").string(), x: x, y: y))
    }
  }

  private static func numbers(_ json: JSONReader) throws(JSONError) -> [Double] {
    var numbers: [Double] = []
    for element in try json.elements() {
      numbers.append(try number(element.value == .null ? nil : element))
    }
    return numbers
  }

  private static func number(_ json: JSONReader?) throws(JSONError) -> Double {
    guard let json else { return .nan }
    return try json.number()
  }
}
