import Platform
import Tensors
import Training

/// Turns point forecasts and free numbers into the parameters of a law, in the order and within the bounds that it has.
///
/// Quantiles lie apart by steps that are positive, `s · softplus(r)` with the deviation `s` of the window's history, above and below the
/// one nearest to the median, so that they cannot cross. Deviations and scales are `s · softplus(r)`, degrees of freedom
/// `2 + softplus(r)`.
struct LawHead {
  let law: OutputLaw

  /// Free numbers of each target.
  var freeCount: Int { law.parameterCount - 1 }

  /// - Parameters:
  ///   - point: Shape `[batch, channel, horizon]`.
  ///   - free: Shape `[batch, channel, freeCount × horizon]`.
  ///   - scales: The deviation of each history, shape `[batch × channel]`.
  /// - Returns: Shape `[batch, channel, parameterCount × horizon]`.
  func callAsFunction(_ point: Tensor, _ free: Tensor, scales: Tensor) -> Tensor {
    let (horizon, count) = (point.size(ofAxis: -1), law.parameterCount)
    let (points, numbers, deviations) = (point.values, free.values, scales.values)
    var values = [Float](repeating: 0, count: points.count * count)
    // What the law's numbers grow by with the free ones, where those are steps or scales.
    var slopes = [Float](repeating: 0, count: numbers.count)
    for place in points.indices {
      let (row, step) = (place / horizon, place % horizon)
      let (start, first) = (row * count * horizon + step, row * freeCount * horizon + step)
      for index in 0..<freeCount {
        let (value, slope) = Self.softplus(numbers[first + index * horizon])
        // Degrees of freedom have no unit; the rest is in deviations of the window, never nothing.
        let scale = law == .studentT && index == 1 ? 1 : deviations[row]
        slopes[first + index * horizon] = scale * slope
        values[start + (index + (index < law.pointIndex ? 0 : 1)) * horizon] = scale * (value + 1e-3)
      }
      values[start + law.pointIndex * horizon] = points[place]
      arrange(&values, start, horizon)
    }
    let shape = [point.shape[0], point.shape[1], count * horizon]
    return Tensor(shape: shape, values: values).recorded(as: "lawHead", of: [point, free]) {
      [slopes] gradient in
      derivatives(gradient.values, slopes, pointShape: point.shape, freeShape: free.shape)
    }
  }

  /// Turns steps into quantiles, and degrees of freedom into those above 2.
  private func arrange(_ values: inout [Float], _ start: Int, _ horizon: Int) {
    switch law {
    case .gaussian: break
    case .studentT: values[start + 2 * horizon] += 2
    case .quantiles(let probabilities):
      let middle = law.pointIndex
      for index in (middle + 1)..<max(middle + 1, probabilities.count) {
        values[start + index * horizon] += values[start + (index - 1) * horizon]
      }
      for index in (0..<middle).reversed() {
        values[start + index * horizon] =
          values[start + (index + 1) * horizon] - values[start + index * horizon]
      }
    }
  }

  private func derivatives(
    _ gradient: [Float], _ slopes: [Float], pointShape: [Int], freeShape: [Int]
  ) -> [Tensor?] {
    let (horizon, count, middle) = (pointShape[2], law.parameterCount, law.pointIndex)
    var points = [Float](repeating: 0, count: pointShape.reduce(1, *))
    var free = [Float](repeating: 0, count: slopes.count)
    for place in points.indices {
      let (row, step) = (place / horizon, place % horizon)
      let (start, first) = (row * count * horizon + step, row * freeCount * horizon + step)
      guard case .quantiles = law else {
        points[place] = gradient[start]
        for index in 0..<freeCount {
          free[first + index * horizon] =
            gradient[start + (index + 1) * horizon] * slopes[first + index * horizon]
        }
        continue
      }
      // A step moves all quantiles beyond it.
      var (above, below): (Float, Float) = (0, 0)
      for index in ((middle + 1)..<max(middle + 1, count)).reversed() {
        above += gradient[start + index * horizon]
        free[first + (index - 1) * horizon] = above * slopes[first + (index - 1) * horizon]
      }
      for index in 0..<middle {
        below += gradient[start + index * horizon]
        free[first + index * horizon] = -below * slopes[first + index * horizon]
      }
      points[place] = above + below + gradient[start + middle * horizon]
    }
    return [Tensor(shape: pointShape, values: points), Tensor(shape: freeShape, values: free)]
  }

  /// `ln(1 + eˣ)` and its derivative.
  private static func softplus(_ x: Float) -> (value: Float, slope: Float) {
    if x > 20 { return (x, 1) }
    let power = Mathematics.exponential(x)
    return (Mathematics.logarithm(1 + power), power / (1 + power))
  }
}
