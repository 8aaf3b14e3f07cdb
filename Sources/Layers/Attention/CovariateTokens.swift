import Tensors

/// Tokens of covariates beside those of channels, for attention over whole channels.
///
/// Each column known ahead is a token, a linear map of all its rows, those of the forecast too; all fixed columns together
/// are one more (TimeXer of Wang et al. 2024, https://arxiv.org/abs/2402.19072, §3.2, embeds each exogenous series over
/// rows of its own as a whole).
public struct CovariateTokens: Module {
  private var future: Linear?
  private var fixed: Linear?

  /// Draws the weights as PyTorch does; none where there are no covariates.
  ///
  /// - Parameter rowCount: Rows of history and forecast.
  public init(
    futureCount: Int, fixedCount: Int, rowCount: Int, size: Int, using generator: inout SeededGenerator
  ) {
    future = futureCount == 0 ? nil : Linear(inputSize: rowCount, outputSize: size, using: &generator)
    fixed = fixedCount == 0 ? nil : Linear(inputSize: fixedCount, outputSize: size, using: &generator)
  }

  /// The tokens of covariates after those of `x`.
  ///
  /// - Parameter x: Shape `[batch, token, size]`.
  /// - Parameter columns: The columns known ahead, shape `[batch, column, row]`; nil for none.
  /// - Parameter values: The fixed columns, shape `[batch, column]`; nil for none.
  /// - Returns: Shape `[batch, more tokens, size]`.
  public func callAsFunction(after x: Tensor, future columns: Tensor?, fixed values: Tensor?) -> Tensor {
    precondition(
      (future == nil || columns != nil) && (fixed == nil || values != nil),
      "CovariateTokens: covariates that the model was built for are not given")
    var all = x
    if let future, let columns { all = joiningTokens(all, future(columns)) }
    if let fixed, let values {
      let token = fixed(values)
      all = joiningTokens(all, token.reshaped(to: [token.shape[0], 1, token.shape[1]]))
    }
    return all
  }

  /// Shows every parameter in a fixed order; see ``Module``.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&future, named: "future")
    visitor.visit(&fixed, named: "fixed")
  }
}
