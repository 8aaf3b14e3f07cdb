import Experiments
import Forecasting
import Persistence
import Platform
import Runs
import TestSupport
import Testing
import TimeSeries
import Training

@Suite struct ResultTableTests {
  /// A record with made-up errors.
  private func record(seed: UInt64, rho: Float, validation: Double, test: Double?) throws -> RunRecord {
    var recipe = TrainingRecipe()
    recipe.rho = rho
    let description = ModelDescription(
      model: "samformer", configuration: [:], shape: .init(lookback: 8, horizon: 2),
      columns: .init(
        time: "date", channels: ["a"], frequency: try Frequency(code: "1h"),
        scaler: StandardScaler(means: [0], deviations: [1])),
      split: .init(rule: .usualRatios, rows: Split(train: 0..<70, validation: 70..<80, test: 80..<100)),
      data: .init(path: "a.csv", sha256: "0"), recipe: recipe, seed: seed,
      training: .init(epochs: 1, bestEpoch: 1))
    func score(_ error: Double) -> ForecastScore {
      let values = [error, error / 2, error, error / 2]
      return ForecastScore(
        windows: 19, total: MetricValues { $0.rawValue < values.count ? values[$0.rawValue] : .nan },
        perStep: [])
    }
    let json: JSONValue = [
      "parameters": 1, "best_epoch": 1, "seconds": ["load": 0.0, "train": 0.0, "total": 1.5],
      "validation": score(validation).json(showsUnits: true),
      "test": test.map { score($0).json(showsUnits: true) } ?? .null, "weights_sha256": "", "history": [],
      "samples": [], "attention": [],
    ]
    let specification = RunSpecification(description)
    guard test != nil else {
      return RunRecord(specification, data: "a.csv", instructionSet: "portable", outcome: .failed("it broke"))
    }
    return RunRecord(
      specification, data: "a.csv", instructionSet: "portable",
      outcome: .finished(try RunResult(json: JSONReader(json))))
  }

  /// A table of one cell with a candidate per group of records.
  private func table(_ candidates: [(grid: String, records: [RunRecord])], without missing: Int = 0)
    -> ResultTable
  {
    let plan = SweepPlan(
      name: "t",
      cells: [
        .init(
          data: "a, b.csv", model: "samformer", lookback: 8, horizon: 2,
          candidates: candidates.map { candidate in
            .init(
              grid: candidate.grid,
              runs: candidate.records.map { .init(id: $0.id, seed: $0.specification.seed) })
          })
      ])
    let records = candidates.flatMap(\.records).dropLast(missing)
    return ResultTable(plan, Dictionary(uniqueKeysWithValues: records.map { ($0.id, $0) }))
  }

