import Diagnosis
import Layers
import Platform
import Tensors
import Testing
import Training

struct HessianTests {
  private let workers = Workers(threadCount: 2)

  private func surface(_ model: Quadratic) -> LossSurface<Quadratic> {
    let n = model.w.count
    let table = Table(
      inputs: Tensor(shape: [1, 1], filledWith: 0), targets: Tensor(shape: [1, n], filledWith: 0))
    return LossSurface(of: model, on: table, at: [0], minimizing: SquaredError(), workers: workers)
  }

  /// `2 s² / n`
  @Test func theSpectrumOfAQuadraticIsFound() {
    let s: [Float] = [9, 5, 4, 2, 1, 0.5]
    let spectrum = surface(Quadratic(singularValues: s, at: [1, -1, 0.5, 2, 0.3, -0.7])).spectrum(steps: 6)
    let expected = s.map { Double($0 * $0) / 3 }
    #expect(spectrum.values.count == 6)
    for (found, value) in zip(spectrum.values, expected) {
      #expect(abs(found.value - value) < 1e-3 * expected[0], "\(found.value), \(value)")
    }
    #expect(abs(spectrum.largest - 27) < 1e-2 * 27 && spectrum.differenceError < 1e-3)
  }

  /// Fewer steps than parameters: the largest is found first, and its residual says so.
  @Test func theLargestEigenvalueComesFirst() {
    let s = (0..<40).map { $0 == 0 ? Float(20) : 1 + Float($0) / 40 }
    let model = Quadratic(singularValues: s, at: s.indices.map { Float($0 % 3) - 1 })
    let spectrum = surface(model).spectrum(steps: 12)
    #expect(spectrum.stepCount == 12)
    #expect(abs(spectrum.largest - 20) < 0.01 * 20)
    #expect(spectrum.values[0].residual < 0.2)
  }

  @Test func fewerDirectionsThanStepsEndTheProcess() {
    let spectrum = surface(Quadratic(singularValues: [3, 3, 3], at: [1, 1, 1])).spectrum(steps: 30)
    #expect(spectrum.stepCount <= 3 && abs(spectrum.largest - 6) < 0.06)
  }

  /// Of the dense Hessian in double precision: `python3 experiments/peers/hessian.py`.
  private static let dense = [
    3.029161, 1.640015, 1.188013, 0.705015, 0.441252, 0.248263, 0.053060, -0.109236, -0.220134, -0.289531,
    -0.415795, -0.708635, -0.915219,
  ]

  private var network: LossSurface<TinyNetwork> {
    let inputs = (0..<12).flatMap {
      [Mathematics.sine(1.3 * Double($0)), Mathematics.cosine(0.7 * Double($0))]
    }
    let table = Table(
      inputs: Tensor(shape: [12, 2], values: inputs.map { Float($0) }),
      targets: Tensor(shape: [12, 1], values: (0..<12).map { Float(Mathematics.sine(0.9 * Double($0))) }))
    return LossSurface(
      of: TinyNetwork(), on: table, at: Array(0..<12), minimizing: SquaredError(), workers: workers)
  }

  @Test func theSpectrumOfANetworkIsThatOfItsDenseHessian() {
    let spectrum = network.spectrum(steps: 13)
    let largest = Self.dense[0]
    for (found, expected) in zip(spectrum.values.prefix(3), Self.dense) {
      #expect(abs(found.value - expected) < 1e-2 * expected, "\(found.value), \(expected)")
    }
    #expect(abs(spectrum.smallest - Self.dense[12]) < 1e-2 * largest)
  }

  @Test func lossAndGradientAreThoseOfTheDefinition() {
    let here = network.evaluate(at: network.model.parameters)
    #expect(
      abs(here.loss - 0.785941) < 1e-5 && abs(network.loss(at: network.model.parameters) - 0.785941) < 1e-5)
    #expect(abs(globalNorm(of: here.gradient) - 1.197144) < 1e-5)
  }

  /// Along the gradient the loss rises as fast as the gradient is long.
  @Test func slicesFollowTheirDirection() {
    let slice = network.slice("ascent", along: network.ascent(), at: [-0.01, 0, 0.01])
    let slope = (slice.losses[0][2] - slice.losses[0][0]) / 0.02
    #expect(abs(slope - 1.197144) < 1e-3)
    let plane = network.slice(
      "plane", along: network.ascent(), and: network.filterNormalizedDirection(seed: 2), at: [-0.1, 0, 0.1])
    #expect(abs(plane.losses[1][1] - slice.losses[0][1]) < 1e-6)
    let line = network.slice("line", along: network.filterNormalizedDirection(seed: 2), at: [0.1])
    #expect(abs(plane.losses[2][1] - line.losses[0][0]) < 1e-6)
  }

  @Test func rowsOfARandomDirectionAreAsLongAsThoseOfTheWeights() {
    let (weights, direction) = (network.model.parameters, network.filterNormalizedDirection(seed: 1))
    for row in 0..<3 {
      let (w, d) = (weights[0].slices(row..<row + 1), direction[0].slices(row..<row + 1))
      #expect(abs(globalNorm(of: [w]) - globalNorm(of: [d])) < 1e-5)
    }
    #expect(direction[1].values == [0, 0, 0])
  }

  @Test func threadsChangeNothing() {
    let (one, three) = (Workers(threadCount: 1), Workers(threadCount: 3))
    let inputs = Tensor(shape: [2000, 2], values: (0..<4000).map { Float($0 % 17) / 17 - 0.5 })
    let table = Table(inputs: inputs, targets: Tensor(shape: [2000, 1], filledWith: 0.3))
    let gradients = [one, three].map { workers in
      let surface = LossSurface(
        of: TinyNetwork(), on: table, at: Array(0..<2000), minimizing: SquaredError(), workers: workers)
      return surface.evaluate(at: surface.model.parameters).gradient.map(\.values)
    }
    #expect(gradients[0] == gradients[1])
  }
}
