import Datasets
import Experiments
import Forecasting
import Persistence
import Runs
import TestSupport
import Testing
import Text
import TimeSeries
import Training

@Suite struct HTMLReportTests {
  private struct Made {
    var model = "samformer"
    var data = "ETTh1.csv"
    var horizon = 96
    var seed: UInt64 = 1
    var test = 0.4
    var error: String?
    var channel = "OT"
    var tokenCount = 2
    /// Of the file; that of the known one unless told.
    var digest: String?
  }

  /// A record with made-up but telling numbers.
  private func record(_ made: Made) throws -> RunRecord {
    let description = ModelDescription(
      model: made.model, configuration: [:], shape: .init(lookback: 512, horizon: made.horizon),
      columns: .init(
        time: "date", channels: [made.channel], frequency: .hours(1),
        scaler: StandardScaler(means: [0], deviations: [1])),
      split: .init(rule: .usualRatios, rows: Split(train: 0..<700, validation: 700..<800, test: 800..<1000)),
      data: .init(
        path: made.data, sha256: made.digest ?? DatasetCatalog.named(made.data)?.sha256 ?? "5a5a"),
      recipe: TrainingRecipe(), seed: made.seed,
      training: .init(epochs: 2, bestEpoch: 2))
    let specification = RunSpecification(description)
    if let error = made.error {
      return RunRecord(specification, data: made.data, instructionSet: "portable", outcome: .failed(error))
    }
    func values(_ mse: Double, _ mae: Double) -> MetricValues {
      let values = [mse, mae, 9, 3]
      return MetricValues { $0.rawValue < values.count ? values[$0.rawValue] : .nan }
    }
    let score = ForecastScore(
      windows: 105, total: values(made.test, made.test / 2 + 0.1),
      perStep: (0..<made.horizon).map { values(made.test + Double($0) / 1000, 0.3) })
    let channel: JSONValue = [
      "name": .string(made.channel), "history": [1.0, 2.0], "truth": [3.0, 1.0], "forecast": [2.5, 1.5],
    ]
    let names = (0..<made.tokenCount).map { JSONValue.string("\(made.channel)\($0)") }
    let row = JSONValue.array((0..<made.tokenCount).map { _ in .number(1 / Double(made.tokenCount)) })
    let json: JSONValue = [
      "parameters": 82_590, "best_epoch": 2, "seconds": ["load": 0.0, "train": 0.0, "total": 12.345],
      "validation": score.json(showsUnits: true), "test": score.json(showsUnits: true, showsSteps: true),
      "weights_sha256": "",
      "history": [
        epoch(1, training: 0.7, validation: 0.6, isBest: true),
        epoch(2, training: 0.5, validation: 0.55, isBest: true),
      ],
      "samples": [["window": 7, "start": "2018-02-20 00:00:00", "channels": [channel]]],
      "attention": [
        [
          "name": "channels", "rows": .array(names), "columns": .array(names),
          "weights": .array((0..<made.tokenCount).map { _ in row }),
        ]
      ],
    ]
    return RunRecord(
      specification, data: made.data, instructionSet: "portable",
      environment: RunEnvironment(program: "forecast 9.9", system: "Linux <6>", processor: "Fast, 2 cores"),
      outcome: .finished(try RunResult(json: JSONReader(json))))
  }

  private func epoch(_ number: Int, training: Double, validation: Double, isBest: Bool) -> JSONValue {
    [
      "epoch": .integer(number), "train_loss": .number(training), "val_mse_norm": .number(validation),
      "val_mae_norm": .number(validation), "learning_rate": 0.001, "seconds": 1.0,
      "is_best": .boolean(isBest),
    ]
  }

