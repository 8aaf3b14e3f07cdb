import Layers
import Optimizers
import Tensors
import Testing

/// `(1 − a)² + 100 (b − a²)²`, whose minimum at (1, 1) lies in a bent valley.
private struct Rosenbrock: Module {
  var w = Tensor(shape: [2], values: [-1.2, 1])

  mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&w, named: "w")
  }

  /// Loss and gradient by hand.
  var evaluated: LossGradient {
    let (a, b) = (Double(w.values[0]), Double(w.values[1]))
    let loss = (1 - a) * (1 - a) + 100 * (b - a * a) * (b - a * a)
    let slopes = [-2 * (1 - a) - 400 * a * (b - a * a), 200 * (b - a * a)]
    return LossGradient(loss: loss, gradient: [Tensor(shape: [2], values: slopes.map { Float($0) })])
  }
}

struct LBFGSTests {
  @Test func aQuadraticIsSolvedInFewSteps() {
    var (bowl, optimizer) = (Bowl.start, LBFGS())
    for _ in 0..<12 {
      _ = optimizer.step(&bowl) { bowl in
        let (value, gradient) = valueAndGradient(at: bowl) { $0.loss() }
        return LossGradient(loss: Double(value.scalar), gradient: gradient)
      }
    }
    #expect(bowl.w.values.allSatisfy { abs($0) < 1e-3 }, "\(bowl.w.values)")
  }

  @Test func aBentValleyIsFollowedToItsEnd() {
    var (model, optimizer) = (Rosenbrock(), LBFGS())
    var losses: [Double] = [model.evaluated.loss]
    for _ in 0..<60 { losses.append(optimizer.step(&model) { $0.evaluated }) }
    #expect(zip(losses, losses.dropFirst()).allSatisfy { $1 <= $0 })
    #expect(model.w.values.allSatisfy { abs($0 - 1) < 1e-2 }, "\(model.w.values)")
  }

  @Test func aMinimumIsNotLeft() {
    var model = Rosenbrock()
    model.w = Tensor(shape: [2], values: [1, 1])
    var optimizer = LBFGS()
    for _ in 0..<3 { #expect(optimizer.step(&model) { $0.evaluated } == 0) }
    #expect(model.w.values == [1, 1])
  }
}
