import Calendar
import Experiments
import Persistence
import Platform
import Tensors
import TestSupport
import Testing

/// Competitions: reading, scoring, and the same result for any number of threads.
@Suite struct CompetitionTests {
  private static let series = [
    CompetitionSeries(id: "a", frequency: "yearly", season: 1, training: [1, 3, 2, 5], test: [10, 20, 30]),
    CompetitionSeries(id: "b", frequency: "monthly", season: 2, training: [4, 6, 5, 8], test: [6, 0]),
  ]

  /// Metrics of a competition, series by series.
  @Test func errorsAreThoseComputedByHand() throws {
    let score = CompetitionScore(
      Self.series[0], mean: [12, 18, 33], bounds: (lower: [9, 17, 31], upper: [13, 19, 40]))
    #expect((score.smape - 200.0 / 3 * (2.0 / 22 + 2.0 / 38 + 3.0 / 63)).magnitude < 1e-12)
    #expect(score.mase.map { ($0 - 7.0 / 3 / 2).magnitude < 1e-12 } == true)
    #expect(score.insideCount == 1)
    // Season of two rows: |5 − 4| and |8 − 6|; a perfect zero costs nothing.
    let other = CompetitionScore(Self.series[1], mean: [9, 0], bounds: nil)
    #expect((other.smape - 100 * 3.0 / 15).magnitude < 1e-12)
    #expect(other.mase == 1.5 / 1.5)
    #expect(other.insideCount == nil)
  }

  @Test func aSeriesWithoutScaleHasNoScaledError() {
    let flat = CompetitionSeries(id: "c", frequency: "other", season: 1, training: [2, 2], test: [3])
    #expect(CompetitionScore(flat, mean: [2], bounds: nil).mase == nil)
  }

  @Test func seriesHaveTheSameWeightAndAllComesLast() throws {
    let scores = [
      CompetitionScore(Self.series[0], mean: [12, 18, 33], bounds: nil),
      CompetitionScore(Self.series[1], mean: [9, 0], bounds: nil),
    ]
    let results = CompetitionResult.results(
      of: "x", scores, reference: scores, series: Self.series)
    #expect(results.map(\.frequency) == ["yearly", "monthly", "all"])
    let all = try #require(results.last)
    #expect((all.smape - (scores[0].smape + scores[1].smape) / 2).magnitude < 1e-12)
    #expect(all.owa == 1)
    #expect(all.coverage95 == nil)
  }

  @Test func threadsDoNotChangeTheScoresAndFailuresAreCounted() throws {
    var series = Self.series
    for index in 0..<150 {
      let rows = (0..<(5 + index % 30)).map { 50 + Double(($0 * 7 + index * 3) % 11) - Double(index % 60) }
      series.append(
        CompetitionSeries(id: "s\(index)", frequency: "other", season: 1, training: rows, test: [50, 51]))
    }
    for model in ["ets", "croston"] {
      let one = try CompetitionRun(series: series, workers: Workers(threadCount: 1)).scores(of: model)
      let three = try CompetitionRun(series: series, workers: Workers(threadCount: 3)).scores(of: model)
      #expect(one == three)
      #expect(one.count == series.count)
      // Demand is not negative: those series are continued by their last value.
      #expect(one.contains { $0.isFallback } == (model == "croston"))
    }
  }

  @Test func filesThatAreMissingOrIncompleteAreNamed() throws {
    let folder = try TemporaryFolder()
    let m3 = try #require(Competition.named("m3"))
    let locator = DataLocator(folder: folder.path, dataFolder: folder.path)
    let missing = #expect(throws: DataError.self) { try m3.series(finding: locator) }
    #expect(missing?.kind == .missingFile)
    #expect(missing?.file == "competitions/m3_meta.csv")
    try Folder.create(folder.file("competitions"))
    for (name, text) in [
      ("m3_meta.csv", "unique_id,type,period,h,n_train\nN1,yearly,1,2,4\nN2,other,1,1,4\n"),
      ("m3_train.csv", "unique_id,ds,y\nN1,1,5\nN1,2,6\nN1,3,8\nN1,4,9\nN2,1,1\nN2,2,2\nN2,3,1\nN2,4,2\n"),
      ("m3_test.csv", "unique_id,ds,y\nN1,5,10\nN1,6,12\n"),
    ] { try AtomicFile.write(text, to: folder.file("competitions/" + name)) }
    let incomplete = #expect(throws: DataError.self) { try m3.series(finding: locator) }
    #expect(incomplete?.kind == .tooFewRows)
    #expect(incomplete?.line == 3)
    try AtomicFile.write(
      "unique_id,ds,y\nN1,5,10\nN1,6,12\nN2,5,3\n", to: folder.file("competitions/m3_test.csv"))
    let read = try m3.series(finding: locator)
    #expect(read.map(\.id) == ["N1", "N2"])
    #expect(read.first?.training == [5, 6, 8, 9])
    #expect(read.first?.test == [10, 12])
  }

  /// A file that lost rows on its way would give other errors than the competition's.
  @Test(arguments: ["train", "test"]) func seriesThatLostRowsAreNamed(part: String) throws {
    let folder = try TemporaryFolder()
    try Folder.create(folder.file("competitions"))
    for (name, rows) in [("train", 1...4), ("test", 5...6)] {
      let kept = name == part ? Array(rows.dropLast()) : Array(rows)
      try AtomicFile.write(
        "unique_id,ds,y\n" + kept.map { "N1,\($0),\(3 * $0)\n" }.joined(),
        to: folder.file("competitions/m3_\(name).csv"))
    }
    try AtomicFile.write(
      "unique_id,type,period,h,n_train\nN1,yearly,1,2,4\n", to: folder.file("competitions/m3_meta.csv"))
    let locator = DataLocator(folder: folder.path, dataFolder: folder.path)
    let m3 = try #require(Competition.named("m3"))
    let error = #expect(throws: DataError.self) { try m3.series(finding: locator) }
    let counts =
      part == "train" ? "4 rows in m3_train.csv, which has 3" : "2 rows in m3_test.csv, which has 1"
    #expect(error?.description.contains("series 'N1' should have \(counts)") == true, "\(error as Any)")
    #expect(error?.line == 2)
  }

  @Test func publishedNumbersHoldTogether() throws {
    let theta = CompetitionTable.entries(of: "theta", frequency: "all", in: "m3")
    #expect(theta.first?.table.id == "m3-packages")
    #expect(theta.first?.entry.limit == CompetitionTable.Limit(smape: 12.85, mase: 1.43))
    #expect(theta.contains { $0.entry.method == "THETA" && $0.entry.smape == 12.76 })
    for table in CompetitionTable.all {
      #expect(table.entries.allSatisfy { (1...30).contains($0.smape ?? 1) && (0.5...5).contains($0.mase) })
    }
    // R's Theta in two sources, on the same quarterly and monthly series; without a percentage error.
    let tourism = CompetitionTable.entries(of: "theta", frequency: "quarterly", in: "tourism")
    #expect(tourism.map { $0.entry.mase } == [1.66, 1.661] && tourism[0].entry.smape == nil)
    let m1 = CompetitionTable.entries(of: "theta", frequency: "all", in: "m1")
    #expect(m1.map { $0.entry.mase } == [1.775])
    #expect(m1[0].entry.limit == CompetitionTable.Limit(smape: nil, mase: 1.81))
  }
}
