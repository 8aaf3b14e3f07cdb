import Backtests
import Runs
import Tensors
import TestSupport
import Testing
import TimeSeries

/// What a backtest promises: no forecast knows what follows its cutoff, whatever the model, and nothing else changes it.
@Suite struct BacktestTests {
  private static let models = ["seasonal-naive", "theta", "hw-additive", "linear-closed-form"]

  /// Three series of monthly rows with trend, season and noise; those from `changedFrom` rows before the end on are others.
  private static func panel(changedFrom count: Int = 0, seed: UInt64 = 5) throws -> (String, TemporaryFolder)
  {
    let folder = try TemporaryFolder()
    var generator = TestGenerator(seed: seed)
    var text = "unique_id,ds,y\n"
    for series in 0..<3 {
      let length = [96, 90, 84][series]
      for row in 0..<length {
        let season = Double([10, 6, 0, -4, -8, -10, -7, -2, 3, 5, 8, -1][row % 12])
        let noise = Double.random(in: -3...3, using: &generator)
        let isOther = row >= length - count
        let value = 100 + Double(row) * Double(series) + 3 * season + noise + (isOther ? 1000 : 0)
        text += "s\(series),\(SampleDate(months: row, after: 2015).iso),\(value)\n"
      }
    }
    return (try folder.write("long.csv", Array(text.utf8)), folder)
  }

  private static func plan(_ path: String, _ change: (inout BacktestRequest) -> Void = { _ in }) throws
    -> BacktestPlan
  {
    var request = BacktestRequest(data: .file(path), models: models, workers: Workers(threadCount: 2))
    (request.horizon, request.windows, request.stride, request.levels) = (6, 3, 4, [0.8])
    change(&request)
    return try BacktestPlan(request)
  }

  private static func forecasts(_ plan: BacktestPlan) throws -> [[BacktestForecast]] {
    try plan.jobs.map { try plan.forecasts(of: $0, workers: Workers(threadCount: 1)).forecasts }
  }

  @Test(arguments: [true, false]) func whatFollowsACutoffChangesNoForecast(_ refits: Bool) throws {
    let (path, folder) = try Self.panel()
    let whole = try Self.forecasts(Self.plan(path) { $0.refits = refits })
    // The last cutoff lies 6 rows before the end, those before it 10 and 14.
    for (count, windows) in [(6, 3), (10, 2), (14, 1)] {
      let (other, otherFolder) = try Self.panel(changedFrom: count)
      let changed = try Self.forecasts(Self.plan(other) { $0.refits = refits })
      for (before, after) in zip(whole.joined(), changed.joined()) where before.window < windows {
        #expect(before.values == after.values && before.lower == after.lower && before.upper == after.upper)
      }
      #expect(whole != changed || count == 6)
      withExtendedLifetime(otherFolder) {}
    }
    withExtendedLifetime(folder) {}
  }

