import Backtests
import Experiments
import Forecasting
import Platform
import Runs
import Synchronization
import Tensors
import TestSupport
import Testing
import TimeSeries

@Suite struct BacktestRecordsTests {
  private static func plan(_ folder: TemporaryFolder) throws -> BacktestPlan {
    let rows = (0..<60).map { "\(SampleDate.day($0)),\($0 % 7)" }
    let path = try folder.write("rows.csv", Array((["ds,y"] + rows).joined(separator: "\n").utf8))
    var request = BacktestRequest(
      data: .file(path), models: ["last-value"], workers: Workers(threadCount: 1))
    (request.horizon, request.windows) = (7, 2)
    return try BacktestPlan(request)
  }

  /// Another process, which is done, removes the folder at any time: a record that has none makes it again.
  @Test func aFolderThatIsRemovedMeanwhileIsMadeAgain() async throws {
    let folder = try TemporaryFolder()
    let plan = try Self.plan(folder)
    let (job, path) = (plan.jobs[0], folder.file("o.csv.records"))
    let forecasts = try plan.forecasts(of: job, workers: Workers(threadCount: 1))
    let records = try BacktestRecords(path, of: plan)
    let isOver = Atomic<Bool>(false)
    async let removals: Void = {
      while !isOver.load(ordering: .relaxed) { Folder.removeIfEmpty(path) }
    }()
    defer { isOver.store(true, ordering: .relaxed) }
    for _ in 0..<60 {
      try records.keep(forecasts, of: job)
      #expect(try records.forecasts(of: job) == forecasts)
      try records.remove([job])
    }
    isOver.store(true, ordering: .relaxed)
    await removals
    withExtendedLifetime(folder) {}
  }
}
