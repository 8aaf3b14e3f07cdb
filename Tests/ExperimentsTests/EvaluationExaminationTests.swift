import Experiments
import Forecasting
import Runs
import Tensors
import TestSupport
import Testing
import TimeSeries

/// What an evaluation adds when it is asked to: online intervals, and what errors tell.
@Suite struct EvaluationExaminationTests {
  private static func evaluate(
    _ model: String, _ values: [Double], frequency: Frequency, horizon: Int, lookback: Int = 14
  ) throws -> Evaluation {
    let stamps = frequency.stamps(after: Timestamp(year: 2023), count: values.count)
    let panel = try Panel(source: "sales", timestamps: stamps, columns: [(name: "sales", values: values)])
    var request = FitRequest(data: .panel(panel), workers: Workers(threadCount: 2))
    (request.model, request.lookback, request.horizon) = (model, lookback, horizon)
    request.split = try SplitRule("0.4/0.2/0.4")
    var fit = Fit(request)
    fit.refits = false
    return try Evaluation(
      fit.run().model, data: .panel(panel), followsOutcomes: true, examinesResiduals: true,
      workers: Workers(threadCount: 2))
  }

  /// Everything is computed again, in the slowest way, from the values alone.
  @Test func onlineIntervalsAreThoseOfTheFormula() throws {
    var generator = TestGenerator(seed: 21)
    var level = 0.0
    let values = (0..<500).map { row in
      level += generator.normal() * (row > 400 ? 3 : 1)
      return level
    }
    let (horizon, rate) = (3, 0.01)
    let evaluation = try Self.evaluate("last-value", values, frequency: .days(1), horizon: horizon)
    #expect(evaluation.adaptive.map(\.level) == [0.8, 0.95])
    for score in evaluation.adaptive {
      var (inside, count) = (0, 0)
      for step in 0..<horizon {
        func error(_ first: Int) -> Double { (values[first + step] - values[first - 1]).magnitude }
        var (miss, insides) = (1 - score.level, [Int: Bool]())
        let test = 300...(500 - horizon)
        for first in test {
          // The outcome that has become known since the window before.
          if let known = insides[first - step - 1] { miss += rate * (1 - score.level - (known ? 0 : 1)) }
          let past =
            (200...(300 - horizon)).map(error) + test.filter { $0 + step < first }.map(error)
          let rank = Int(((Double(past.count + 1)) * (1 - miss) - 1e-9).rounded(.up))
          let reach = miss <= 0 || rank > past.count ? .infinity : past.sorted()[rank - 1]
          let isInside = error(first) <= reach
          insides[first] = isInside
          (inside, count) = (inside + (isInside ? 1 : 0), count + 1)
        }
      }
      #expect((score.coverage - Double(inside) / Double(count)).magnitude < 0.004, "\(score)")
    }
  }

  @Test func theDayOnWhichAModelIsLowIsNamed() throws {
    var generator = TestGenerator(seed: 22)
    let values = (0..<700).map { day in
      let stamp = Frequency.days(1).advance(Timestamp(year: 2023), by: day + 1)
      return (stamp.weekday == 6 ? 105 : 100) + generator.normal() / 2
    }
    let evaluation = try Self.evaluate("mean", values, frequency: .days(1), horizon: 2)
    let channel = try #require(evaluation.residuals?.channels.first)
    #expect(channel.statements.contains { $0.contains(" low on Sundays") }, "\(channel.statements)")
    #expect(channel.statements.contains { $0.contains("7 rows apart are alike") }, "\(channel.statements)")
    #expect(channel.bias.count == 2 && channel.normalPlot.count == 49)
    let page = try #require(ResidualPage(evaluation)).text
    #expect(page.contains("low on Sundays") && page.contains("Ljung–Box") && page.contains("<svg"))
  }

  @Test func noiseIsCalledNoise() throws {
    var generator = TestGenerator(seed: 23)
    let values = (0..<800).map { _ in 50 + generator.normal() }
    let evaluation = try Self.evaluate("mean", values, frequency: .days(1), horizon: 1, lookback: 100)
    let channel = try #require(evaluation.residuals?.channels.first)
    #expect(
      channel.statements == ["sales: errors one step ahead do not follow each other: they look like noise"])
    let steep = channel.normalPlot.map { ($0.observed - $0.normal).magnitude }.max() ?? 1
    #expect(steep < 0.6)
  }
}