  /// A report of cells that each hold some records, under the labels of their models.
  private func report(name: String = "sweep", _ cells: [(label: String, made: [Made])]) throws -> String {
    var records: [String: RunRecord] = [:]
    let plan = SweepPlan(
      name: name,
      cells: try cells.map { label, made in
        let own = try made.map(record)
        for record in own { records[record.id] = record }
        return SweepPlan.Cell(
          data: made[0].data, model: label, lookback: 512, horizon: made[0].horizon,
          candidates: [
            .init(grid: "", runs: own.map { .init(id: $0.id, seed: $0.specification.seed) })
          ])
      })
    return HTMLReport(ResultTable(plan, records)).text
  }

  private func page(_ text: String) throws -> CheckedXML {
    let doctype = "<!DOCTYPE html>\n"
    #expect(text.hasPrefix(doctype))
    return try CheckedXML(String(text.dropFirst(doctype.count)))
  }

  private let comparison: [(label: String, made: [Made])] = [
    ("samformer", [Made(seed: 1, test: 0.37), Made(seed: 2, test: 0.39)]),
    ("linear", [Made(model: "linear-closed-form", test: 0.3339)]),
    ("samformer", [Made(horizon: 192, seed: 1, test: 0.41), Made(horizon: 192, seed: 2, test: 0.42)]),
    ("linear", [Made(model: "linear-closed-form", horizon: 192, error: "the loss became infinite")]),
  ]

  @Test func thePageIsWellFormedAndNeedsNothingElse() throws {
    let text = try report(comparison)
    let page = try page(text)
    #expect(!page.elements.contains { ["script", "link", "img", "iframe", "object"].contains($0.name) })
    #expect(!page.elements.contains { $0.attributes["src"] != nil })
    let links = page.elements.compactMap { $0.attributes["href"] }
    #expect(!links.isEmpty && links.allSatisfy { $0.hasPrefix("#") })
    let ids = Set(page.elements.compactMap { $0.attributes["id"] })
    #expect(links.allSatisfy { ids.contains(String($0.dropFirst())) })
    #expect(!text.contains("@import") && !text.contains("url("))
  }

  @Test func meansAndDeviationsStandUnderTheirHorizons() throws {
    let cells = try page(report(comparison)).elements
    let texts = cells.filter { ["td", "strong", "small"].contains($0.name) }.map(\.text)
    // Mean and sample deviation of .37 and .39, and of their MAEs.
    for text in ["0.3800", "± 0.0141", "0.2900", "± 0.0071", "0.4150"] {
      #expect(texts.contains(text), "\(text)")
    }
  }

  @Test func theLowestOfEachColumnIsBold() throws {
    let bold = try page(report(comparison)).texts("strong")
    // The made-up linear model has the lowest MSE at 96, a published model beats the MAE of both at no horizon.
    #expect(bold.contains("0.3339") && !bold.contains("0.3800"))
    // Errors that look the same are both the lowest.
    let data = "mine.csv"
    let alike: [(label: String, made: [Made])] = [
      ("one", [Made(data: data, test: 0.4)]), ("other", [Made(model: "linear", data: data, test: 0.40001)]),
    ]
    #expect(try page(report(alike)).texts("strong").count { $0 == "0.4000" } == 2)
  }

  @Test func publishedNumbersStandBesideOursWithTheirSource() throws {
    let page = try page(report(comparison))
    #expect(page.texts("td").contains("0.381"))
    #expect(page.texts("li").contains { $0.contains("https://arxiv.org/abs/2402.10198") })
    let other = try report([("samformer", [Made(data: "mine.csv")])])
    #expect(!other.contains("2402.10198"))
  }

  /// Another file under the name of a benchmark: published numbers say nothing about it.
  @Test func publishedNumbersAreOfTheKnownFile() throws {
    let text = try report([("samformer", [Made(digest: "5a5a")])])
    #expect(!text.contains("2402.10198") && !text.contains("Reported by others"))
    let remark =
      "ETTh1.csv is not the known file of this name: published numbers are of other data, and are left out."
    #expect(try page(text).texts("p").contains(remark))
    #expect(try !page(report(comparison)).texts("p").contains(remark))
  }

