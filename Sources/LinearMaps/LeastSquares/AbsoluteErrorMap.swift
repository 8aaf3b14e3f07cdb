import Forecasting
import Tensors
import TimeSeries
import Training

/// The linear map of centred windows with the smallest absolute error, by reweighted least squares.
///
/// Minimises, for each step of the target, `Σ √(r² + ε²) + ½ λ w ‖b‖²` with ε a thousandth of the residuals of a first map and w the mean
/// of their weights, so that λ means what it means for squared errors. Every round replaces the loss by the parabola
/// `½ Σ r² / √(r₀² + ε²)` that touches it from above (Holland and Welsch 1977, https://doi.org/10.1080/03610927708827533), and goes down that
/// by a few steps of conjugate gradients with the unweighted equations as preconditioner: weights differ from step to step, so that no
/// two of them share a matrix. Windows are read from the series as they are needed.
public struct AbsoluteErrorMap: Sendable {
  private let stretches: [Stretch]
  private let lookback: Int
  private let horizon: Int

  /// Consecutive windows with what is taken out of them.
  fileprivate struct Stretch: Sendable {
    let values: [Double]
    let observed: [UInt8]?
    let count: Int
    let levels: [Double]
    let scales: [Double]
  }

  /// - Parameter targets: The target columns that share the map, counted from 0; nil for all.
  public init<Role>(of windows: Windows<Role>, targets: [Int]? = nil, _ centring: WindowCentring) {
    (lookback, horizon) = (windows.lookback, windows.horizon)
    let columns = windows.targetColumns
    stretches = (targets.map { $0.map { columns[$0] } } ?? columns).flatMap { column in
      windows.segments.map { segment in
        let stretch = WindowStretch(column, of: segment, in: windows)
        let (levels, scales) = stretch.levels(centring)
        return Stretch(
          values: stretch.values, observed: stretch.observed, count: stretch.count, levels: levels,
          scales: scales)
      }
    }
  }

  /// Residuals that a thread works on at a time.
  private static let residualLimit = 1 << 22

  /// The coefficients, `[horizon, lookback + 1]`, the offset's last.
  ///
  /// - Parameters:
  ///   - start: The map that rounds begin with, such as that of the smallest squared error.
  ///   - preconditioner: The equations of the squared error of the windows.
  ///   - ridge: In units of their mean diagonal.
  ///   - tolerance: The share of the error that a round has to gain for another to follow.
  /// - Throws: `TrainingError.interrupted`, or `.singularSystem` where the inputs depend on each other.
  public func coefficients(
    from start: [Double], preconditioner: NormalEquations, ridge: Double, tolerance: Double = 1e-6,
    workers: Workers, unless isInterrupted: () -> Bool = { false }
  ) throws(TrainingError) -> [Double] {
    guard let factor = preconditioner.factor(ridge: ridge, freeInputs: 1) else { throw .singularSystem }
    let penalty = ridge * preconditioner.meanDiagonal
    let windows = max(1, stretches.reduce(0) { $0 + $1.count })
    let share = (horizon + workers.threadCount - 1) / workers.threadCount
    let size = max(1, min(48, Self.residualLimit / windows, share))
    let firsts = Array(stride(from: 0, to: horizon, by: size))
    var found: [Double] = []
    for first in stride(from: 0, to: firsts.count, by: workers.threadCount) {
      if isInterrupted() { throw .interrupted }
      let blocks = firsts[first..<min(firsts.count, first + workers.threadCount)].map {
        $0..<min(horizon, $0 + size)
      }
      let width = lookback + 1
      found += workers.map(count: blocks.count) { index in
        var descent = AbsoluteErrorDescent(
          stretches, lookback: lookback, steps: blocks[index],
          start: Array(start[blocks[index].lowerBound * width..<blocks[index].upperBound * width]),
          factor: factor, penalty: penalty)
        return descent.run(tolerance: tolerance)
      }.flatMap(\.self)
    }
    return found
  }
}

