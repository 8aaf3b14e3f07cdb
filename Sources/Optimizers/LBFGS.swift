import Layers
import Tensors

/// Limited-memory BFGS with a line search that satisfies the strong Wolfe conditions, for smooth losses over all examples at once.
///
/// The direction is `−H g`, where H comes from the last `historySize` pairs of a step and the change of the gradient along it
/// (Nocedal and Wright 2006, algorithms 7.4, 3.5 and 3.6). The loss never rises.
///
/// ```swift
/// var model = Linear(inputSize: 3, outputSize: 1, using: &generator)
/// var optimizer = LBFGS()
/// for _ in 1...3 {
///   let loss = optimizer.step(&model) { point in
///     let (value, gradient) = valueAndGradient(at: point) { sum($0(x)) * sum($0(x)) }
///     return LossGradient(loss: Double(value.scalar), gradient: gradient)
///   }
///   print(loss)
/// }
/// ```
public struct LBFGS: Sendable {
  /// Pairs that are remembered.
  public let historySize: Int
  /// Evaluations of a line search after which its best point is taken.
  private static let mostEvaluations = 20
  /// Constants of the sufficient decrease and of the curvature.
  private static let wolfe = (decrease: 1e-4, curvature: 0.9)

  private var history: [(s: [Tensor], y: [Tensor], rho: Double)] = []
  private var last: LossGradient?

  /// - Parameter historySize: Pairs that are remembered.
  public init(historySize: Int = 10) { self.historySize = historySize }

  /// Takes one step.
  ///
  /// - Parameter evaluate: Loss and gradient at any parameters, over the same examples in every step.
  /// - Returns: The loss after the step, which is that before it where nothing lower was found.
  public mutating func step<M: Module>(_ model: inout M, evaluating evaluate: (M) -> LossGradient) -> Double {
    let here = last ?? evaluate(model)
    var direction = twoLoops(here.gradient)
    var slope = innerProduct(direction, here.gradient)
    if slope >= 0 {
      // What rounding has made of the history points upwards.
      history = []
      direction = here.gradient.map { -1 * $0 }
      slope = innerProduct(direction, here.gradient)
    }
    guard slope < 0 else {
      last = here
      return here.loss
    }
    let weights = model.parameters
    let first = history.isEmpty ? min(1, 1 / globalNorm(of: here.gradient)) : 1
    var search = LineSearch(start: here, slope: slope, wolfe: Self.wolfe)
    let found = search.run(from: first, atMost: Self.mostEvaluations) { factor in
      let there = evaluate(model.withParameters(perturbed(weights, along: direction, times: Float(factor))))
      return (there, innerProduct(there.gradient, direction))
    }
    guard let found else {
      // Nothing lower along this direction: start anew from the gradient.
      (last, history) = (here, [])
      return here.loss
    }
    model = model.withParameters(perturbed(weights, along: direction, times: Float(found.factor)))
    remember(
      direction.map { Float(found.factor) * $0 }, zip(found.there.gradient, here.gradient).map { $0 - $1 })
    last = found.there
    return found.there.loss
  }

  private mutating func remember(_ s: [Tensor], _ y: [Tensor]) {
    let curvature = innerProduct(s, y)
    guard curvature > 1e-10 * innerProduct(y, y) else { return }
    history.append((s, y, 1 / curvature))
    if history.count > historySize { history.removeFirst() }
  }

  /// `−H g`
  private func twoLoops(_ gradient: [Tensor]) -> [Tensor] {
    var q = gradient
    var alphas: [Double] = []
    for pair in history.reversed() {
      let alpha = pair.rho * innerProduct(pair.s, q)
      alphas.append(alpha)
      q = perturbed(q, along: pair.y, times: Float(-alpha))
    }
    let scale = history.last.map { 1 / ($0.rho * innerProduct($0.y, $0.y)) } ?? 1
    var r = q.map { Float(scale) * $0 }
    for (pair, alpha) in zip(history, alphas.reversed()) {
      r = perturbed(r, along: pair.s, times: Float(alpha - pair.rho * innerProduct(pair.y, r)))
    }
    return r.map { -1 * $0 }
  }
}

/// Looks for a step along a direction that satisfies the strong Wolfe conditions: first outwards, then between two steps.
private struct LineSearch {
  typealias Point = (factor: Double, there: LossGradient, slope: Double)

  let start: LossGradient
  let slope: Double
  let wolfe: (decrease: Double, curvature: Double)
  private var best: Point?

  init(start: LossGradient, slope: Double, wolfe: (decrease: Double, curvature: Double)) {
    (self.start, self.slope, self.wolfe) = (start, slope, wolfe)
  }

  /// The step, or the lowest that was found; nil if none was lower than the start.
  mutating func run(
    from first: Double, atMost limit: Int, _ evaluate: (Double) -> (LossGradient, Double)
  ) -> Point? {
    var (low, high): (Point, Double?) = ((0, start, slope), nil)
    var factor = first
    for _ in 0..<limit {
      let (there, rise) = evaluate(factor)
      let isFinite = there.loss.isFinite && rise.isFinite
      if isFinite, there.loss < (best?.there.loss ?? start.loss) { best = (factor, there, rise) }
      let isTooHigh =
        !isFinite || there.loss > start.loss + wolfe.decrease * factor * slope || there.loss >= low.there.loss
      if isTooHigh {
        high = factor
      } else if abs(rise) <= -wolfe.curvature * slope {
        return (factor, there, rise)
      } else {
        // Beyond the lowest point the way back is downwards.
        if rise * ((high ?? .infinity) - low.factor) >= 0 { high = low.factor }
        low = (factor, there, rise)
      }
      factor = high.map { (low.factor + $0) / 2 } ?? 2 * factor
    }
    return best
  }
}
