import Tensors
import Testing

/// Expects the derivatives of `function` at `points` to agree with central differences.
///
/// The result is contracted with fixed numbers, so that every output element counts with another weight.
func expectGradients(
  of function: ([Tensor]) -> Tensor, at points: [Tensor], step: Float = 1e-2, tolerance: Float = 2e-2,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  func contracted(_ points: [Tensor]) -> Tensor {
    let result = function(points)
    let weights = (0..<result.count).map { place -> Float in Float((place * 7 + 3) % 11) / 11 - 0.4 }
    return sum(result * Tensor(shape: result.shape, values: weights))
  }
  let watched = points.map { $0.watched() }
  let gradients = gradient(of: contracted(watched), at: watched)
  for (index, point) in points.enumerated() {
    let numeric = point.values.indices.map { element in
      func value(_ change: Float) -> Float {
        var moved = points
        var values = point.values
        values[element] += change
        moved[index] = Tensor(shape: point.shape, values: values)
        return contracted(moved).scalar
      }
      return (value(step) - value(-step)) / (2 * step)
    }
    let scale = max(1, numeric.map(abs).max() ?? 0)
    for (ours, reference) in zip(gradients[index].values, numeric) {
      #expect(
        abs(ours - reference) <= tolerance * scale, "input \(index): \(ours) for \(reference)",
        sourceLocation: sourceLocation)
    }
  }
}

/// A tensor of fixed numbers between -1 and 1 without a pattern.
func sample(_ shape: [Int], seed: UInt64 = 1) -> Tensor {
  var generator = SeededGenerator(seed: seed)
  return Tensor(shape: shape, values: (0..<shape.reduce(1, *)).map { _ in generator.uniform(in: -1..<1) })
}

/// Expects two tensors to agree to `tolerance`, element by element.
func expectEqual(
  _ a: Tensor, _ b: Tensor, within tolerance: Float = 1e-5, sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(a.shape == b.shape, sourceLocation: sourceLocation)
  let distances = zip(a.values, b.values).map { abs($0 - $1) }
  // A distance that is no number is no agreement.
  #expect(
    distances.allSatisfy { $0 <= tolerance }, "off by \(distances.max() ?? 0)", sourceLocation: sourceLocation
  )
}
