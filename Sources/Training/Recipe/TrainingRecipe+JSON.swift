import Optimizers
import Persistence
import Tensors

extension TrainingRecipe {
  /// All values by key, as stored in a model file.
  public var json: JSONValue {
    [
      "epochs": .integer(epochs), "batchSize": .integer(batchSize), "learningRate": JSONValue(learningRate),
      "schedule": .string(schedule.description), "patience": .integer(patience),
      "optimizer": .string(optimizer.rawValue), "weightDecay": JSONValue(weightDecay), "rho": JSONValue(rho),
      "isAdaptive": .boolean(isAdaptive), "loss": .string(loss.description),
      "gradientLimit": gradientLimit.map { JSONValue($0) } ?? .null,
    ]
  }

  /// Reads a recipe back.
  ///
  /// - Throws: `JSONError` naming the value that is missing or not understood.
  public init(json: JSONReader) throws(JSONError) {
    epochs = try json.member("epochs").integer()
    batchSize = try json.member("batchSize").integer()
    learningRate = Float(try json.member("learningRate").number())
    patience = try json.member("patience").integer()
    weightDecay = Float(try json.member("weightDecay").number())
    rho = Float(try json.member("rho").number())
    isAdaptive = try json.member("isAdaptive").boolean()
    gradientLimit = try json.optionalMember("gradientLimit")?.number(as: Float.self)
    schedule = try json.member("schedule").parsed { LearningRateSchedule($0) }
    optimizer = try json.member("optimizer").parsed { OptimizerKind(rawValue: $0) }
    loss = try json.member("loss").parsed { ObjectiveChoice($0) }
  }
}

extension JSONReader {
  /// The string at this path as a value of another type.
  func parsed<Value>(_ parse: (String) -> Value?) throws(JSONError) -> Value {
    let text = try string()
    guard let value = parse(text) else { throw invalid("'\(text)' is not known") }
    return value
  }

  /// The number at this path in single precision.
  func number(as type: Float.Type) throws(JSONError) -> Float {
    Float(try number())
  }
}

extension LearningRateSchedule: CustomStringConvertible {
  /// The names a schedule may be given by; numbers after a colon are optional.
  public static let accepted =
    "constant | cosine-restarts[:PERIOD] | halving[:FIRST EPOCH] | warmup-cosine[:EPOCHS]"

  /// The text form, such as `cosine-restarts:5`, which `init(_:)` reads back.
  public var description: String {
    switch self {
    case .constant: "constant"
    case .cosineRestarts(let period, _): "cosine-restarts:\(period)"
    case .halving(let first): "halving:\(first)"
    case .warmUpCosine(let epochs, _): "warmup-cosine:\(epochs)"
    }
  }

  /// Reads a schedule such as `constant`, `cosine-restarts`, `halving:3` or `warmup-cosine:5`; nil if it is none.
  public init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    let number = parts.count == 2 ? Int(parts[1]) : nil
    guard parts.count == 1 || (parts.count == 2 && (number ?? 0) > 0) else { return nil }
    switch (parts[0], number) {
    case ("constant", nil): self = .constant
    case ("cosine-restarts", _): self = .cosineRestarts(period: number ?? 5, floor: 1e-6)
    case ("halving", _): self = .halving(firstHalvedEpoch: number ?? 2)
    case ("warmup-cosine", _): self = .warmUpCosine(warmUpEpochs: number ?? 5, finalFraction: 0)
    default: return nil
    }
  }
}
