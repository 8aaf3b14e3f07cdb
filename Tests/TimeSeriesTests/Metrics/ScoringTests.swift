import Tensors
import Testing
import TimeSeries

@Suite struct ScoringTests {
  @Test func errorsArePooledOverWindowsStepsAndChannels() {
    // Two windows, two channels, three steps.
    let differences: [Double] = [-1, -2, -3, 1, 2, 3, 0, 0, 0, 0, 0, -3]
    var errors = ForecastErrors(channelCount: 2, horizon: 3)
    errors.add(differences.span, windows: 2)
    let score = errors.score(deviations: [2, 10])
    #expect(score.windows == 2)
    #expect(abs(score.mseNorm - 37.0 / 12) < 1e-12)
    #expect(abs(score.maeNorm - 15.0 / 12) < 1e-12)
    #expect(abs(score[.mse] - (14.0 * 4 + 23 * 100) / 12) < 1e-9)
    #expect(abs(score[.mae] - (6.0 * 2 + 9 * 10) / 12) < 1e-9)
    #expect(score.perStep.map { $0[.mseNorm] } == [0.5, 2, 6.75])
    #expect(score.perStep.map { $0[.mae] } == [3, 6, 16.5])
  }

  @Test func mergingEqualsAddingAtOnce() {
    let differences = (0..<60).map { row -> Double in Double(row) / 7 - Double(60 - row) / 3 }
    var whole = ForecastErrors(channelCount: 2, horizon: 5), left = whole, right = whole
    whole.add(differences.span, windows: 6)
    left.add(differences.span.extracting(0..<20), windows: 2)
    right.add(differences.span.extracting(20..<60), windows: 4)
    left.merge(right)
    let (one, two) = (whole.score(deviations: [1, 1]), left.score(deviations: [1, 1]))
    #expect(one.windows == two.windows)
    #expect(abs(one.mseNorm - two.mseNorm) < 1e-12)
    #expect(abs(one.maeNorm - two.maeNorm) < 1e-12)
  }

  @Test func withoutWindowsThereIsNoScore() {
    #expect(ForecastErrors(channelCount: 1, horizon: 1).score(deviations: [1]).mseNorm.isNaN)
  }

  /// The check values of the definition: y = (10, 20, 30), forecasts (12, 18, 33), training rows 1, 3, 2, 5.
  @Test func maseMeasuresByTheNaiveForecastOfTheTrainingRows() throws {
    let stamps = Frequency.fixed(milliseconds: 1000).stamps(after: Timestamp(year: 2020), count: 7)
    let panel = try Panel(
      source: "check", timestamps: stamps, columns: [(name: "y", values: [1, 3, 2, 5, 10, 20, 30])])
    let plain = StandardScaler(means: [0], deviations: [1])
    let windows = try WindowSet(
      ScaledPanel(panel, scalers: [plain]),
      splits: [Split(train: 0..<4, validation: 4..<4, test: 4..<7)], shape: .init(lookback: 1, horizon: 3))
    #expect(windows.test.naiveErrors == [[2]])
    var errors = ForecastErrors(channelCount: 1, horizon: 3, naiveErrors: windows.test.naiveErrors[0])
    errors.add([2, -2, 3].span, windows: 1)
    #expect((errors.score(deviations: [1])[.mase] - 7.0 / 6).magnitude < 1e-12)
    // In standardised units the same, and without a scale it is no number.
    var scaled = ForecastErrors(channelCount: 1, horizon: 3, naiveErrors: [2])
    scaled.add([0.2, -0.2, 0.3].span, windows: 1)
    #expect((scaled.score(deviations: [10])[.mase] - 7.0 / 6).magnitude < 1e-12)
    var none = ForecastErrors(channelCount: 1, horizon: 3)
    none.add([2, -2, 3].span, windows: 1)
    #expect(none.score(deviations: [1])[.mase].isNaN)
  }
}
