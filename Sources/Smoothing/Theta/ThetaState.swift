/// The state of a Theta model after some rows: level, and the line that is fitted to them.
///
/// Fiorucci, Pellegrini, Louzada, Petropoulos, Koehler 2016. The next row's mean is
/// μ = l + κ(w^t A + (1 − w^{t+1})/α · B) with κ = 1 − 1/θ, w = 1 − α; a dynamic model estimates A and B anew with each row.
package struct ThetaState: Sendable, Equatable {
  /// α, the smoothing parameter.
  package let alpha: Double
  /// κ = 1 − 1/θ, the weight of the line.
  package let lineWeight: Double
  /// Whether the line follows the rows.
  package let isDynamic: Bool
  /// The number of rows t so far.
  package private(set) var count: Double
  /// The smoothed level l_t.
  package private(set) var level: Double
  /// The intercept of the line, A.
  package private(set) var intercept: Double
  /// The slope of the line, B.
  package private(set) var slope: Double
  /// The mean of the rows so far.
  package private(set) var mean: Double
  /// w^t.
  private var decay: Double

  /// The state before the first row; a static model's line is known from the start.
  package init(
    alpha: Double, lineWeight: Double, level: Double, line: (intercept: Double, slope: Double)?
  ) {
    self.alpha = alpha
    self.lineWeight = lineWeight
    self.level = level
    isDynamic = line == nil
    intercept = line?.intercept ?? 0
    slope = line?.slope ?? 0
    count = 0
    mean = 0
    decay = 1
  }

  /// Restores a state from `numbers`.
  package init(_ numbers: [Double]) {
    alpha = numbers[0]
    lineWeight = numbers[1]
    isDynamic = numbers[2] == 1
    count = numbers[3]
    level = numbers[4]
    intercept = numbers[5]
    slope = numbers[6]
    mean = numbers[7]
    decay = numbers[8]
  }

  /// What restores the state.
  package var numbers: [Double] {
    [alpha, lineWeight, isDynamic ? 1 : 0, count, level, intercept, slope, mean, decay]
  }

  /// The mean of the next row; that of a dynamic model's first row is the row itself.
  package var next: Double {
    let w = 1 - alpha
    return level + lineWeight * (decay * intercept + (1 - decay * w) / alpha * slope)
  }

  /// Moves on by a row.
  package mutating func update(with value: Double) {
    count += 1
    let w = 1 - alpha
    level = alpha * value + w * level
    decay *= w
    guard isDynamic else { return }
    let former = mean
    mean += (value - mean) / count
    if count == 1 {
      slope = 0
    } else {
      slope = ((count - 2) * slope + 6 * (value - former) / count) / (count + 1)
    }
    intercept = mean - (count + 1) * slope / 2
  }

  /// The change of the next states for a row higher by 1: the recursion is linear, so a state of zeros carries it.
  package func impulse(after steps: Int) -> ThetaState {
    var state = self
    state.level = 0
    state.intercept = 0
    state.slope = 0
    state.mean = 0
    for _ in 0..<steps {
      state.count += 1
      state.decay *= 1 - alpha
    }
    state.update(with: 1)
    return state
  }
}
