import Tensors

/// The mean of the pinball losses `max(τ (y − q), (τ − 1)(y − q))` of some quantiles (Koenker and Bassett 1978,
/// https://doi.org/10.2307/1913643): half the continuous ranked probability score where they are many and evenly spread.
public struct QuantileLoss: Objective {
  /// `quantile`.
  public static let name = "quantile"
  /// `P,P,…`.
  public static let parameterName: String? = "P,P,…"

  /// Ascending, between 0 and 1.
  public let probabilities: [Float]

  /// - Precondition: The probabilities ascend and lie between 0 and 1.
  public init(_ probabilities: [Float]) {
    precondition(Self.areAccepted(probabilities), "QuantileLoss: \(probabilities)")
    self.probabilities = probabilities
  }

  /// 0.1, 0.5 and 0.9; nil for any number.
  public init?(parameter: Float?) {
    guard parameter == nil else { return nil }
    probabilities = [0.1, 0.5, 0.9]
  }

  /// - Parameter text: Probabilities with commas between them, in any order; nil for 0.1, 0.5 and 0.9.
  public init?(text: String?) {
    guard let text else {
      self.init(parameter: nil)
      return
    }
    let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { Float($0) }
    let probabilities = numbers.compactMap { $0 }.sorted()
    guard probabilities.count == numbers.count, Self.areAccepted(probabilities) else { return nil }
    self.init(probabilities)
  }

  private static func areAccepted(_ probabilities: [Float]) -> Bool {
    (1...99).contains(probabilities.count) && probabilities.allSatisfy { $0 > 0 && $0 < 1 }
      && zip(probabilities, probabilities.dropFirst()).allSatisfy(<)
  }

  /// The probabilities, as they are read back.
  public var text: String? { probabilities.map { "\($0)" }.joined(separator: ",") }

  /// Quantiles of the probabilities.
  public var law: OutputLaw? { .quantiles(probabilities) }

  /// The loss; see ``Objective``.
  public func callAsFunction(
    _ output: Tensor, _ target: Tensor, observed: Tensor?, dividingBy elementCount: Int
  ) -> Tensor {
    let (probabilities, share) = (probabilities, 1 / Float(probabilities.count))
    let loss = LawLoss(name: Self.name, parameterCount: probabilities.count) { quantiles, target, slopes in
      var sum = 0.0
      for (index, probability) in probabilities.enumerated() {
        let error = target - quantiles[index]
        slopes[index] = share * (error > 0 ? -probability : error < 0 ? 1 - probability : 0)
        sum += Double(share * max(probability * error, (probability - 1) * error))
      }
      return sum
    }
    return loss(output, target, observed: observed, dividingBy: elementCount)
  }

  /// The loss of targets that are all known.
  public func callAsFunction(_ output: Tensor, _ target: Tensor, dividingBy elementCount: Int) -> Tensor {
    self(output, target, observed: nil, dividingBy: elementCount)
  }

  /// The loss itself.
  public func selectionError(of errors: ValidationErrors) -> Double { errors.law ?? errors.mae }
}
