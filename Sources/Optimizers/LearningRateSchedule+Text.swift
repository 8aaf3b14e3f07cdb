extension LearningRateSchedule: CustomStringConvertible {
  /// The texts a schedule may be given by; numbers after colons are optional.
  public static let accepted =
    "constant | cosine-restarts[:PERIOD[:FLOOR]] | halving[:FIRST EPOCH] | warmup-cosine[:EPOCHS[:FRACTION]]"

  private static let usualFloor: Float = 1e-6
  /// No fit has more epochs.
  private static let mostEpochs = 1_000_000

  /// The text form, such as `cosine-restarts:5`, which `init(_:)` reads back; usual floors and fractions are not written.
  public var description: String {
    switch self {
    case .constant: "constant"
    case .cosineRestarts(let period, Self.usualFloor): "cosine-restarts:\(period)"
    case .cosineRestarts(let period, let floor): "cosine-restarts:\(period):\(floor)"
    case .halving(let first): "halving:\(first)"
    case .warmUpCosine(let epochs, 0): "warmup-cosine:\(epochs)"
    case .warmUpCosine(let epochs, let fraction): "warmup-cosine:\(epochs):\(fraction)"
    }
  }

  /// Reads a schedule such as `constant`, `cosine-restarts`, `halving:3` or `warmup-cosine:5:0.1`; nil if it is none.
  public init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    let epochs = parts.count > 1 ? Int(parts[1]) : nil
    let level = parts.count > 2 ? Float(parts[2]) : nil
    guard parts.count < 2 || (1...Self.mostEpochs).contains(epochs ?? 0), parts.count < 3 || level != nil,
      parts.count < 4
    else { return nil }
    switch (parts[0], epochs, level) {
    case ("constant", nil, nil): self = .constant
    case ("cosine-restarts", _, _):
      self = .cosineRestarts(period: epochs ?? 5, floor: level ?? Self.usualFloor)
    case ("halving", _, nil): self = .halving(firstHalvedEpoch: epochs ?? 2)
    case ("warmup-cosine", _, _):
      self = .warmUpCosine(warmUpEpochs: epochs ?? 5, finalFraction: level ?? 0)
    default: return nil
    }
    guard isAccepted else { return nil }
  }

  /// Whether every number is within its bounds: epochs from 1, floors finite and not negative, fractions of 0 to 1.
  public var isAccepted: Bool {
    switch self {
    case .constant: true
    case .cosineRestarts(let period, let floor):
      (1...Self.mostEpochs).contains(period) && (0...Float.greatestFiniteMagnitude).contains(floor)
    case .halving(let first): (1...Self.mostEpochs).contains(first)
    case .warmUpCosine(let epochs, let fraction):
      (1...Self.mostEpochs).contains(epochs) && (0...1).contains(fraction)
    }
  }
}
