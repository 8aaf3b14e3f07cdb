import LocalModels
import Runs
import Tensors
import TestSupport
import Testing
import TimeSeries

/// Multiplicative errors of a hyperinflation make a law of any size; others beside it count, too.
@Suite struct AbsurdLawTests {
  /// A walk of logarithms whose values grow by some 10 % a month, give or take three fifths.
  private static func panel() throws -> Panel {
    var generator = TestGenerator(seed: 4)
    var logarithm = 5.0
    let values = (0..<72).map { _ in
      logarithm += 0.1 + 0.6 * generator.normal()
      return exponential(logarithm)
    }
    let stamps = Frequency.months(1, isMonthEnd: false).stamps(
      after: Timestamp(year: 2000), count: values.count)
    return try Panel(source: "prices", timestamps: stamps, columns: [(name: "price", values: values)])
  }

  /// The width of the 95 % interval of the last step of a combination.
  private static func width(_ members: String, _ panel: Panel) throws -> Double {
    var request = FitRequest(data: .panel(panel), workers: Workers(threadCount: 1))
    (request.model, request.horizon, request.settings) = ("auto", 24, [(key: "members", value: members)])
    var fit = Fit(request)
    fit.scoresBaselines = false
    let table = try Prediction(try fit.run().model, data: .panel(panel), levels: [0.95]).table
    let bounds = try #require(table.bounds(level: 0.95, channel: 0, step: 23))
    return bounds.upper - bounds.lower
  }

  @Test func oneMemberDoesNotDecideHowSureAllAre() throws {
    let panel = try Self.panel()
    let absurd = try Self.width("ets:M,A,N", panel)
    let sober = try Self.width("ses+theta+naive2", panel)
    let all = try Self.width("ets:M,A,N+ses+theta+naive2", panel)
    #expect(absurd > 50 * sober, "\(absurd), \(sober)")
    #expect(all < 4 * sober, "\(all), \(sober)")
  }
}
