import LocalModels

/// A fitted model of the optimised and dynamic Theta family.
///
/// The variance of step k is σ²(1 + Σψ²), ψ the change of its mean for a row i < k steps ahead that is higher by 1; σ² the variance of the
/// errors from the fourth row on. Means and widths of a multiplicative season are multiplied by its index.
public struct ThetaFit: FittedLocalModel {
  /// The name of the model.
  public let name: String
  /// Remarks on the fit.
  public var notes: [FitNote] = []
  /// The mean squared error from the fourth row on, without season.
  public let meanSquare: Double
  private let variance: Double?
  private let initialLevel: Double
  private let adjustment: SeasonalAdjustment
  private var current: ThetaState
  private var row: Int

  /// Estimates the coefficients from seasonally adjusted values in units of `scale`.
  init(_ choice: Theta.Choice, values: [Double], scale: Double, adjustment: SeasonalAdjustment) {
    let isDynamic = choice == .dstm || choice == .dotm
    let isOptimized = choice == .otm || choice == .dotm
    let criterion = ThetaCriterion(
      values, isDynamic: isDynamic, fixedLineWeight: isOptimized ? nil : 0.5)
    let alpha = criterion.bestAlpha()
    let profile = criterion.profile(alpha: alpha)
    self.init(
      name: choice.rawValue,
      start: ThetaState(
        alpha: alpha, lineWeight: profile.lineWeight, level: profile.level, line: criterion.line),
      values: values, scale: scale, adjustment: adjustment)
  }

  /// Runs the recursion from a given state before the first row, all in units of `scale`.
  init(
    name: String, start: ThetaState, values: [Double], scale: Double, adjustment: SeasonalAdjustment
  ) {
    var state = start
    var sum = 0.0
    var squares = 0.0
    for row in values.indices {
      if row >= 3 {
        let error = values[row] - state.next
        sum += error
        squares += error * error
      }
      state.update(with: values[row])
    }
    let count = Double(values.count - 3)
    self.name = name
    self.adjustment = adjustment
    meanSquare = squares / count * scale * scale
    variance = count > 1 ? max(squares - sum * sum / count, 0) / (count - 1) * scale * scale : nil
    initialLevel = start.level * scale
    current = state.scaled(by: scale)
    row = values.count
  }

  /// Restores what `state` holds.
  public init(restoring state: LocalModelState) throws(LocalFitError) {
    name = state.name
    notes = state.notes
    let numbers = try state.array("criteria", count: 3)
    meanSquare = numbers[0]
    variance = numbers[1].isNaN ? nil : numbers[1]
    initialLevel = numbers[2]
    adjustment = try SeasonalAdjustment(restoring: state)
    current = ThetaState(try state.array("theta", count: 9))
    row = try state.integer("row")
  }

  /// Coefficients and criteria by name.
  public var parameters: [LocalParameter] {
    [
      LocalParameter("l0", initialLevel), LocalParameter("alpha", current.alpha),
      LocalParameter("theta", 1 / (1 - current.lineWeight)), LocalParameter("mse", meanSquare),
      LocalParameter("sigma2", variance), LocalParameter("seasonal", adjustment.isSeasonal ? 1 : 0),
    ]
  }

  /// What restores the model.
  public var state: LocalModelState {
    var state = LocalModelState(kind: "theta", name: name, notes: notes)
    state.append("criteria", [meanSquare, variance ?? .nan, initialLevel])
    adjustment.store(in: &state)
    state.append("theta", current.numbers)
    state.append("row", [Double(row)])
    return state
  }

  /// The means alone.
  public func means(horizon: Int) -> [Double] {
    var state = current
    return (0..<horizon).map { step in
      let value = state.next
      state.update(with: value)
      return adjustment.seasonal(value, row: row + step)
    }
  }

  /// Forecasts the next rows with their intervals.
  public func forecast(horizon: Int, levels: [IntervalLevel]) -> IntervalForecast {
    let mean = means(horizon: horizon)
    guard let variance else { return IntervalForecast(mean: mean, variance: nil, levels: levels) }
    let sums = impulseSquares(horizon: horizon)
    let variances = (0..<horizon).map { step in
      let factor = adjustment.factor(row: row + step)
      return variance * (1 + sums[step]) * factor * factor
    }
    return IntervalForecast(mean: mean, variance: variances, levels: levels)
  }

  /// Σ_{i<k} ψ_{i,k}² of each step k.
  private func impulseSquares(horizon: Int) -> [Double] {
    var sums = [Double](repeating: 0, count: horizon)
    for first in 0..<max(horizon - 1, 0) {
      var state = current.impulse(after: first)
      for step in (first + 1)..<horizon {
        let change = state.next
        sums[step] += change * change
        state.update(with: change)
      }
    }
    return sums
  }

  /// Moves the state on by one row; the coefficients stay.
  public mutating func update(with value: Double) {
    current.update(with: value.isNaN ? current.next : adjustment.adjusted(value, row: row))
    row += 1
  }
}

extension ThetaState {
  /// The state of a series in other units.
  func scaled(by factor: Double) -> ThetaState {
    var numbers = self.numbers
    for index in 4...7 { numbers[index] *= factor }
    return ThetaState(numbers)
  }
}