  @Test func everyErrorOfTheTablesStandsInARecordOrASource() throws {
    let page = try page(report(comparison))
    var known: Set<String> = []
    for values in [[0.37, 0.39], [0.3339], [0.41, 0.42]] {
      for errors in [values, values.map { $0 / 2 + 0.1 }] {
        let mean = errors.reduce(0, +) / Double(errors.count)
        known.formUnion((errors + [mean]).map { TextFormatting.fixed($0) })
        let squares = errors.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        if errors.count > 1 { known.insert("± " + TextFormatting.fixed(squares.squareRoot())) }
      }
    }
    for (_, result) in PublishedTable.results(on: "ETTh1.csv") {
      for value in [result.mse, result.mae, result.mseDeviation].compactMap(\.self) {
        known.formUnion(
          [3, 4].flatMap {
            [TextFormatting.fixed(value, places: $0), "± " + TextFormatting.fixed(value, places: $0)]
          })
      }
    }
    let shown = page.elements.filter { ["td", "strong", "small"].contains($0.name) }.map(\.text).filter {
      $0.contains(".") && ($0.hasPrefix("±") || Double($0) != nil) && $0 != "12.3"
    }
    #expect(shown.count > 30)
    #expect(Set(shown).subtracting(known).isEmpty)
  }

  @Test func aFailedRunIsShownWithItsErrorAndNotAveraged() throws {
    let text = try report([
      ("samformer", [Made(seed: 1, test: 0.37), Made(seed: 2, error: "disk <full> & \"gone\"")])
    ])
    let page = try page(text)
    #expect(page.texts("td").contains("disk <full> & \"gone\""))
    #expect(page.texts("td").count { $0 == "failed" } == 2)
    #expect(page.texts("p").contains("2 runs, 1 finished, 1 failed."))
    #expect(!page.texts("small").contains { $0.hasPrefix("±") && $0.contains("0.37") })
  }

