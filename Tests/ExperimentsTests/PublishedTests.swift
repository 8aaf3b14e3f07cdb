import Experiments
import Forecasters
import Persistence
import Testing
import TimeSeries

@Suite struct PublishedTests {
  /// The released script for ETT trains FAN at a tenth of the Transformer's rate; both rates are run.
  @Test func fanIsRunAtItsOwnLearningRateToo() throws {
    let entries = try #require(Reproduction.named("fan")).entries
    #expect(entries.count == 10 && Set(entries.map { $0.model.label }).count == 10)
    for entry in entries {
      let isSlow = entry.model.label.contains("-slow")
      #expect(entry.model.training.learningRate == (isSlow ? 1e-5 : nil))
      #expect(!isSlow || entry.row.contains("FAN"))
    }
    #expect(entries.count { $0.model.label.contains("-slow") } == 4)
  }

  /// Every number, name and remark, as they were compared with their sources: a slip of the finger in a data file shows.
  @Test func theTablesAreThoseThatWereCompared() {
    let lines = PublishedTable.all.flatMap { table -> [String] in
      func text(_ value: (some CustomStringConvertible)?) -> String { value.map { "\($0)" } ?? "" }
      return ["\(table.id)|\(table.source)|\(table.kind.rawValue)|\(table.note)"]
        + table.results.map {
          "\($0.model)|\(text($0.forecaster))|\($0.data)|\(text($0.lookback))|\($0.horizon)|\($0.mse)|"
            + "\(text($0.mae))|\(text($0.mseDeviation))"
        }
    }
    let digest = "af09ca7ef57419d913aa67948949212cb14aa3e170dcba2b6cef5b5211715132"
    #expect(lines.count == 520)
    #expect(SHA256.hexDigest(of: Array(lines.joined(separator: "\n").utf8)) == digest)
  }

  /// A mean of squares is at least the square of the mean, whoever computed both; the sources round to three digits.
  @Test func noAbsoluteErrorIsAboveTheRootOfTheSquaredOne() {
    for table in PublishedTable.all {
      for result in table.results {
        guard let mae = result.mae else { continue }
        #expect((mae - 0.0005) * (mae - 0.0005) <= result.mse + 0.0005, "\(table.id) \(result)")
      }
    }
  }

