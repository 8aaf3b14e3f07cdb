/// How sharpness-aware minimisation climbs, and which gradient it then steps along.
///
/// g is the gradient at the weights w, g_s the one at the summit `w + ε`. What a step costs is counted in gradients
/// (``gradientsPerStep``).
public enum SharpnessForm: Sendable, Equatable {
  /// SAM: climbs along g, steps along g_s (Foret et al. 2021, https://arxiv.org/abs/2010.01412). Two gradients.
  case plain
  /// LookSAM: every `period` steps SAM, and keeps `g_v = g_s − (g_s · g / ‖g‖²) g`; in between steps along
  /// `g + weight (‖g‖ / ‖g_v‖) g_v` (Liu et al. 2022, https://arxiv.org/abs/2203.02714). `1 + 1 / period` gradients.
  case look(period: Int, weight: Float)
  /// Momentum-SAM: climbs along the first memory of the base optimizer, its momentum, and needs the gradient at the summit only
  /// (Becker et al. 2024, https://arxiv.org/abs/2401.12033). One gradient.
  case momentum
  /// GSAM: steps along `g_s − weight g_⊥` with `g_⊥` the part of g that is perpendicular to g_s; the radius falls with the
  /// learning rate (Zhuang et al. 2022, https://arxiv.org/abs/2203.08065). Two gradients.
  case gap(weight: Float)
  /// F-SAM: climbs along `g − share m` with m the running mean of g before this step, `m ← decay m + (1 − decay) g`, first g
  /// (Li et al. 2024, https://arxiv.org/abs/2403.12350). Two gradients.
  case friendly(share: Float, decay: Float)

  /// Gradients that a step computes, on average.
  public var gradientsPerStep: Double {
    switch self {
    case .plain, .gap, .friendly: 2
    case .look(let period, _): 1 + 1 / Double(period)
    case .momentum: 1
    }
  }

  /// Memories that it keeps of each parameter beside those of the base optimizer.
  var memoryCount: Int {
    switch self {
    case .plain, .momentum, .gap: 0
    case .look, .friendly: 1
    }
  }
}

extension SharpnessForm: CustomStringConvertible {
  /// The texts a form may be given by; numbers after colons are optional.
  public static let accepted =
    "sam | looksam[:PERIOD[:WEIGHT]] | momentum | gsam[:WEIGHT] | fsam[:SHARE[:DECAY]]"

  /// The text form, such as `looksam:5:0.7`, which `init(_:)` reads back.
  public var description: String {
    switch self {
    case .plain: "sam"
    case .look(let period, let weight): "looksam:\(period):\(weight)"
    case .momentum: "momentum"
    case .gap(let weight): "gsam:\(weight)"
    case .friendly(let share, let decay): "fsam:\(share):\(decay)"
    }
  }

  /// Reads a form such as `sam`, `looksam`, `gsam:0.4` or `fsam:1:0.9`; nil if it is none.
  public init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    let numbers = parts.dropFirst().map { Float($0) }
    guard numbers.count <= 2, numbers.allSatisfy({ $0?.isFinite == true }) else { return nil }
    let (first, second) = (numbers.first ?? nil, numbers.dropFirst().first ?? nil)
    switch (parts[0], numbers.count) {
    case ("sam", 0): self = .plain
    case ("looksam", _):
      guard let period = first.map({ Int(exactly: $0) }) ?? 5 else { return nil }
      self = .look(period: period, weight: second ?? 0.7)
    case ("momentum", 0): self = .momentum
    case ("gsam", 0...1): self = .gap(weight: first ?? 0.4)
    case ("fsam", _): self = .friendly(share: first ?? 1, decay: second ?? 0.9)
    default: return nil
    }
    guard isAccepted else { return nil }
  }

  /// Whether every number is within its bounds: periods from 1, weights from 0 to 10, decays from 0 to below 1.
  public var isAccepted: Bool {
    switch self {
    case .plain, .momentum: true
    case .look(let period, let weight): (1...1_000_000).contains(period) && (0...10).contains(weight)
    case .gap(let weight): (0...10).contains(weight)
    case .friendly(let share, let decay): (0...10).contains(share) && (0..<1).contains(decay)
    }
  }
}
