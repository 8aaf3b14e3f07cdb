import TestSupport
import Testing
import TimeSeries

/// Scales of series that tell little of how much they vary.
@Suite struct SeriesScalesTests {
  private static func panel(_ series: [[Double]]) throws -> Panel {
    let folder = try TemporaryFolder()
    defer { withExtendedLifetime(folder) {} }
    var rows = ["id,day,y"]
    for (number, values) in series.enumerated() {
      let stamps = Frequency.days(1).stamps(after: Timestamp(year: 2024), count: values.count)
      rows += zip(stamps, values).map { "s\(number),\($0.description.prefix(10)),\($1)" }
    }
    return try Panel(
      reading: try folder.write("panel.csv", Array((rows.joined(separator: "\n") + "\n").utf8)))
  }

  @Test func aSeriesWithoutASpreadTakesThatOfTheOthersBesideItsMean() throws {
    let telling = [[Double]]([
      (0..<10).map { $0 % 2 == 0 ? 90 : 110 }, (0..<10).map { $0 % 2 == 0 ? 800 : 1200 },
      (0..<10).map { $0 % 2 == 0 ? 2 : 6 },
    ])
    // Shares of the mean: 0.1, 0.2 and 0.5.
    let panel = try Self.panel(
      telling + [
        [50], Array(repeating: 30, count: 10), [100, 101], [10, 90], Array(repeating: 0, count: 10),
      ])
    let rows = panel.series.map { 0..<$0.rowCount }
    let deviations = StandardScaler.ofEachSeries(of: panel, rows: rows).map { $0.deviations[0] }
    let expected: [Double] = [10, 200, 2, 10, 6, 20.1, 40, 10]
    for (found, expected) in zip(deviations, expected) {
      #expect((found - expected).magnitude < 1e-9, "\(deviations)")
    }
    #expect(deviations.count == expected.count)
  }

  @Test func whereNoSeriesTellsTheScaleIsOne() throws {
    let panel = try Self.panel([Array(repeating: 3, count: 9), Array(repeating: 7, count: 9)])
    let scalers = StandardScaler.ofEachSeries(of: panel, rows: [0..<9, 0..<9])
    #expect(scalers.map(\.deviations) == [[1], [1]] && scalers.map(\.means) == [[3], [7]])
  }
}