/// The rounds for a few steps of the target; matrices are `[input, step]` and `[window, step]`.
private struct AbsoluteErrorDescent {
  private let stretches: [AbsoluteErrorMap.Stretch]
  private let lookback: Int
  private let steps: Range<Int>
  private let factor: SymmetricFactor
  /// Of each step: ε, the mean weight of the first residuals, the penalty.
  private var epsilons: [Double], meanWeights: [Double], penalties: [Double]
  private var coefficients: [Double]
  /// `y − Φ b` of each stretch, 0 where the target was not observed.
  private var residuals: [[Double]]

  private static let mostRounds = 60
  private static let stepsARound = 3

  init(
    _ stretches: [AbsoluteErrorMap.Stretch], lookback: Int, steps: Range<Int>, start: [Double],
    factor: SymmetricFactor, penalty: Double
  ) {
    (self.stretches, self.lookback, self.steps, self.factor) = (stretches, lookback, steps, factor)
    let (size, count) = (lookback + 1, steps.count)
    coefficients = (0..<size).flatMap { row in (0..<count).map { start[$0 * size + row] } }
    (epsilons, meanWeights) = (Array(repeating: 0, count: count), Array(repeating: 0, count: count))
    penalties = meanWeights
    residuals = []
    residuals = stretches.map { stretch in
      var values = applied(coefficients, to: stretch).map { -$0 }
      for window in 0..<stretch.count {
        for place in 0..<count {
          let row = lookback + steps.lowerBound + place + window
          let isObserved = stretch.observed.map { $0[row] == 1 } ?? true
          let index = window * count + place
          values[index] = isObserved ? values[index] + stretch.values[row] - stretch.levels[window] : 0
        }
      }
      return values
    }
    var (squares, counts) = (meanWeights, meanWeights)
    forEachResidual { place, residual in
      squares[place] += residual * residual
      counts[place] += 1
    }
    epsilons = zip(squares, counts).map { max(1e-3 * ($0 / max(1, $1)).squareRoot(), 1e-12) }
    var weights = meanWeights
    forEachResidual { [epsilons] place, residual in
      weights[place] += 1 / (residual * residual + epsilons[place] * epsilons[place]).squareRoot()
    }
    meanWeights = zip(weights, counts).map { $0 / max(1, $1) }
    penalties = meanWeights.map { penalty * $0 }
  }

  /// Goes down until a round gains too little; `[step, input]`.
  mutating func run(tolerance: Double) -> [Double] {
    var last = Double.infinity
    for _ in 0..<Self.mostRounds {
      let error = self.error
      if last - error <= tolerance * error { break }
      last = error
      round()
    }
    let count = steps.count
    return (0..<count).flatMap { place in (0...lookback).map { coefficients[$0 * count + place] } }
  }

  /// What is minimised, of all steps together.
  private var error: Double {
    var sum = 0.0
    forEachResidual { place, residual in
      sum += (residual * residual + epsilons[place] * epsilons[place]).squareRoot()
    }
    for index in 0..<lookback * steps.count {
      sum += 0.5 * penalties[index % steps.count] * coefficients[index] * coefficients[index]
    }
    return sum
  }

  /// A few steps of conjugate gradients down the parabola of the residuals.
  private mutating func round() {
    let weights = weights
    var gradient = gathered(zip(weights, residuals).map { zip($0, $1).map { $0 * $1 } })
    subtractPenalty(of: coefficients, from: &gradient)
    var preconditioned = solved(gradient)
    var direction = preconditioned
    var slopes = columnProducts(gradient, preconditioned)
    for _ in 0..<Self.stepsARound {
      let moved = stretches.map { applied(direction, to: $0) }
      var curved = gathered(zip(weights, moved).map { zip($0, $1).map { $0 * $1 } })
      subtractPenalty(of: direction.map { -$0 }, from: &curved)
      let lengths = zip(slopes, columnProducts(direction, curved)).map { $1 > 0 ? $0 / $1 : 0 }
      addScaled(direction, by: lengths, to: &coefficients)
      addScaled(curved, by: lengths.map { -$0 }, to: &gradient)
      for place in residuals.indices {
        addScaled(moved[place], by: lengths.map { -$0 }, to: &residuals[place])
        mask(place)
      }
      preconditioned = solved(gradient)
      let next = columnProducts(gradient, preconditioned)
      let turns = zip(next, slopes).map { $1 > 0 ? $0 / $1 : 0 }
      slopes = next
      for index in direction.indices {
        direction[index] = preconditioned[index] + turns[index % steps.count] * direction[index]
      }
    }
  }