  @Test func everySeriesHasItsOwnCutoffsAndEndsAtItsLastRow() throws {
    let (path, folder) = try Self.panel()
    let plan = try Self.plan(path)
    #expect(
      (0..<3).map { plan.origins(ofSeries: $0).map(\.row) } == [[82, 86, 90], [76, 80, 84], [70, 74, 78]])
    #expect(plan.seriesCount == 3 && plan.notes.isEmpty)
    withExtendedLifetime(folder) {}
  }

  /// Three horizons are more than two seasons here; the shortest of the three series has them before four cutoffs, not before five.
  @Test func theUsualCutoffsLeaveMostSeriesEnoughRowsBeforeTheFirst() throws {
    let (path, folder) = try Self.panel()
    let plan = try Self.plan(path) { ($0.horizon, $0.windows, $0.stride) = (12, nil, nil) }
    #expect(plan.windowCount == 4 && plan.firstRows == 36...48)
    let told = try Self.plan(path) { ($0.horizon, $0.windows, $0.stride) = (12, 5, nil) }
    #expect(told.windowCount == 5 && told.firstRows == 24...36)
    withExtendedLifetime(folder) {}
  }

  @Test func cutoffsThatNoSeriesHasRowsForAreNotCounted() throws {
    let (path, folder) = try Self.panel()
    let plan = try Self.plan(path) { ($0.horizon, $0.windows, $0.stride) = (12, 1000, 12) }
    let six = try Self.plan(path) { ($0.horizon, $0.windows, $0.stride) = (12, 6, 12) }
    #expect(plan.windowCount == 6 && plan.notes.first == "there are rows for 6 of 1,000 cutoffs")
    for series in 0..<3 { #expect(plan.origins(ofSeries: series) == six.origins(ofSeries: series)) }
    withExtendedLifetime(folder) {}
  }

  @Test func neitherThreadsNorOtherModelsChangeAForecast() throws {
    let (path, folder) = try Self.panel()
    let plan = try Self.plan(path)
    let (one, all) = (BacktestMemory(), BacktestMemory())
    try plan.run(plan.jobs, into: one)
    let single = try Self.plan(path) { $0.workers = Workers(threadCount: 1) }
    try single.run(single.jobs, into: all)
    for job in plan.jobs { #expect(one.forecasts(of: job) == all.forecasts(of: job)) }
    let alone = try Self.plan(path) { $0.models = ["theta"] }
    let theta = try #require(plan.jobs.first { plan.request.models[$0.model] == "theta" })
    #expect(
      try alone.forecasts(of: alone.jobs[0], workers: Workers(threadCount: 1)) == one.forecasts(of: theta))
    withExtendedLifetime(folder) {}
  }

  /// Fitted at every cutoff or not, the first forecast is the same.
  @Test func refittingChangesTheLaterCutoffsOnly() throws {
    let (path, folder) = try Self.panel()
    let once = try Self.plan(path) { $0.models = ["hw-additive"] }
    let often = try Self.plan(path) { ($0.models, $0.refits) = (["hw-additive"], true) }
    let a = try Self.forecasts(once).joined().sorted { ($0.series, $0.window) < ($1.series, $1.window) }
    let b = try Self.forecasts(often).joined().sorted { ($0.series, $0.window) < ($1.series, $1.window) }
    #expect(a.count == 9 && b.count == 9)
    for (x, y) in zip(a, b) { #expect((x.values == y.values) == (x.window == 0)) }
    withExtendedLifetime(folder) {}
  }

  /// What chooses on the last rows before a cutoff has learnt of them too when it forecasts, as local models have.
  @Test(arguments: [true, false]) func aCombinationIsFittedToAllRowsBeforeACutoff(_ refits: Bool) throws {
    let (path, folder) = try Self.panel()
    let one = try Self.plan(path) { request in
      (request.models, request.refits) = (["auto"], refits)
      request.settings = [(key: "members", value: "hw-additive")]
    }
    let local = try Self.plan(path) { ($0.models, $0.refits) = (["hw-additive"], refits) }
    let a = try Self.forecasts(one).joined().sorted { ($0.series, $0.window) < ($1.series, $1.window) }
    let b = try Self.forecasts(local).joined().sorted { ($0.series, $0.window) < ($1.series, $1.window) }
    #expect(a.count == 9 && b.count == 9)
    for (x, y) in zip(a, b) {
      let distances: [Double] = zip(x.values, y.values).map { abs($0 - $1) }
      #expect(distances.allSatisfy { $0 < 0.01 }, "\(x.series), \(x.window): \(distances)")
    }
    withExtendedLifetime(folder) {}
  }

  /// Demand below zero stands behind the rows that a member was fitted to: it forecasts with what it has learnt of those.
  @Test func aMemberThatDoesNotTakeTheLastRowsBeforeACutoffStaysAsItIs() throws {
    let folder = try TemporaryFolder()
    let rows = (0..<60).map { row in
      "\(SampleDate.day(row)),\(row == 51 ? -1 : row * 7 % 5)"
    }
    let path = try folder.write("demand.csv", Array((["ds,y"] + rows).joined(separator: "\n").utf8))
    let plan = try Self.plan(path) { request in
      (request.horizon, request.windows, request.stride, request.models) = (3, 1, 3, ["auto"])
      request.settings = [(key: "members", value: "croston")]
    }
    // 7 of the 57 rows before the cutoff are chosen on.
    let forecasts = try Self.forecasts(plan).flatMap { $0 }
    #expect(forecasts.count == 1 && forecasts.allSatisfy { $0.values.allSatisfy { $0 > 0 } }, "\(forecasts)")
    withExtendedLifetime(folder) {}
  }

  /// The members of a combination may state no law: bounds are those of its residuals then.
  @Test func aCombinationWhoseMembersStateNoLawHasBounds() throws {
    let (path, folder) = try Self.panel()
    let plan = try Self.plan(path) { request in
      request.models = ["auto"]
      request.settings = [(key: "members", value: "linear-closed-form")]
    }
    let forecasts = try Self.forecasts(plan).flatMap { $0 }
    #expect(forecasts.count == 9)
    for forecast in forecasts {
      #expect(zip(forecast.lower[0], forecast.upper[0]).allSatisfy { $0 < $1 }, "\(forecast)")
    }
    withExtendedLifetime(folder) {}
  }

  /// A series whose last rows are empty is long enough.
  @Test func rowsWithoutValuesAreNotCalledTooFew() throws {
    let folder = try TemporaryFolder()
    let rows = (0..<59).map { "\(SampleDate.day($0)),\($0 < 40 ? "\($0 % 7)" : "")" }
    let path = try folder.write("ends.csv", Array((["ds,y"] + rows).joined(separator: "\n").utf8))
    let plan = try Self.plan(path) {
      ($0.horizon, $0.windows, $0.stride, $0.models) = (7, 3, 7, ["last-value"])
    }
    #expect(plan.notes.last == "1 of 1 series have a gap or no values behind some of the 3 cutoffs")
    #expect(!plan.notes.contains { $0.contains("too short") }, "\(plan.notes)")
    #expect(plan.origins(ofSeries: 0).map(\.row) == [38])
    withExtendedLifetime(folder) {}
  }

  @Test func whatCannotBeForecastIsLeftOutAndSaid() throws {
    let (path, folder) = try Self.panel()
    let plan = try Self.plan(path) { ($0.horizon, $0.windows, $0.stride) = (12, 6, 12) }
    #expect(plan.notes == ["1 of 3 series are too short for some of the 6 cutoffs"])
    #expect(plan.origins(ofSeries: 2).map(\.window) == [1, 2, 3, 4, 5])
    #expect(throws: DataError.self) { try Self.plan(path) { $0.horizon = 60 } }
    #expect(throws: RequestError.self) { try Self.plan(path) { $0.models = ["ohne"] } }
    #expect(throws: RequestError.noModels) { try Self.plan(path) { $0.models = [] } }
    let impossible: [(inout BacktestRequest) -> Void] = [
      { $0.horizon = 0 }, { $0.windows = 0 }, { $0.stride = -1 }, { $0.lookback = .max },
      { $0.levels = [95] },
      { $0.seed = .max },
    ]
    for change in impossible { #expect(throws: RequestError.self) { try Self.plan(path, change) } }
    #expect(try Self.plan(path) { $0.levels = [0.95, 0.8, 0.95] }.request.levels == [0.8, 0.95])
    withExtendedLifetime(folder) {}
  }
}