  /// Zeng et al. and this project repeated the last value on the same rows, apart from an incomplete batch.
  @Test func twoSourcesAgreeOnTheLastValue() throws {
    let naive = try #require(PublishedTable.all.first { $0.id == "naive" }).results
    let theirs = try #require(PublishedTable.all.first { $0.id == "ltsf-linear" }).results.filter {
      $0.model == "Repeat"
    }
    #expect(theirs.count == 20)
    for result in theirs {
      let ours = try #require(
        naive.first { $0.model == "last value" && $0.data == result.data && $0.horizon == result.horizon })
      #expect(abs(ours.mse / result.mse - 1) < 0.02, "\(result)")
    }
  }

  @Test func everyPublicationHasAnAddress() {
    for table in PublishedTable.all where table.kind == .publication {
      #expect(table.source.contains("https://"), "\(table.id)")
    }
    #expect(Set(PublishedTable.all.map(\.id)).count == PublishedTable.all.count)
  }

  @Test(arguments: [
    ("\"note\": \"\"", "\"nota\": \"\"", "note"), ("reference", "hearsay", "kind: no kind of source"),
    ("[1.5, 2.5]", "[1.5]", "rows[0].mse: 1 numbers for 2 horizons"),
    ("[1.5, 2.5]", "[1.5, -2.5]", "rows[0].mse[1]: an error is not negative"),
    ("[1.5, 2.5]", "[1.5, null]", "rows[0].mse[1]: expected a number, found null"),
    ("\"data\"", "\"date\"", "rows[0].date"), ("[96, 192]", "[96, 19.2]", "horizons[1]: expected an integer"),
  ]) func aTableIsReadStrictly(part: String, other: String, problem: String) throws {
    let text =
      "{\"id\": \"a\", \"source\": \"b\", \"kind\": \"reference\", \"note\": \"\", \"horizons\": [96, 192], "
      + "\"rows\": [{\"model\": \"m\", \"data\": \"d\", \"mse\": [1.5, 2.5]}]}"
    let table = try PublishedTable(json: JSONReader(JSONValue(parsing: text)))
    #expect(table.results.map(\.mse) == [1.5, 2.5] && table.results.map(\.mae) == [nil, nil])
    let error = try #require(throws: JSONError.self) {
      try PublishedTable(json: JSONReader(JSONValue(parsing: text.replacing(part, with: other))))
    }
    #expect("\(error)".contains(problem), "\(error)")
  }

  @Test func noTableHasACellTwice() {
    for table in PublishedTable.all {
      let cells = table.results.map { "\($0.model) \($0.data) \($0.lookback ?? 0) \($0.horizon)" }
      #expect(Set(cells).count == cells.count, "\(table.id)")
    }
  }

  /// The improvements that the authors' README prints, from sums over all 32 cells: a mistyped number shows.
  @Test func theSAMformerTableGivesThePrintedImprovements() throws {
    let table = try #require(PublishedTable.all.first { $0.id == "samformer-paper" })
    func sum(_ model: String) -> Double {
      table.results.filter { $0.model == model }.reduce(0) { $0 + $1.mse }
    }
    for (model, percent) in [("TSMixer+SAM", 5.25), ("Transformer (without SAM)", 16.96), ("TSMixer", 14.33)]
    {
      #expect(abs(100 * (1 - sum("SAMformer") / sum(model)) - percent) < 0.005, "\(model)")
    }
  }

  /// The averages printed below the FAN paper's tables, over all sixteen cells; one of them is cut, not rounded.
  @Test(arguments: [
    ("fan-table-6", "Transformer", 0.994), ("fan-table-6", "Transformer with FAN (gated)", 0.845),
    ("fan-table-6", "Transformer with FAN", 0.839), ("fan-table-6", "LSTM", 1.084),
    ("fan-table-12", "Transformer", 0.531), ("fan-table-12", "Transformer with FAN (gated)", 0.499),
    ("fan-table-12", "Transformer with FAN", 0.472),
  ]) func theFANTablesGiveThePrintedAverages(id: String, model: String, average: Double) throws {
    let table = try #require(PublishedTable.all.first { $0.id == id })
    let cells = table.results.filter { $0.model == model }.map(\.mse)
    #expect(cells.count == 16 && abs(cells.reduce(0, +) / 16 - average) < 0.001)
  }

  @Test func dataSetsAreFoundByNameFileAndPath() {
    for name in ["ETTh1", "ETTh1.csv", "data/ETTh1.csv"] {
      #expect(PublishedTable.results(on: name).contains { $0.result.mse == 0.381 && $0.result.horizon == 96 })
    }
    #expect(PublishedTable.results(on: "mine.csv").isEmpty)
  }

  @Test func theLimitsOfETTh1AreThoseStated() throws {
    let reproduction = try #require(Reproduction.named("samformer"))
    let comparisons = reproduction.comparisons(table(reproduction, data: "ETTh1"))
    #expect(comparisons.map(\.limit) == [0.378, 0.412, 0.437, 0.470])
    #expect(comparisons.map(\.published?.mse) == [0.381, 0.409, 0.423, 0.427])
    #expect(comparisons.map { $0.reruns.map(\.mse) } == [[0.370], [0.405], [0.429], [0.461]])
    #expect(comparisons.allSatisfy { $0.verdict == .incomplete })
  }

  @Test func dataThatNobodyPublishedOnHasNoLimit() throws {
    let reproduction = try #require(Reproduction.named("samformer"))
    let comparison = try #require(reproduction.comparisons(table(reproduction, data: "mine.csv")).first)
    #expect(comparison.published == nil && comparison.limit == nil && comparison.reruns.isEmpty)
  }

  @Test func theDefaultForecasterIsHeldAgainstTheBestPublishedMaps() throws {
    let reproduction = try #require(Reproduction.named("auto"))
    #expect(reproduction.entries.map(\.model.label) == ["auto", "linear-stack"])
    for (data, mse) in [
      ("ETTh2", [0.268, 0.330, 0.354, 0.383]), ("exchange_rate", [0.081, 0.167, 0.305, 0.811]),
    ] {
      let comparisons = reproduction.comparisons(table(reproduction, data: data, model: "auto"))
      #expect(comparisons.map(\.published?.mse) == mse)
      #expect(comparisons.map(\.limit) == mse.map { $0 * 1.02 })
    }
  }

  /// A table without any record.
  private func table(_ reproduction: Reproduction, data: String, model: String = "samformer") -> ResultTable {
    let cells = [96, 192, 336, 720].map {
      SweepPlan.Cell(
        data: data, model: model, lookback: 512, horizon: $0,
        candidates: [.init(grid: "", runs: [.init(id: "\($0)", seed: 1)])])
    }
    return ResultTable(SweepPlan(name: "t", cells: cells), [:])
  }
}
