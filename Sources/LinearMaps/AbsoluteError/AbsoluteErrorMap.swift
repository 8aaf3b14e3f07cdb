import Forecasting
import LeastSquares
import Tensors
import TimeSeries
import Training

/// The linear map of centred windows with the smallest absolute error.
///
/// Minimises, for each step of the target, `Σ √(r² + ε²) + ½ λ w ‖b‖²` with ε a thousandth of the residuals of a first map and w the mean
/// of their weights `1 / √(r² + ε²)`, so that λ means about what it means for squared errors; see `AbsoluteErrorDescent` for how.
///
/// Where residuals near 0 make w so large that the map has a larger absolute error than the first one, λ is smaller at that step: the
/// penalty may keep a map from gaining, but not make it worse than the one of the smallest squared error.
public struct AbsoluteErrorMap: Sendable {
  private let examples: WindowExamples

  /// - Parameters:
  ///   - targets: The target columns that share the map, counted from 0; nil for all.
  ///   - harmonics: Of the calendar that the windows have; nil for none.
  public init<Role>(
    of windows: Windows<Role>, targets: [Int]? = nil, _ centring: WindowCentring,
    harmonics: CalendarHarmonics? = nil
  ) {
    examples = WindowExamples(of: windows, targets: targets, centring, harmonics: harmonics)
  }

  /// What the coefficients are drawn to, in units of the mean diagonal of the equations.
  public struct Penalty: Sendable {
    let ridge: Double
    let shrinkage: Double
    let prior: [Double]?

    /// - Parameters:
    ///   - ridge: How strongly they are drawn to 0.
    ///   - shrinkage: How strongly they are drawn to `prior`.
    ///   - prior: Shape `[horizon, input]`; nil for 0.
    public init(ridge: Double, shrinkage: Double = 0, towards prior: [Double]? = nil) {
      (self.ridge, self.shrinkage, self.prior) = (ridge, shrinkage, prior)
    }

    /// A share of it, around the same centre.
    func scaled(by share: Double) -> Penalty {
      Penalty(ridge: share * ridge, shrinkage: share * shrinkage, towards: prior)
    }

    /// The sum of the two.
    var total: Double { ridge + shrinkage }

    /// Where the sum of the two is smallest, at some places; nil for 0.
    func centre(_ places: Range<Int>) -> [Double]? {
      prior.map { $0[places].map { $0 * shrinkage / total } }
    }
  }

  /// Steps that are fitted together, residuals that a thread works on, numbers of its factors.
  private static let (stepLimit, residualLimit, factorLimit) = (24, 1 << 23, 1 << 23)
  /// Shares of the penalty, tried in turn. One of 1/1000 has been needed where residuals are but what the penalty leaves.
  private static let strengths = [1, 0.1, 0.01, 1e-3, 1e-4, 1e-5]

  /// The coefficients, `[horizon, input]`, the offset's last.
  ///
  /// - Parameters:
  ///   - start: The map that descent begins with, such as that of the smallest squared error.
  ///   - equations: Those of the squared error of the same windows: one for all steps, or that of each.
  /// - Throws: `TrainingError.interrupted`, or `.singularSystem` where the inputs depend on each other.
  public func coefficients(
    from start: [Double], equations: StepEquations, _ penalty: Penalty, workers: Workers,
    unless isInterrupted: () -> Bool = { false }
  ) throws(TrainingError) -> [Double] {
    let size = examples.inputCount
    precondition(start.count == size * examples.horizon, "coefficients: \(start.count) values")
    let blocks = blocks(isShared: equations.isShared)
    var found: [Double] = []
    for first in stride(from: 0, to: blocks.count, by: workers.threadCount) {
      if isInterrupted() { throw .interrupted }
      let count = min(workers.threadCount, blocks.count - first)
      let solved = workers.map(count: count) { index in
        descended(from: start, blocks[first + index], equations, penalty)
      }
      for block in solved {
        guard let block else { throw .singularSystem }
        found += block
      }
    }
    return found
  }

  /// The coefficients of a few steps, each with as much of the penalty as leaves its absolute error no larger than that of the start.
  ///
  /// - Returns: nil where the inputs depend on each other.
  private func descended(
    from start: [Double], _ steps: Range<Int>, _ equations: StepEquations, _ penalty: Penalty
  ) -> [Double]? {
    let size = examples.inputCount
    var found = Array(start[steps.lowerBound * size..<steps.upperBound * size])
    var open = Array(steps)
    for strength in Self.strengths {
      guard let first = open.first, let last = open.last else { break }
      let tried = first..<last + 1
      let rows = tried.lowerBound * size..<tried.upperBound * size
      guard let metrics = equations.metrics(tried, penalty.scaled(by: strength)) else {
        if strength == 1 { return nil }
        break
      }
      var descent = AbsoluteErrorDescent(
        examples, tried, from: Array(start[rows]), metrics, centre: penalty.centre(rows))
      let before = descent.absoluteErrors
      let coefficients = descent.run()
      let after = descent.absoluteErrors
      open.removeAll { step in
        let place = step - first
        guard after[place] <= before[place] else { return false }
        let target = (step - steps.lowerBound) * size
        found.replaceSubrange(
          target..<target + size, with: coefficients[place * size..<(place + 1) * size])
        return true
      }
    }
    return found
  }

  /// Steps that are fitted together. They do not depend on the number of threads: where they end shows in the result.
  private func blocks(isShared: Bool) -> [Range<Int>] {
    let size = examples.inputCount
    let residuals = max(8, Self.residualLimit / max(1, examples.windowCount))
    let factors = isShared ? Self.stepLimit : Self.factorLimit / (size * size)
    let most = max(1, min(Self.stepLimit, residuals, factors))
    // Vectors hold eight steps, or a power of two times as many or as few: others leave some of them empty.
    let width = most < 8 ? most : most / 8 * 8
    return stride(from: 0, to: examples.horizon, by: width).map {
      $0..<min(examples.horizon, $0 + width)
    }
  }
}

/// The least squares equations of the steps of a target.
public enum StepEquations: Sendable {
  /// The same inputs at every step.
  case shared(NormalEquations)
  /// Those of each step, made as they are needed.
  case each(@Sendable (_ step: Int) -> NormalEquations)

  fileprivate var isShared: Bool { if case .shared = self { true } else { false } }

  /// One for all steps, or that of each; nil where the inputs depend on each other.
  fileprivate func metrics(
    _ steps: Range<Int>, _ penalty: AbsoluteErrorMap.Penalty
  ) -> [AbsoluteErrorDescent.Metric]? {
    var metrics: [AbsoluteErrorDescent.Metric] = []
    for step in isShared ? steps.prefix(1) : steps {
      let equations =
        switch self {
        case .shared(let equations): equations
        case .each(let make): make(step)
        }
      guard let metric = AbsoluteErrorDescent.Metric(equations, penalty) else { return nil }
      metrics.append(metric)
    }
    return metrics
  }
}
