import Layers
import Optimizers
import Tensors
import Testing

/// `½ wᵀ C w` with a diagonal C: its gradient is `C w`.
struct Bowl: Module {
  var w: Tensor
  static let curvature = Tensor(shape: [3], values: [1, 4, 0.25])

  static let start = Bowl(w: Tensor(shape: [3], values: [1, -2, 3]))

  mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&w, named: "w")
  }

  func loss() -> Tensor { 0.5 * sum(Self.curvature * w * w) }
}

struct SAMTests {
  private func slope(_ w: [Float]) -> [Float] { zip(Bowl.curvature.values, w).map { $0 * $1 } }
  private func norm(_ v: [Float]) -> Float { v.reduce(0) { $0 + $1 * $1 }.squareRoot() }

  @Test func aStepUsesTheGradientAtTheSummit() {
    var bowl = Bowl.start
    var sam = SAM(SGD(learningRate: 0.1), rho: 0.5)
    let w = bowl.w.values
    let loss = sam.step(&bowl) { $0.loss() }
    let g = slope(w)
    let summit = zip(w, g).map { $0 + 0.5 * $1 / norm(g) }
    let expected = zip(w, slope(summit)).map { $0 - 0.1 * $1 }
    #expect(zip(bowl.w.values, expected).allSatisfy { abs($0 - $1) < 1e-6 })
    #expect(abs(loss - Double(Bowl.start.loss().scalar)) < 1e-5)
  }

  @Test func theSummitIsRhoAwayAndTheBatchIsEvaluatedTwice() {
    var bowl = Bowl.start
    var points: [[Float]] = []
    var sam = SAM(SGD(learningRate: 0.1), rho: 0.7)
    _ = sam.step(&bowl) { point in
      points.append(point.w.values)
      return point.loss()
    }
    #expect(points.count == 2)
    #expect(points[0] == Bowl.start.w.values)
    #expect(abs(norm(zip(points[1], points[0]).map { $0 - $1 }) - 0.7) < 1e-6)
  }

  @Test func anAdaptiveSummitIsScaledByTheWeights() {
    var bowl = Bowl.start
    var summit: [Float] = []
    var asam = SAM(SGD(learningRate: 0.1), rho: 0.7, isAdaptive: true)
    _ = asam.step(&bowl) { point in
      summit = point.w.values
      return point.loss()
    }
    let (w, g) = (Bowl.start.w.values, slope(Bowl.start.w.values))
    let length = norm(zip(w, g).map { $0 * $1 })
    let expected = zip(w, g).map { $0 + 0.7 * $0 * $0 * $1 / length }
    #expect(zip(summit, expected).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  @Test func rhoZeroIsTheBaseOptimizerBitForBit() {
    var (plain, wrapped) = (Bowl.start, Bowl.start)
    var (adam, sam) = (Adam(learningRate: 0.1), SAM(Adam(learningRate: 0.1), rho: 0))
    for _ in 0..<5 {
      _ = adam.step(&plain) { $0.loss() }
      _ = sam.step(&wrapped) { $0.loss() }
    }
    #expect(plain.w.values == wrapped.w.values)
  }

  @Test func aZeroGradientMovesNothing() {
    var bowl = Bowl(w: Tensor(shape: [3], filledWith: 0))
    var sam = SAM(SGD(learningRate: 0.1), rho: 0.5)
    _ = sam.step(&bowl) { $0.loss() }
    #expect(bowl.w.values == [0, 0, 0])
  }
}

struct BaseOptimizerTests {
  @Test func momentumAccumulates() {
    var bowl = Bowl.start
    var sgd = SGD(learningRate: 0.1, momentum: 0.9)
    sgd.update(&bowl, along: [Tensor(shape: [3], values: [1, 0, 0])])
    sgd.update(&bowl, along: [Tensor(shape: [3], values: [1, 0, 0])])
    #expect(abs(bowl.w.values[0] - (1 - 0.1 - 0.19)) < 1e-6)
  }

  @Test func theFirstAdamStepIsTheLearningRate() {
    var bowl = Bowl.start
    var adam = Adam(learningRate: 0.01)
    adam.update(&bowl, along: [Tensor(shape: [3], values: [5, -0.1, 0])])
    let moved = zip(bowl.w.values, Bowl.start.w.values).map { $0 - $1 }
    #expect(abs(moved[0] + 0.01) < 1e-6 && abs(moved[1] - 0.01) < 1e-6 && moved[2] == 0)
  }

  @Test func decoupledDecayShrinksWithoutGradient() {
    var bowl = Bowl.start
    var adamW = AdamW(learningRate: 0.1, settings: AdamSettings(weightDecay: 0.5))
    adamW.update(&bowl, along: [Tensor(shape: [3], filledWith: 0)])
    #expect(zip(bowl.w.values, Bowl.start.w.values).allSatisfy { abs($0 - 0.95 * $1) < 1e-6 })
  }

  @Test func clippingShortensLongGradientsOnly() {
    var (clipped, plain, short) = (Bowl.start, Bowl.start, Bowl.start)
    let long = [Tensor(shape: [3], values: [3, 4, 0])]
    var clipping = GradientClipping(SGD(learningRate: 1), limit: 1)
    clipping.update(&clipped, along: long)
    #expect(abs(clipped.w.values[0] - 0.4) < 1e-6 && abs(clipped.w.values[1] + 2.8) < 1e-6)
    var (sgd, loose) = (SGD(learningRate: 1), GradientClipping(SGD(learningRate: 1), limit: 9))
    sgd.update(&plain, along: long)
    loose.update(&short, along: long)
    #expect(plain.w.values == short.w.values)
  }

  @Test func aStateContinuesARunBitForBit() {
    var (whole, first) = (Bowl.start, Bowl.start)
    var (adam, before) = (Adam(learningRate: 0.1), Adam(learningRate: 0.1))
    for _ in 0..<6 { _ = adam.step(&whole) { $0.loss() } }
    for _ in 0..<3 { _ = before.step(&first) { $0.loss() } }
    var after = Adam(learningRate: 0.1)
    after.state = before.state
    for _ in 0..<3 { _ = after.step(&first) { $0.loss() } }
    #expect(whole.w.values == first.w.values)
  }
}