  @Test func aDamagedRecordFailsItsCellAlone() throws {
    let temporary = try TemporaryFolder()
    let folder = SweepFolder(temporary.path)
    let records = try (1...2).map { try record(seed: $0, rho: 0.1, validation: 0.3, test: 0.4) }
    let plan = SweepPlan(
      name: "t",
      cells: records.map {
        .init(
          data: "a.csv", model: "seed \($0.specification.seed)", lookback: 8, horizon: 2,
          candidates: [.init(grid: "", runs: [.init(id: $0.id, seed: $0.specification.seed)])])
      })
    try folder.keep(plan)
    for record in records { try folder.records.write(record) }
    try AtomicFile.write("{\"format\": 2}", to: folder.records.file(of: records[0].id))
    let table = folder.table(of: plan)
    #expect(table.rows.map(\.failed) == [1, 0] && table.rows.map(\.missing) == [0, 0])
    #expect(table.rows[0].winner == nil && table.rows[1].winner?.mse.mean == 0.4)
    #expect(table.failures.first?.reason.contains("remove the file to run it again") == true)
    #expect(
      table.markdown.contains("## Failed runs") && HTMLReport(table).text.contains("1 finished, 1 failed"))
    #expect(folder.records.isDone(records[0].id, retriesFailed: false))
    #expect(!folder.records.isDone(records[0].id, retriesFailed: true))
    #expect(folder.records.isDone(records[1].id, retriesFailed: true))
    #expect(!folder.records.isDone("ffff", retriesFailed: false))
  }

  /// A page of Markdown shows names as they are.
  @Test func namesAreNoMarkdown() {
    let table = ResultTable(SweepPlan(name: "a &amp; <b> *c*", cells: []), [:])
    #expect(table.markdown.hasPrefix("# a \\&amp; \\<b> \\*c\\*\n"))
  }

  @Test func validationAndNotTestChoosesTheWinner() throws {
    let good = try (1...2).map { try record(seed: $0, rho: 0.1, validation: 0.3, test: 0.9) }
    let lucky = try (1...2).map { try record(seed: $0, rho: 0.5, validation: 0.4, test: 0.1) }
    let row = table([("rho=0.5", lucky), ("rho=0.1", good)]).rows[0]
    #expect(row.winner?.candidate.grid == "rho=0.1" && row.winner?.mse.mean == 0.9)
  }

  @Test func aCandidateWithAFailedRunIsOut() throws {
    let whole = try (1...2).map { try record(seed: $0, rho: 0.1, validation: 0.4, test: 0.5) }
    let broken = [
      try record(seed: 1, rho: 0.5, validation: 0.1, test: 0.1),
      try record(seed: 2, rho: 0.5, validation: 0.1, test: nil),
    ]
    let table = table([("rho=0.1", whole), ("rho=0.5", broken)])
    #expect(table.rows[0].winner?.candidate.grid == "rho=0.1" && table.rows[0].failed == 1)
    #expect(table.failures.map(\.reason) == ["it broke"] && !table.isComplete)
    let alone = self.table([("", broken)]).rows[0]
    #expect(alone.winner == nil && alone.failed == 1)
  }

  @Test func theFileReadBackEqualsTheRecords() throws {
    let errors = [0.1, 0.30000000000000004, 1.0 / 3]
    let records = try errors.enumerated().map {
      try record(seed: UInt64($0.offset), rho: 0.7, validation: 0.2, test: $0.element)
    }
    let lines = table([("", records)]).csv.split(separator: "\n").map(String.init)
    #expect(lines.count == 2 && lines[0] == ResultTable.columns.joined(separator: ","))
    #expect(
      ResultTable.columns.prefix(11) == [
        "data", "model", "lookback", "horizon", "n_seeds", "mse_norm_mean", "mse_norm_std", "mae_norm_mean",
        "mae_norm_std", "windows", "seconds_mean",
      ])
    let fields = lines[1].dropFirst("\"a, b.csv\",".count).split(
      separator: ",", omittingEmptySubsequences: false)
    let mean = errors.reduce(0, +) / 3
    let variance = errors.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 2
    #expect(lines[1].hasPrefix("\"a, b.csv\",samformer,8,2,3,"))
    #expect(Double(fields[4]) == mean && Double(fields[5]) == variance.squareRoot())
    #expect(abs((Double(fields[6]) ?? 0) - mean / 2) < 1e-15 && fields[8] == "19" && fields[9] == "1.5")
  }

  @Test func oneSeedHasNoDeviation() throws {
    let row = table([("", [try record(seed: 1, rho: 0, validation: 1, test: 0.5)])])
    #expect(row.rows[0].winner?.mse.text == "0.5000")
    #expect(row.csv.contains(",1,0.5,,0.25,,19,1.5,"))
  }

  @Test func missingRunsLeaveACellOpen() throws {
    let records = try (1...2).map { try record(seed: $0, rho: 0.1, validation: 0.4, test: 0.5) }
    let table = table([("", records)], without: 1)
    #expect(table.rows[0].missing == 1 && table.rows[0].winner == nil)
    #expect(table.markdown.contains("## Not run yet"))
    #expect(table.csv.hasSuffix(",0,,,,,,,,,0,1,\n"))
  }
}
