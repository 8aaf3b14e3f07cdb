import Forecasting
import Layers
import Optimizers
import Persistence
import Runs
import Tensors
import Training

extension RecipeChanges {
  /// The keys that ``set(_:to:)`` knows: those of a recipe in a model file.
  public static let keys = [
    "epochs", "batchSize", "learningRate", "schedule", "patience", "optimizer", "weightDecay", "rho",
    "isAdaptive", "loss", "gradientLimit",
  ]

  /// Sets the value called `key` from text, as a spec has it.
  ///
  /// - Throws: `ConfigurationError` for an unknown key or a value that is not accepted.
  public mutating func set(_ key: String, to text: String) throws(ConfigurationError) {
    let value = RecipeText(key: key, text: text)
    switch key {
    case "epochs": epochs = try value.count(from: 0)
    case "batchSize": batchSize = try value.count(from: 1)
    case "learningRate": learningRate = try value.number("a positive number") { $0 > 0 }
    case "schedule": schedule = try value.parsed(LearningRateSchedule.accepted) { LearningRateSchedule($0) }
    case "patience": patience = try value.count(from: 1)
    case "optimizer":
      optimizer = try value.parsed(OptimizerKind.allCases.map(\.rawValue).joined(separator: " | ")) {
        OptimizerKind(rawValue: $0)
      }
    case "weightDecay": weightDecay = try value.number("0 or more") { $0 >= 0 }
    case "rho": rho = try value.number("0 or more") { $0 >= 0 }
    case "isAdaptive": isAdaptive = try value.parsed("true | false") { Bool($0) }
    case "loss": loss = try value.parsed(ObjectiveChoice.accepted) { ObjectiveChoice($0) }
    case "gradientLimit": gradientLimit = try value.number("a positive number") { $0 > 0 }
    default: throw .unknownKey(key, known: Self.keys)
    }
  }
}

/// The text of one value of a recipe.
private struct RecipeText {
  let key: String
  let text: String

  func count(from lowest: Int) throws(ConfigurationError) -> Int {
    try parsed("\(lowest) … 1000000") { Int($0).flatMap { (lowest...1_000_000).contains($0) ? $0 : nil } }
  }

  func number(_ accepted: String, _ isAccepted: (Float) -> Bool) throws(ConfigurationError) -> Float {
    try parsed(accepted) { Float($0).flatMap { $0.isFinite && isAccepted($0) ? $0 : nil } }
  }

  func parsed<Value>(_ accepted: String, _ parse: (String) -> Value?) throws(ConfigurationError) -> Value {
    guard let value = parse(text) else { throw .invalidValue(key: key, value: text, accepted: accepted) }
    return value
  }
}
