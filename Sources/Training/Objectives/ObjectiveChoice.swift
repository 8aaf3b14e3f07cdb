/// The objective that a recipe names.
public struct ObjectiveChoice: Sendable, Equatable, CustomStringConvertible {
  /// The objective.
  public let objective: any Objective

  /// All that can be named.
  private static let all: [any Objective.Type] = [
    SquaredError.self, AbsoluteError.self, HuberError.self, SpectrumError.self, QuantileLoss.self,
    GaussianLikelihood.self, StudentLikelihood.self,
  ]

  /// - Parameter objective: Any; only those that can be named are read back from a recipe.
  public init(_ objective: some Objective) { self.objective = objective }

  /// The mean squared error.
  public static let squaredError = ObjectiveChoice(SquaredError())
  /// The mean absolute error.
  public static let absoluteError = ObjectiveChoice(AbsoluteError())

  /// Squared up to `delta`, linear beyond.
  ///
  /// - Parameter delta: Positive.
  public static func huber(delta: Float) -> ObjectiveChoice { ObjectiveChoice(HuberError(delta: delta)) }

  /// The names an objective may be given by.
  public static var accepted: String {
    all.map { kind in kind.name + (kind.parameterName.map { "[:\($0)]" } ?? "") }.joined(separator: " | ")
  }

  /// Reads a name such as `mse`, `huber:0.5` or `quantile:0.1,0.5,0.9`; nil if it is none.
  public init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard let kind = Self.all.first(where: { $0.name == parts[0] }) else { return nil }
    guard let objective = kind.init(text: parts.count == 2 ? String(parts[1]) : nil) else { return nil }
    self.objective = objective
  }

  /// The text form, such as `huber:1.0`, which `init(_:)` reads back.
  public var description: String {
    let name = type(of: objective).name
    return objective.text.map { "\(name):\($0)" } ?? name
  }

  /// Whether both have the same name and number.
  public static func == (a: ObjectiveChoice, b: ObjectiveChoice) -> Bool { a.description == b.description }
}
