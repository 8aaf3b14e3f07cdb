/// The continuous ranked probability score of a forecast that is given by quantiles, and their pinball losses.
///
/// For probabilities `i/(Q + 1)` it is `(2/Q) Σ ρ(τᵢ)`, for others `2 Σ wᵢ ρ(τᵢ)` with `wᵢ = (τᵢ₊₁ − τᵢ₋₁)/2`, `τ₀ = 0` and
/// `τ(Q + 1) = 1`, where `ρ` is the pinball loss (Gneiting and Raftery 2007, https://doi.org/10.1198/016214506000001437).
public struct RankedProbabilityScore: Sendable, Equatable {
  /// Ascending, between 0 and 1.
  public let probabilities: [Double]
  /// The weight of the pinball loss of each.
  let weights: [Double]

  /// 0.1 to 0.9: the probabilities that every kind of law is scored at that reaches to them, so that scores can be compared.
  ///
  /// Of a normal law it is 9.4 % above the integral over all probabilities, which is `σ/√π` in the mean; residuals between whose levels
  /// quantiles are interpolated are 0.01 % above that, and those between 0.1, 0.5 and 0.9 alone 0.4 %.
  public static let tenths = RankedProbabilityScore((1...9).map { Double($0) / 10 })

  /// - Precondition: The probabilities ascend and lie between 0 and 1.
  public init(_ probabilities: [Double]) {
    precondition(
      zip(probabilities, probabilities.dropFirst()).allSatisfy(<)
        && probabilities.allSatisfy { $0 > 0 && $0 < 1 },
      "RankedProbabilityScore: \(probabilities)")
    self.probabilities = probabilities
    let count = probabilities.count
    let isEven = probabilities.enumerated().allSatisfy {
      ($1 - Double($0 + 1) / Double(count + 1)).magnitude < 1e-9
    }
    let ends = [0] + probabilities + [1]
    weights = probabilities.indices.map { isEven ? 2 / Double(count) : ends[$0 + 2] - ends[$0] }
  }

  /// The pinball loss of a quantile.
  public static func pinball(truth: Double, quantile: Double, probability: Double) -> Double {
    max(probability * (truth - quantile), (probability - 1) * (truth - quantile))
  }

  /// The score and the mean of the pinball losses.
  ///
  /// - Parameter quantiles: The value of the quantile of each probability.
  public func score(truth: Double, quantiles: [Double]) -> (crps: Double, pinball: Double) {
    var (weighted, sum) = (0.0, 0.0)
    for (index, probability) in probabilities.enumerated() {
      let loss = Self.pinball(truth: truth, quantile: quantiles[index], probability: probability)
      (weighted, sum) = (weighted + weights[index] * loss, sum + loss)
    }
    return (weighted, sum / Double(probabilities.count))
  }
}

/// Sums of the scores of quantiles in data units.
public struct QuantileSums: Sendable, Equatable {
  /// Forecasts added so far.
  public private(set) var count = 0
  private var crps = 0.0, pinball = 0.0

  /// Nothing yet.
  public init() {}

  /// Adds a forecast; without a truth or with a quantile that is not a number it adds nothing.
  public mutating func add(truth: Double, quantiles: [Double], _ score: RankedProbabilityScore) {
    let own = score.score(truth: truth, quantiles: quantiles)
    add(crps: own.crps, pinball: own.pinball)
  }

  /// Adds the score of a forecast; one that is not a number adds nothing.
  mutating func add(crps more: Double, pinball own: Double) {
    guard !own.isNaN else { return }
    (count, crps, pinball) = (count + 1, crps + more, pinball + own)
  }

  /// Adds what another accumulator has seen.
  public mutating func merge(_ other: QuantileSums) {
    (count, crps, pinball) = (count + other.count, crps + other.crps, pinball + other.pinball)
  }

  /// `crps` or `pinball` over everything added; not a number for others.
  public func value(of metric: Metric) -> Double {
    guard count > 0 else { return .nan }
    switch metric {
    case .crps: return crps / Double(count)
    case .pinball: return pinball / Double(count)
    default: return .nan
    }
  }
}
