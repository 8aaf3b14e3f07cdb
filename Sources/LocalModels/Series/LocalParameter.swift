/// A named number of a fitted model: a coefficient, a log-likelihood, a criterion.
public struct LocalParameter: Sendable, Equatable {
  /// What the number is: `alpha`, `loglik`, `aicc`, `sigma2`, `ma1`, …
  public let name: String
  /// The number; nil where the model has none (the AICc of a constant series).
  public let value: Double?

  /// Makes a named number.
  public init(_ name: String, _ value: Double?) {
    self.name = name
    self.value = value
  }
}

extension [LocalParameter] {
  /// The number called `name`, or nil if it is absent.
  public subscript(named name: String) -> Double? {
    first { $0.name == name }?.value
  }
}
