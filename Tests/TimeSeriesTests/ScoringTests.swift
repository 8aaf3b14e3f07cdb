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
    let differences = (0..<60).map { Double($0) / 7 - Double(60 - $0) / 3 }
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

  @Test func forecastsAreWrittenLikeTheInput() throws {
    let text = "\"when, local\",\"a\"\"b\",µ\n1990/12/29 0:00,1,2\n1990/12/30 0:00,1,2\n1990/12/31 0:00,1,2\n"
    let frame = try parse(text)
    let table = ForecastTable(after: frame, channels: [1, 0], values: [0.1, -2, 1e-8, 16_777_216])
    #expect(table.csv == "\"when, local\",\"a\"\"b\",µ\n1991/1/1 0:00,1e-08,0.1\n1991/1/2 0:00,16777216,-2\n")
    let back = try parse(table.csv + "1991/1/3 0:00,5,6\n")
    #expect(back.columns == ["a\"b", "µ"])
    #expect(back.values(ofColumn: 0) == [1e-8, 16_777_216, 5])
  }
}