  /// Every table has in each row as many columns as in its head, also that of failed runs.
  @Test func cellsStandUnderTheirHeads() throws {
    let failing: [(label: String, made: [Made])] = [
      ("samformer", [Made(seed: 1, test: 0.37), Made(seed: 2, error: "gone")])
    ]
    for text in [try report(comparison), try report(failing)] {
      for widths in try page(text).tableWidths { #expect(Set(widths).count == 1, "\(widths)") }
    }
    #expect(try page(report(failing)).texts("td").contains("gone"))
  }

  /// Runs whose data cannot be read have failed as well.
  @Test func runsThatCannotBeginAreCounted() throws {
    let made = try record(Made())
    let cells = [
      SweepPlan.Cell(
        data: "ETTh1.csv", model: "samformer", lookback: 512, horizon: 96,
        candidates: [.init(grid: "", runs: [.init(id: made.id, seed: 1)])]),
      SweepPlan.Cell(
        data: "none.csv", model: "samformer", lookback: 512, horizon: 96,
        candidates: [.init(grid: "", runs: [.init(id: "2", seed: 1, problem: "there is no file")])]),
    ]
    let table = ResultTable(SweepPlan(name: "two", cells: cells), [made.id: made])
    let page = try page(HTMLReport(table).text)
    #expect(page.texts("p").contains("2 runs, 1 finished, 1 failed."))
  }

  @Test func hostileNamesStayText() throws {
    let made = Made(data: hostileName, channel: hostileName)
    let text = try report(
      name: hostileName,
      [(hostileName, [made]), ("other", [Made(model: "last-value", data: hostileName, error: hostileName)])])
    let page = try page(text)
    #expect(!page.elements.contains { ["b", "script"].contains($0.name) })
    #expect(page.texts("h1")[0].hasPrefix("<b>&\"'</text><script>"))
  }

  @Test func theEnvironmentAndTheSpecificationStandAtTheEnd() throws {
    let page = try page(report(comparison))
    let digest = try #require(DatasetCatalog.named(comparison[0].made[0].data)?.sha256)
    for text in ["forecast 9.9", "Linux <6>", "Fast, 2 cores", "portable", digest] {
      #expect(page.texts("code").contains(text), "\(text)")
    }
    let specification = try record(comparison[0].made[0]).specification
    #expect(page.texts("code").contains(specification.json.text(.indented)))
  }

  @Test func allKindsOfPicturesAreThere() throws {
    let titles = try page(report(comparison)).elements.filter { $0.attributes["class"] == "title" }.map(
      \.text)
    for title in [
      "Horizon 96", "Horizon 192", "OT from 2018-02-20 00:00:00", "samformer, horizon 96",
      "samformer, horizon 96, seed 1: channels",
    ] {
      #expect(titles.contains(title), "\(title) is not among \(titles)")
    }
  }

  @Test func aModelFarOffDoesNotPressTheOthersTogether() throws {
    let page = try page(
      report([("good", [Made(test: 0.4)]), ("bad", [Made(model: "last-value", test: 1.3)])]))
    #expect(page.texts("figcaption") == ["Too large to be drawn: bad (mean 1.3000)."])
  }

  @Test func attentionOverManyTokensIsAveragedOverBlocks() throws {
    let page = try page(report([("samformer", [Made(tokenCount: 100)])]))
    let cells = page.elements.filter { $0.attributes["class"] == "cell" }
    #expect(cells.count == 34 * 34 + 5)
  }

  @Test func aPlanWithoutRecordsSaysSo() throws {
    let plan = SweepPlan(
      name: "",
      cells: [
        .init(
          data: "a.csv", model: "m", lookback: 8, horizon: 2,
          candidates: [.init(grid: "", runs: [.init(id: "1", seed: 1)])])
      ])
    let page = try page(HTMLReport(ResultTable(plan, [:])).text)
    #expect(page.texts("p").contains("1 run, 0 finished, 1 not run yet."))
    #expect(page.texts("p").contains("No run has finished yet."))
    #expect(page.texts("li").contains("m on a.csv, look-back 8, horizon 2: 1 of 1 run"))
    _ = try self.page(HTMLReport(ResultTable(SweepPlan(name: "", cells: []), [:])).text)
  }

  @Test func equalRecordsGiveEqualBytes() throws {
    #expect(try report(comparison) == report(comparison))
  }

  @Test func aPlanToldByRecordsPutsSeedsTogetherAndKeepsOtherSettingsApart() throws {
    let records = try [Made(seed: 2), Made(seed: 1), Made(horizon: 192), Made(data: "b.csv")].map(record)
    var recipe = records[0]
    recipe.specification.recipe?.rho = 0.1
    let plan = SweepPlan(name: "told", telling: records + [recipe])
    #expect(plan.cells.map(\.model) == ["samformer", "samformer (2)", "samformer", "samformer"])
    #expect(plan.cells.map(\.horizon) == [96, 96, 192, 96])
    #expect(Set(plan.cells.map { $0.candidates[0].runs.map(\.seed) }) == [[1, 2], [2], [1]])
    #expect(Set(plan.runIDs) == Set((records + [recipe]).map(\.id)))
  }
}

extension CheckedXML {
  /// For each table how many columns each of its rows takes.
  fileprivate var tableWidths: [[Int]] {
    var (tables, carried): ([[Int]], Int) = ([], 0)
    for element in elements {
      let table = tables.indices.last
      switch element.name {
      case "table":
        tables.append([])
        carried = 0
      case "tr":
        guard let table else { continue }
        tables[table].append(carried)
        carried = 0
      case "th", "td":
        guard let table, let row = tables[table].indices.last else { continue }
        let width = Int(element.attributes["colspan"] ?? "1") ?? 0
        tables[table][row] += width
        if element.attributes["rowspan"] == "2" { carried += width }
      default: break
      }
    }
    return tables
  }
}
