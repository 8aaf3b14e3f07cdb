/// What a model states about each target instead of one value: quantiles, or the parameters of a distribution.
///
/// The numbers of a target lie `horizon` apart: an output has the shape `[batch, channel, parameter × horizon]`.
public enum OutputLaw: Sendable, Equatable {
  /// What the target stays below with some probabilities, ascending.
  case quantiles([Float])
  /// Mean and deviation of a normal distribution.
  case gaussian
  /// Location, scale and degrees of freedom of Student's t distribution.
  case studentT

  /// Numbers that are stated about each target.
  public var parameterCount: Int {
    switch self {
    case .quantiles(let probabilities): probabilities.count
    case .gaussian: 2
    case .studentT: 3
    }
  }

  /// Which of the numbers is the point forecast: the quantile nearest to the median, or the mean.
  public var pointIndex: Int {
    guard case .quantiles(let probabilities) = self else { return 0 }
    let distances = probabilities.map { ($0 - 0.5).magnitude }
    return distances.indices.min { distances[$0] < distances[$1] } ?? 0
  }
}
