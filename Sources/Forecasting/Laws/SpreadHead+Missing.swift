import LocalModels
import Tensors
import Training

extension SpreadHead {
  /// What is stated about targets behind missing rows: the spread of so many steps later, as it is stated from the history that ends with
  /// the last value. A history that was filled up looks short and calm, and the law of it is.
  ///
  /// - Parameter stated: Of whole histories, shape `[batch, channel, parameter × horizon]`.
  /// - Returns: The same with the law around the same forecast where the last rows of a channel are missing, beyond those that are usual.
  func behindMissingRows(_ stated: Tensor, of batch: Batch) -> Tensor {
    let (channelCount, lookback) = (stated.shape[1], batch.history.size(ofAxis: -1))
    let horizon = stated.shape[2] / law.parameterCount
    let places = (0..<batch.count * channelCount).compactMap { row -> (row: Int, missing: Int)? in
      let missing = batch.staleRowCount(ofChannel: row % channelCount, window: row / channelCount)
      return missing > 0 ? (row, missing) : nil
    }
    guard let units = batch.units, !places.isEmpty, law.parameterCount > 1 else { return stated }
    let earlier = places.map { row, missing in
      units.earlierHistory(row % channelCount, at: batch.origins[row / channelCount], by: missing)
    }
    let shape = [places.count, 1, lookback]
    let spreads = self(
      Tensor(shape: [places.count, 1, horizon], filledWith: 0),
      history: Tensor(shape: shape, values: earlier.flatMap(\.values)),
      observed: Tensor(shape: shape, values: earlier.flatMap(\.observed))
    ).values
    var values = stated.values
    let size = stated.shape[2]
    for (index, place) in places.enumerated() {
      let own = LaterLaw(law, Array(spreads[index * size..<(index + 1) * size]))
      let points = Array(
        values[
          place.row * size + law.pointIndex * horizon..<place.row * size + (law.pointIndex + 1) * horizon])
      values.replaceSubrange(
        place.row * size..<(place.row + 1) * size, with: own.parameters(around: points, later: place.missing))
    }
    return Tensor(shape: stated.shape, values: values)
  }
}

/// The law of a target around zero, whose later steps are wanted.
private struct LaterLaw {
  let law: OutputLaw
  /// Shape `[parameter, step]`.
  let values: [Float]
  private let horizon: Int

  init(_ law: OutputLaw, _ values: [Float]) {
    (self.law, self.values, horizon) = (law, values, values.count / law.parameterCount)
  }

  /// The parameters around forecasts, of steps that are counted from so many rows before them.
  ///
  /// Steps are learnt each by itself. That of a later one is as wide as the widest on the way to it, at every probability, so that no row
  /// more that is missing makes a forecast surer; behind the last step known it grows.
  func parameters(around points: [Float], later rows: Int) -> [Float] {
    let growths = points.indices.map { step -> Float in
      let later = step + rows
      return later < horizon ? 1 : Float(LaterSteps.growth(to: later, horizon: horizon, width: width))
    }
    return (0..<law.parameterCount).flatMap { parameter in
      points.indices.map { step in
        let way = (step...min(step + rows, horizon - 1)).lazy.map { values[parameter * horizon + $0] }
        switch (law, parameter) {
        case (.quantiles, _), (_, 0):
          return points[step] + growths[step] * way.reduce(0) { $1.magnitude > $0.magnitude ? $1 : $0 }
        // Degrees of freedom have no unit; the fewer, the heavier the tails.
        case (.studentT, 2): return way.reduce(.infinity) { min($0, $1) }
        default: return growths[step] * way.reduce(0) { max($0, $1) }
        }
      }
    }
  }

  /// How far the outermost quantiles of a step lie apart; of a law with a scale its scale.
  private func width(_ step: Int) -> Double {
    guard case .quantiles = law else { return Double(values[horizon + step]) }
    return Double(values[(law.parameterCount - 1) * horizon + step] - values[step])
  }
}
