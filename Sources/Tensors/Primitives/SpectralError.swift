import Synchronization

/// The difference of the real Fourier transforms of forecasts and targets along the last axis: the mean length of its complex
/// entries, of which a row of `horizon` values has `horizon / 2 + 1` (FreDF, Wang et al. 2025, https://arxiv.org/abs/2402.02399).
///
/// ```swift
/// let error = SpectralError()
/// let loss = error(x, 0.5 * x, dividingBy: x.count)
/// ```
public final class SpectralError: Sendable {
  /// Transforms by the length of a row.
  private let transforms = Mutex<[Int: Tensor]>([:])

  /// Transforms are made when they are first needed.
  public init() {}

  /// The lengths summed over all rows and frequencies, divided by the frequencies of `elementCount` values, shape `[]`.
  ///
  /// An element that equals its target carries no derivative.
  ///
  /// - Parameter forecast: Any shape whose last axis is time.
  /// - Parameter target: The same shape; carries no gradient.
  public func callAsFunction(_ forecast: Tensor, _ target: Tensor, dividingBy elementCount: Int) -> Tensor {
    precondition(
      forecast.shape == target.shape, "SpectralError: forecast \(forecast.shape), target \(target.shape)")
    let horizon = forecast.shape.last ?? 1
    let (rows, bins) = (forecast.count / horizon, horizon / 2 + 1)
    let transform = transform(ofRows: horizon)
    let errors = Tensor(
      shape: [rows, horizon], values: zip(forecast.values, target.values).map(-))
    var spectrum = matmul(errors, transform).values
    var total = 0.0
    // Each entry becomes the derivative of its length: a number of length one in its direction.
    for row in 0..<rows {
      for bin in row * 2 * bins..<(row * 2 + 1) * bins {
        let (real, imaginary) = (spectrum[bin], spectrum[bin + bins])
        let length = (real * real + imaginary * imaginary).squareRoot()
        total += Double(length)
        if length > 0 { (spectrum[bin], spectrum[bin + bins]) = (real / length, imaginary / length) }
      }
    }
    let scale = Double(horizon) / (Double(bins) * Double(elementCount))
    let directions = Tensor(shape: [rows, 2 * bins], values: spectrum)
    return Tensor(Float(total * scale)).recording("spectralError", [forecast]) { gradient in
      let slopes = matmul(directions, transform.transposed()).values
      let factor = gradient.scalar * Float(scale)
      return [
        Tensor(
          shape: forecast.shape, values: zip(slopes, errors.values).map { $1 == 0 ? 0 : factor * $0 })
      ]
    }
  }

  /// Cosines of all frequencies, then their negative sines: shape `[horizon, 2 · (horizon / 2 + 1)]`.
  private func transform(ofRows horizon: Int) -> Tensor {
    transforms.withLock { known in
      if let transform = known[horizon] { return transform }
      let bins = horizon / 2 + 1
      let circle = (0..<horizon).map { sineAndCosine(2 * .pi * Double($0) / Double(horizon)) }
      var values: [Float] = []
      values.reserveCapacity(2 * horizon * bins)
      for step in 0..<horizon {
        for bin in 0..<bins { values.append(Float(circle[step * bin % horizon].cosine)) }
        for bin in 0..<bins { values.append(Float(-circle[step * bin % horizon].sine)) }
      }
      let transform = Tensor(shape: [horizon, 2 * bins], values: values)
      known[horizon] = transform
      return transform
    }
  }
}