  /// `1 / √(r² + ε²)`, 0 where the target was not observed.
  private var weights: [[Double]] {
    zip(stretches, residuals).map { stretch, residuals in
      residuals.indices.map { index in
        let (window, place) = (index / steps.count, index % steps.count)
        guard stretch.observed?[lookback + steps.lowerBound + place + window] ?? 1 == 1 else { return 0 }
        return 1 / (residuals[index] * residuals[index] + epsilons[place] * epsilons[place]).squareRoot()
      }
    }
  }

  /// Residuals of targets that were not observed stay 0.
  private mutating func mask(_ stretch: Int) {
    guard let observed = stretches[stretch].observed else { return }
    for index in residuals[stretch].indices
    where observed[lookback + steps.lowerBound + index % steps.count + index / steps.count] == 0 {
      residuals[stretch][index] = 0
    }
  }

  /// `Φ x`, shape `[window, step]`, for `x` of shape `[input, step]`: histories less their levels, and the offset.
  private func applied(_ x: [Double], to stretch: AbsoluteErrorMap.Stretch) -> [Double] {
    let count = steps.count
    var result = [Double](repeating: 0, count: stretch.count * count)
    result.addProduct(
      MatrixPart(stretch.values, rowStride: 1), MatrixPart(x, rowStride: count), rows: stretch.count,
      columns: count, depth: lookback, stride: count)
    var sums = [Double](repeating: 0, count: count)
    for index in 0..<lookback * count { sums[index % count] += x[index] }
    for window in 0..<stretch.count {
      for place in 0..<count {
        result[window * count + place] +=
          stretch.scales[window] * x[lookback * count + place] - stretch.levels[window] * sums[place]
      }
    }
    return result
  }

  /// `Φᵀ r`, shape `[input, step]`.
  private func gathered(_ weighted: [[Double]]) -> [Double] {
    let count = steps.count
    var result = [Double](repeating: 0, count: (lookback + 1) * count)
    for (stretch, r) in zip(stretches, weighted) {
      result.addProduct(
        MatrixPart(stretch.values, rowStride: 1), MatrixPart(r, rowStride: count), rows: lookback,
        columns: count, depth: stretch.count, stride: count)
      var levels = [Double](repeating: 0, count: count)
      for window in 0..<stretch.count {
        for place in 0..<count {
          levels[place] += stretch.levels[window] * r[window * count + place]
          result[lookback * count + place] += stretch.scales[window] * r[window * count + place]
        }
      }
      for index in 0..<lookback * count { result[index] -= levels[index % count] }
    }
    return result
  }

  private func subtractPenalty(of x: [Double], from result: inout [Double]) {
    for index in 0..<lookback * steps.count { result[index] -= penalties[index % steps.count] * x[index] }
  }

  /// The unweighted equations solved, brought to the mean weight of each step.
  private func solved(_ right: [Double]) -> [Double] {
    let x = factor.solving(right, columns: steps.count)
    return x.indices.map { x[$0] / meanWeights[$0 % steps.count] }
  }

  private func columnProducts(_ a: [Double], _ b: [Double]) -> [Double] {
    var products = [Double](repeating: 0, count: steps.count)
    for index in a.indices { products[index % steps.count] += a[index] * b[index] }
    return products
  }

  private func forEachResidual(_ body: (_ place: Int, _ residual: Double) -> Void) {
    for (stretch, residuals) in zip(stretches, residuals) {
      for index in residuals.indices {
        let (window, place) = (index / steps.count, index % steps.count)
        if stretch.observed?[lookback + steps.lowerBound + place + window] ?? 1 == 1 {
          body(place, residuals[index])
        }
      }
    }
  }
}

/// Adds each column of `x` by a factor of its own.
private func addScaled(_ x: [Double], by factors: [Double], to result: inout [Double]) {
  for index in x.indices { result[index] += factors[index % factors.count] * x[index] }
}
