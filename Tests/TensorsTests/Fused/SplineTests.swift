import Tensors
import Testing

struct SplineTests {
  private let even = Tensor(shape: [1, 12], values: (0..<12).map { Float($0) / 2 - 3 })
  private let uneven = Tensor(
    shape: [2, 10],
    values: [-3, -2.5, -1, -0.9, 0, 0.2, 1, 1.5, 3, 4] + (0..<10).map { Float($0 * $0) / 10 - 4 })

  @Test func basesAreThoseOfTheRecursion() {
    // Points inside, on a knot, at both ends and outside.
    let x = Tensor(shape: [9, 1], values: [-3, -2.9, -1.7, 0, 0.31, 0.5, 2.49, 2.5, 7])
    expectEqual(cubicSplineBases(x, knots: even), recursive(x, even))
    let points = sample([21, 2]) + sample([21, 2], seed: 4) + sample([21, 2], seed: 5)
    expectEqual(cubicSplineBases(points, knots: uneven), recursive(points, uneven))
    let many = Tensor(
      shape: [19, 12], values: Array(repeating: even.values.map { $0 }, count: 19).flatMap(\.self))
    expectEqual(cubicSplineBases(sample([3, 19]), knots: many), recursive(sample([3, 19]), many))
  }

  @Test func basesAddUpToOneBetweenTheInnerKnots() {
    let x = Tensor(shape: [25, 1], values: (0..<25).map { Float($0) / 10 - 1.5 })
    let bases = cubicSplineBases(x, knots: even).values
    for row in 0..<25 {
      let total: Float = bases[row * 8..<(row + 1) * 8].reduce(0, +)
      #expect(abs(total - 1) < 1e-5)
    }
  }

  @Test func basesHaveTheirDerivative() {
    expectGradients(of: { cubicSplineBases($0[0], knots: uneven) }, at: [sample([5, 2])])
  }

  /// Cox–de Boor as it is written.
  private func recursive(_ x: Tensor, _ knots: Tensor) -> Tensor {
    let (inputs, count) = (knots.shape[0], knots.shape[1])
    var result: [Float] = []
    for (index, point) in x.values.enumerated() {
      let t = Array(knots.values[index % inputs * count..<(index % inputs + 1) * count])
      func basis(_ m: Int, _ order: Int) -> Float {
        if order == 0 { return t[m] <= point && point < t[m + 1] ? 1 : 0 }
        return (point - t[m]) / (t[m + order] - t[m]) * basis(m, order - 1)
          + (t[m + order + 1] - point) / (t[m + order + 1] - t[m + 1]) * basis(m + 1, order - 1)
      }
      result += (0..<count - 4).map { basis($0, 3) }
    }
    return Tensor(shape: x.shape + [count - 4], values: result)
  }
}
