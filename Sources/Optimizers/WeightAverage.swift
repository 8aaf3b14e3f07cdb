/// A mean of the weights along a training run, kept in place of the last ones.
public enum WeightAverage: Sendable, Equatable, CustomStringConvertible {
  /// The exponential moving average over steps: a step moves the mean by `1 − min(decay, (1 + t) / (10 + t))` of the way to the
  /// weights after the t-th step, so that the first steps are soon forgotten (Polyak and Juditsky 1992,
  /// https://doi.org/10.1137/0330046; the warm-up is that of TensorFlow's `ExponentialMovingAverage`).
  case exponential(decay: Float)
  /// The mean of the weights at the ends of epochs from one on: stochastic weight averaging (Izmailov et al. 2018,
  /// https://arxiv.org/abs/1803.05407). Before it, the last weights.
  case stochastic(firstEpoch: Int)

  /// The texts an average may be given by; numbers after colons are optional.
  public static let accepted = "ema[:DECAY] | swa[:FIRST EPOCH]"

  private static let mostEpochs = 1_000_000

  /// The text form, such as `ema:0.99`, which `init(_:)` reads back.
  public var description: String {
    switch self {
    case .exponential(let decay): "ema:\(decay)"
    case .stochastic(let first): "swa:\(first)"
    }
  }

  /// Reads an average such as `ema`, `ema:0.999` or `swa:3`; nil if it is none.
  public init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let number = parts.count == 2 ? String(parts[1]) : nil
    switch (parts[0], number) {
    case ("ema", nil): self = .exponential(decay: 0.99)
    case ("ema", let number?):
      guard let decay = Float(number), decay > 0, decay < 1 else { return nil }
      self = .exponential(decay: decay)
    case ("swa", nil): self = .stochastic(firstEpoch: 1)
    case ("swa", let number?):
      guard let first = Int(number), (1...Self.mostEpochs).contains(first) else { return nil }
      self = .stochastic(firstEpoch: first)
    default: return nil
    }
  }

  /// Whether its number is within its bounds: a decay between 0 and 1, an epoch from 1 on.
  public var isAccepted: Bool { WeightAverage(description) == self }
}
