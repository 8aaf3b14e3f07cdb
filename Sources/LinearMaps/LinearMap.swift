/// A linear map of the last rows of a history and a constant, in double precision.
struct LinearMap: Sendable {
  /// Rows of history.
  let size: Int
  /// Shape `[size, horizon]`.
  private(set) var weights: [Double]
  /// Shape `[horizon]`.
  private(set) var bias: [Double]
  /// The penalty that the inputs needed where the one that was asked for was too small; 0 where it was not.
  var raisedRidge = 0.0

  init(size: Int, weights: [Double], bias: [Double]) {
    (self.size, self.weights, self.bias) = (size, weights, bias)
  }

  /// The map that forecasts 0.
  init(size: Int, horizon: Int) {
    self.init(
      size: size, weights: Array(repeating: 0, count: size * horizon),
      bias: Array(repeating: 0, count: horizon))
  }

  private var horizon: Int { bias.count }

  /// Adds the mean of the last `count` rows to the forecast of `x − mean`, less what the map makes of the mean.
  mutating func fold(centring count: Int) {
    guard count > 0 else { return }
    var shares = [Double](repeating: 1, count: horizon)
    for row in 0..<size {
      for step in 0..<horizon { shares[step] -= weights[row * horizon + step] }
    }
    for row in size - count..<size {
      for step in 0..<horizon { weights[row * horizon + step] += shares[step] / Double(count) }
    }
  }

  /// Adds `share` of another map, of no more rows.
  mutating func add(_ other: LinearMap, share: Double) {
    let start = (size - other.size) * horizon
    for index in other.weights.indices { weights[start + index] += share * other.weights[index] }
    for step in bias.indices { bias[step] += share * other.bias[step] }
    raisedRidge = max(raisedRidge, other.raisedRidge)
  }

  /// Adds `share` of a candidate that is fitted to nothing but a mean.
  mutating func add(_ candidate: Candidate, trainingMean: Double, share: Double) {
    switch candidate.kind {
    case .map: preconditionFailure("LinearMap: \(candidate) has to be fitted")
    case .trainingMean: for step in bias.indices { bias[step] += share * trainingMean }
    case .mean(let rows):
      for index in (size - rows) * horizon..<size * horizon { weights[index] += share / Double(rows) }
    case .season(let rows):
      for step in 0..<horizon { weights[(size - rows + step % rows) * horizon + step] += share }
    }
  }

  /// The weights as a model file keeps them, `[horizon, size]`.
  var transposedWeights: [Float] {
    var result = [Float](repeating: 0, count: weights.count)
    for row in 0..<size {
      for step in 0..<horizon { result[step * size + row] = Float(weights[row * horizon + step]) }
    }
    return result
  }
}
