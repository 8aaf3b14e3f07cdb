import Layers
import Persistence
import Tensors
import Training

/// The loss along a line or over a plane of directions from the parameters of a model.
public struct LossSlice: Sendable, Equatable {
  /// What is moved along.
  public let name: String
  /// How far along the first direction.
  public let factors: [Double]
  /// How far along the second direction; one zero for a line.
  public let secondFactors: [Double]
  /// Shape `[secondFactor, factor]`.
  public let losses: [[Double]]

  /// The slice by name.
  public var json: JSONValue {
    [
      "direction": .string(name), "factors": .array(factors.map { .number($0) }),
      "second_factors": secondFactors == [0] ? .null : .array(secondFactors.map { .number($0) }),
      "losses": secondFactors == [0]
        ? .array(losses[0].map { .number($0) })
        : .array(losses.map { row in .array(row.map { .number($0) }) }),
    ]
  }
}

extension LossSurface {
  /// The direction that SAM climbs along: the gradient, with the length 1.
  public func ascent() -> [Tensor] { evaluate(at: model.parameters).gradient.normalized }

  /// A random direction whose rows are as long as those of the weights, zero for parameters of one axis: distances then mean the
  /// same in models of different scales (filter normalisation of Li et al. 2018, https://arxiv.org/abs/1712.09913, §4).
  public func filterNormalizedDirection(seed: UInt64) -> [Tensor] {
    var generator = SeededGenerator(seed: seed)
    return model.parameters.map { weight in
      let drawn = (0..<weight.count).map { _ in generator.normal() }
      guard weight.shape.count > 1 else { return Tensor(shape: weight.shape, filledWith: 0) }
      let (width, values) = (weight.size(ofAxis: -1), weight.values)
      var direction = drawn
      for first in stride(from: 0, to: values.count, by: max(1, width)) {
        let row = first..<first + width
        func length(_ values: [Float]) -> Float {
          row.reduce(0) { $0 + values[$1] * values[$1] }.squareRoot()
        }
        let factor = length(values) / max(length(drawn), .leastNormalMagnitude)
        for index in row { direction[index] *= factor }
      }
      return Tensor(shape: weight.shape, values: direction)
    }
  }

  /// The loss along one direction.
  public func slice(_ name: String, along direction: [Tensor], at factors: [Double]) -> LossSlice {
    let weights = model.parameters
    let losses = factors.map { loss(at: perturbed(weights, along: direction, times: Float($0))) }
    return LossSlice(name: name, factors: factors, secondFactors: [0], losses: [losses])
  }

  /// The loss over the plane of two directions.
  public func slice(
    _ name: String, along first: [Tensor], and second: [Tensor], at factors: [Double]
  ) -> LossSlice {
    let weights = model.parameters
    let losses = factors.map { y in
      let row = perturbed(weights, along: second, times: Float(y))
      return factors.map { loss(at: perturbed(row, along: first, times: Float($0))) }
    }
    return LossSlice(name: name, factors: factors, secondFactors: factors, losses: losses)
  }
}
