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
  func parameters(around points: [Float], later rows: Int) -> [Float] {
    (0..<law.parameterCount).flatMap { parameter in
      points.indices.map { step in
        let later = step + rows
        let value = values[parameter * horizon + min(later, horizon - 1)]
        switch (law, parameter) {
        case (.quantiles, _), (_, 0): return points[step] + value * factor(step, to: later)
        // Degrees of freedom have no unit.
        case (.studentT, 2): return value
        default: return value * factor(step, to: later)
        }
      }
    }
  }

  /// What makes the law of a later step, or of the last one known, that of the later step: at least as wide as those of all steps on the
  /// way, which are learnt each by itself, so that no row more that is missing makes a forecast surer.
  private func factor(_ step: Int, to later: Int) -> Float {
    let last = min(later, horizon - 1)
    let own =
      width(last) * (later > last ? LaterSteps.growth(to: later, horizon: horizon, width: width) : 1)
    guard width(last) > 0 else { return 1 }
    return Float((step...last).reduce(own) { max($0, width($1)) } / width(last))
  }

  /// How far the outermost quantiles of a step lie apart; of a law with a scale its scale, with Student's tails.
  private func width(_ step: Int) -> Double {
    switch law {
    case .quantiles: return Double(values[(law.parameterCount - 1) * horizon + step] - values[step])
    case .gaussian: return Double(values[horizon + step])
    case .studentT:
      let degrees = Double(values[2 * horizon + step])
      return Double(values[horizon + step]) * StudentDistribution.quantile(0.9, degrees: degrees)
    }
  }
}
