import LocalModels
import Smoothing
import Testing

@Suite struct ThetaTests {
  static let values = SampleSeries.values(
    count: 40, level: 5, slope: 0.2, season: [1, -0.5, 0.2, -0.7], noise: 1)

  /// The sum of squares by running the recursion, for any coefficients.
  private func squares(_ criterion: ThetaCriterion, alpha: Double, level: Double, lineWeight: Double)
    -> Double
  {
    var state = ThetaState(alpha: alpha, lineWeight: lineWeight, level: level, line: criterion.line)
    var sum = 0.0
    for (row, value) in criterion.values.enumerated() {
      if row >= 3 { sum += (value - state.next) * (value - state.next) }
      state.update(with: value)
    }
    return sum
  }

  @Test(arguments: [true, false], [0.5, nil] as [Double?])
  func theProfileIsTheMinimumForItsAlpha(isDynamic: Bool, fixed: Double?) {
    let criterion = ThetaCriterion(Self.values, isDynamic: isDynamic, fixedLineWeight: fixed)
    for alpha in [0.1, 0.35, 0.8] {
      let best = criterion.profile(alpha: alpha)
      let own = squares(criterion, alpha: alpha, level: best.level, lineWeight: best.lineWeight)
      #expect((own - best.squares).magnitude < 1e-9 * own)
      for change in [-0.01, 0.01] {
        #expect(
          squares(criterion, alpha: alpha, level: best.level + change, lineWeight: best.lineWeight) >= own)
        let moved = min(max(best.lineWeight + change, 0), ThetaCriterion.largestLineWeight)
        if fixed == nil {
          #expect(squares(criterion, alpha: alpha, level: best.level, lineWeight: moved) >= own * (1 - 1e-12))
        }
      }
    }
  }

  @Test func theDynamicLineIsTheLeastSquaresLine() {
    var state = ThetaState(alpha: 0.3, lineWeight: 0.5, level: 0, line: nil)
    for (row, value) in Self.values.enumerated() {
      state.update(with: value)
      guard row >= 1 else { continue }
      let line = LeastSquaresLine(Self.values[...row])
      #expect((state.slope - line.slope).magnitude < 1e-10)
      #expect((state.intercept - line.intercept).magnitude < 1e-9)
    }
  }

  /// ψ by moving one future row of the recursion by 1.
  @Test(arguments: [Theta.Choice.stm, .otm, .dstm, .dotm])
  func theVarianceIsThatOfMovedRows(choice: Theta.Choice) throws {
    let fitted = try Theta(choice).fit(LocalSeries(values: Self.values))
    let variance = try #require(fitted.forecast(horizon: 6, levels: []).variance)
    for step in 1..<6 {
      var sum = 1.0
      for first in 0..<step {
        var (plain, moved) = (fitted, fitted)
        for row in 0..<step {
          let mean = plain.forecast(horizon: 1, levels: []).mean[0]
          plain.update(with: mean)
          let other = moved.forecast(horizon: 1, levels: []).mean[0]
          moved.update(with: row == first ? mean + 1 : other)
        }
        let change =
          moved.forecast(horizon: 1, levels: []).mean[0] - plain.forecast(horizon: 1, levels: []).mean[0]
        sum += change * change
      }
      #expect((variance[step] / variance[0] - sum).magnitude < 1e-9 * sum, "\(choice), step \(step + 1)")
    }
  }

  @Test func theAutomaticChoiceHasTheSmallestMeanSquare() throws {
    let series = LocalSeries(values: Self.values, season: 4)
    let errors = try [Theta.Choice.stm, .otm, .dstm, .dotm].map { choice in
      try #require(try Theta(choice).fit(series).parameters[named: "mse"])
    }
    let chosen = try Theta(.automatic).fit(series)
    #expect(chosen.parameters[named: "mse"] == errors.min())
  }

  @Test func theThetaMethodIsSmoothingWithDrift() throws {
    let fitted = try Theta(.theta).fit(LocalSeries(values: Self.values))
    let alpha = try #require(fitted.parameters[named: "alpha"])
    let drift = try #require(fitted.parameters[named: "drift"])
    let mean = fitted.forecast(horizon: 3, levels: []).mean
    #expect((drift - LeastSquaresLine(Self.values).slope / 2).magnitude < 1e-12)
    #expect((mean[2] - mean[1] - drift).magnitude < 1e-10)
    let smoothing = try SmoothingMethod.simple.fit(LocalSeries(values: Self.values))
    let other = try #require(smoothing.parameters[named: "alpha"])
    #expect((alpha - other).magnitude < 1e-3)
  }
}
