import Persistence
import TestSupport
import Testing
import TimeSeries

/// What `auto` chooses for many short series.
@Suite struct AutoPanelTests {
  /// A file of series, a row a month.
  private static func file(_ series: [[Double]]) -> String {
    let rows = series.enumerated().flatMap { number, values in
      values.enumerated().map { row, value in
        "s\(number),\(2000 + row / 12)-\(row % 12 < 9 ? "0" : "")\(row % 12 + 1)-01,\(value)"
      }
    }
    return (["shop,date,sales"] + rows).joined(separator: "\n") + "\n"
  }

  private static func weights(_ series: [[Double]]) throws -> [String: Double] {
    let workspace = try Workspace()
    try workspace.write(file(series), to: "shops.csv")
    let fit = try workspace.run("fit shops.csv --horizon 6 --no-refit --no-baselines --json --quiet")
    #expect(fit.status == 0, "\(fit.errors)")
    return try fit.json.member("candidates").elements().reduce(into: [:]) { weights, row in
      guard let weight = try row.optionalMember("weight")?.number(), weight > 0 else { return }
      weights[try row.member("model").string()] = weight
    }
  }

  /// Each series turns with the period of the others, by chance where it is: `scum` sees little of that. Series that never change, of which all members
  /// are right, have no say, wherever they stand.
  @Test(arguments: [(0, 0), (36, 0), (0, 36)])
  func whatAllSeriesShowCounts(flatBefore: Int, flatBehind: Int) throws {
    var generator = TestGenerator("cycles", seed: 1)
    let series = (0..<12).map { _ in
      var (last, before) = (0.0, 0.0)
      return (0..<90).map { _ -> Double in
        (last, before) = (1.42 * last - 0.94 * before + generator.normal(), last)
        return 100 + 5 * last
      }
    }
    func flat(_ count: Int) -> [[Double]] { Array(repeating: Array(repeating: 7, count: 90), count: count) }
    let weights = try Self.weights(flat(flatBefore) + series + flat(flatBehind))
    #expect((weights["scum"] ?? 0) < 0.1, "\(weights)")
  }

  /// A second has no room for `scum` of so many series that grow each by its own step, nor for `ets`: the mean of `ces` and `dotm` is believed in. Of series
  /// too short for validation rows nothing is chosen, and the time of a fit is no other.
  @Test(arguments: [(rows: 66, count: 250), (17, 700)])
  func ofTooManySeriesAMeanOfCheapModelsIsBelievedIn(rows: Int, count: Int) throws {
    var generator = TestGenerator("walks", seed: 1)
    let years = (0..<count).flatMap { number in
      let step = generator.normal()
      var value = 1000.0
      return (0..<rows).map { row in
        value += step + generator.normal()
        return "s\(number),\(1950 + row),\(value)"
      }
    }
    let workspace = try Workspace()
    try workspace.write((["shop,date,sales"] + years).joined(separator: "\n") + "\n", to: "shops.csv")
    let fit = try workspace.run("fit shops.csv --horizon 6 --budget 1s --no-refit --no-baselines --json")
    #expect(fit.status == 0, "\(fit.errors)")
    let candidates = try fit.json.member("candidates").elements()
    var (weights, notes): ([String: Double], [String: String]) = ([:], [:])
    for candidate in candidates {
      let name = try candidate.member("model").string()
      weights[name] = try candidate.optionalMember("weight")?.number()
      notes[name] = try candidate.optionalMember("note")?.string()
    }
    #expect(notes["scum"]?.contains("budget") == true && weights["ets"] == nil, "\(notes)")
    let (ces, dotm) = (weights["ces"] ?? 0, weights["dotm"] ?? 0)
    #expect(rows > 17 ? ces + dotm > 0.5 : ces == 0.5 && dotm == 0.5, "\(weights)")
  }
}
