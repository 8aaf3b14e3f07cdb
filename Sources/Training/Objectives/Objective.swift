import Tensors

/// What training minimises: how far an output is from its target, as one number with derivatives.
///
/// An objective is one file, and one line in ``ObjectiveChoice``.
public protocol Objective: Sendable {
  /// The name that recipes have for it, such as `huber`.
  static var name: String { get }
  /// A name for the number that may follow in a recipe after a colon, such as `DELTA`; nil for no number.
  static var parameterName: String? { get }

  /// Creates the objective; nil where the number is not accepted.
  ///
  /// - Parameter parameter: The number in the recipe; nil if there is none.
  init?(parameter: Float?)

  /// The number that belongs to the name; nil for none.
  var parameter: Float? { get }

  /// Creates the objective from what follows its name after a colon; nil where that is not accepted. A number unless stated.
  init?(text: String?)

  /// What follows the name after a colon; nil for nothing. The number unless stated.
  var text: String? { get }

  /// What an output states about each target; nil for one value, which has the shape of the target.
  var law: OutputLaw? { get }

  /// The loss of the targets that are known.
  ///
  /// - Parameters:
  ///   - output: Shape of the target, or `[batch, channel, parameter × horizon]` of a law.
  ///   - target: Shape `[batch, channel, horizon]`; carries no gradient.
  ///   - observed: 0 where a target is not known, shape of `target`; nil where all are.
  func callAsFunction(
    _ output: Tensor, _ target: Tensor, observed: Tensor?, dividingBy elementCount: Int
  ) -> Tensor

  /// The loss summed over all elements and divided by `elementCount`, shape `[]`; an element that equals its target adds
  /// nothing, neither to the loss nor to its derivatives.
  ///
  /// A part of a batch divides by the element count of the whole batch: the parts' losses and gradients then add up
  /// to those of the batch.
  ///
  /// - Parameter output: Any shape.
  /// - Parameter target: The same shape; carries no gradient.
  func callAsFunction(_ output: Tensor, _ target: Tensor, dividingBy elementCount: Int) -> Tensor

  /// The validation error that decides which epoch is best: the one that is trained for.
  func selectionError(of errors: ValidationErrors) -> Double
}

extension Objective {
  /// No number.
  public static var parameterName: String? { nil }
  /// No number.
  public var parameter: Float? { nil }
  /// The mean squared error.
  public func selectionError(of errors: ValidationErrors) -> Double { errors.mse }
  /// One value for each target.
  public var law: OutputLaw? { nil }
  /// The parameter as text.
  public var text: String? { parameter.map { "\($0)" } }

  /// With the number that the text is.
  public init?(text: String?) {
    guard let text else {
      self.init(parameter: nil)
      return
    }
    guard let number = Float(text) else { return nil }
    self.init(parameter: number)
  }

  /// Targets that are not known are replaced by the outputs: there is then no error there, and no derivative.
  public func callAsFunction(
    _ output: Tensor, _ target: Tensor, observed: Tensor?, dividingBy elementCount: Int
  ) -> Tensor {
    let completed = observed.map { choosing(target, where: $0, otherwise: output.detached()) }
    return self(output, completed ?? target, dividingBy: elementCount)
  }

  /// The mean loss over all elements, shape `[]`.
  public func callAsFunction(_ output: Tensor, _ target: Tensor) -> Tensor {
    self(output, target, dividingBy: output.count)
  }
}
