import Residuals
import Runs
import Tensors
import TestSupport
import Testing
import TimeSeries

/// What errors of test windows are measured by, and which way round they are.
@Suite struct ResidualTests {
  /// The errors of the last value on series that rise by a step a day, of which 80 of 200 days are training rows.
  private static func channel(_ steps: [Double]) throws -> ResidualDiagnostics.Channel {
    let folder = try TemporaryFolder()
    var panel = LongPanel(columns: ["y"])
    panel.series = steps.enumerated().map { index, step in
      (id: "s\(index)", firstDay: 0, rows: (0..<200).map { [step * Double($0)] })
    }
    let path = try panel.write(to: folder)
    let result = try LongPanel.fit("last-value", path, horizon: 2, refits: false) {
      $0.split = try SplitRule("0.4/0.2/0.4")
    }
    let evaluation = try Evaluation(
      result.model, data: .file(path), examinesResiduals: true, workers: Workers(threadCount: 1))
    return try #require(evaluation.residuals?.channels.first)
  }

  /// As a backtest's bias, an error is the forecast less the truth.
  @Test func aForecastThatIsLowHasABiasBelowZero() throws {
    let channel = try Self.channel([3])
    #expect(!channel.isStandardized)
    let differences: [Double] = zip(channel.bias, [-3.0, -6.0]).map { ($0 - $1).magnitude }
    #expect(differences.count == 2 && differences.allSatisfy { $0 < 1e-3 }, "\(channel.bias)")
  }

  /// In data units the larger series would be all that is seen.
  @Test func errorsOfSeriesWithScalesOfTheirOwnAreStandardised() throws {
    let channel = try Self.channel([1, 1000])
    #expect(channel.isStandardized)
    // The deviation of the days 0 to 79.
    let deviation: Double = ((80.0 * 80.0 - 1) / 12).squareRoot()
    let expected: [Double] = [-1 / deviation, -2 / deviation]
    let differences: [Double] = zip(channel.bias, expected).map { ($0 - $1).magnitude }
    #expect(differences.count == 2 && differences.allSatisfy { $0 < 1e-4 }, "\(channel.bias)")
    #expect(channel.statements.contains { $0.contains("errors of 2 series are taken together") })
  }
}
