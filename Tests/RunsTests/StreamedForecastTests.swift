import Forecasters
import LocalModels
import Runs
import Smoothing
import Tensors
import TestSupport
import Testing
import TimeSeries
import Training

/// Forecasts of many series, each by a model that is fitted to all of its rows.
@Suite struct StreamedForecastTests {
  private let folder: TemporaryFolder
  private let data: String
  private let panel: LongPanel

  init() throws {
    folder = try TemporaryFolder()
    var generator = TestGenerator()
    var panel = LongPanel(columns: ["y"])
    for index in 0..<60 {
      let count = 20 + index % 13
      let level = Double.random(in: 5...500, using: &generator)
      panel.series.append(
        (
          id: "s\(index)", firstDay: index % 3,
          rows: (0..<count).map { row in
            [level + Double(row % 7) * level / 20 + Double.random(in: 0...1, using: &generator) * level / 10]
          }
        ))
    }
    self.panel = panel
    data = try panel.write(to: folder)
  }

  private func run(
    _ model: String = "auto-theta", data: String? = nil, threads: Int = 2, blockBytes: Int = 1 << 22,
    levels: [Double] = [0.95, 0.8], _ change: (inout FitRequest) -> Void = { _ in }
  ) throws -> (csv: String, summary: StreamedForecast.Summary) {
    var request = FitRequest(data: data ?? self.data, workers: Workers(threadCount: threads))
    (request.model, request.horizon) = (model, 5)
    change(&request)
    var forecast = try StreamedForecast(request, levels: levels)
    forecast.blockBytes = blockBytes
    let summary = try forecast.write(to: folder.file("out.csv"))
    return (String(decoding: try folder.bytes("out.csv"), as: UTF8.self), summary)
  }

  @Test func theFileIsTheSameForAnyBlocksAndThreads() throws {
    let whole = try run()
    #expect(whole.summary.seriesCount == 60 && whole.summary.horizon == 5 && whole.summary.notes.count == 1)
    #expect(whole.summary.rowCount == panel.series.reduce(0) { $0 + $1.rows.count })
    for (threads, blockBytes) in [(1, 1 << 22), (3, 700), (2, 4000), (1, 64)] {
      #expect(try run(threads: threads, blockBytes: blockBytes).csv == whole.csv)
    }
  }

  /// The intervals are the model's own, and nothing is kept back.
  @Test func eachForecastIsThatOfTheModelFittedToAllRows() throws {
    let table = try Panel(reading: data)
    let csv = try run().csv.split(separator: "\n")
    #expect(csv[0] == "unique_id,ds,y,y-lo-95,y-lo-80,y-hi-80,y-hi-95" && csv.count == 1 + 60 * 5)
    for series in [0, 17, 59] {
      let fit = try Theta(.automatic).fit(
        LocalSeries(values: table.values(ofColumn: 0, ofSeries: series), season: 7))
      let expected = fit.forecast(horizon: 5, levels: [0.8, 0.95])
      for step in 0..<5 {
        let cells = csv[1 + series * 5 + step].split(separator: ",")
        let numbers = cells.dropFirst(2).compactMap { Double($0) }
        let wanted = [
          expected.mean[step], expected.lower[1][step], expected.lower[0][step], expected.upper[0][step],
          expected.upper[1][step],
        ]
        #expect(cells[0] == "s\(series)")
        for (number, value) in zip(numbers, wanted) {
          #expect((number - value).magnitude < 1e-12 * value.magnitude)
        }
      }
    }
  }

  @Test func aSeriesThatCannotBeFittedIsContinuedAndCounted() throws {
    var short = panel
    short.series[3].rows = [[4], [5], [7]]
    short.series[5].rows = [[nil], [nil], [nil]]
    let path = try short.write(to: folder, named: "short.csv")
    let (csv, summary) = try run("hw-additive", data: path, blockBytes: 900)
    #expect(summary.fallbackCount == 1 && summary.emptyCount == 1)
    #expect(summary.firstProblem?.hasPrefix("'s3': ") == true, "\(summary.firstProblem ?? "")")
    #expect(summary.notes.count == 4 && summary.notes[0].contains("cells missing, the first on line"))
    #expect(summary.notes[1].contains("1 of 60 series"), "\(summary.notes)")
    let lines = csv.split(separator: "\n")
    #expect(lines[1 + 3 * 5].hasPrefix("s3,2020-01-04 00:00:00,7,"), "\(lines[16])")
    #expect(lines[1 + 5 * 5].hasSuffix(",,,,,"), "\(lines[26])")
  }

  /// However many blocks a file comes in, what its last rows lack is counted over all of them.
  @Test func lastRowsAreCountedOverAllBlocks() throws {
    var some = panel
    // Series 38 alone ends on the last day.
    for index in [7, 20] { some.series[index].rows += [[nil], [nil]] }
    some.series[38].rows += [[1], [2], [3]]
    let path = try some.write(to: folder, named: "some.csv")
    for blockBytes in [1 << 22, 900] {
      let notes = try run("last-value", data: path, blockBytes: blockBytes).summary.notes
      #expect(notes.contains { $0.contains("59 of 60 series end before") }, "\(notes)")
      #expect(notes.contains { $0.contains("missing, the first on line") }, "\(notes)")
      #expect(
        notes.contains { $0.contains("2 of 60 series have no value") && $0.contains("'s7'") }, "\(notes)")
    }
  }

  @Test func whereNothingCanBeFittedTheFileIsAsItWas() throws {
    let path = try folder.write(
      "tiny.csv",
      Array(
        "unique_id,ds,y\na,2024-01-01,1\na,2024-01-02,2\na,2024-01-03,1\nb,2024-01-01,4\nb,2024-01-02,3\n"
          .utf8))
    _ = try folder.write("out.csv", Array("old".utf8))
    #expect(throws: TrainingError.self) { try run("hw-additive", data: path) }
    #expect(try folder.bytes("out.csv") == Array("old".utf8))
    #expect(folder.names.filter { $0.contains("out") } == ["out.csv"])
  }

  @Test func seriesThatGoOnLaterAreReadAsAWhole() throws {
    let lines = panel.csv.split(separator: "\n")
    // The last row of the first series stands at the end.
    let last = lines.lastIndex { $0.hasPrefix("s0,") } ?? 0
    let moved = (lines[..<last] + lines[(last + 1)...] + [lines[last]]).joined(separator: "\n") + "\n"
    let path = try folder.write("moved.csv", Array(moved.utf8))
    #expect(try run("theta", data: path, blockBytes: 900).csv == run("theta").csv)
  }

  @Test func aPanelInMemoryIsForecastToo() throws {
    let panel = try Panel(reading: data)
    #expect(try run { $0.data = .panel(panel) }.csv == run().csv)
  }

  @Test func severalTargetsAreForecastEach() throws {
    var two = LongPanel(columns: ["y", "z"])
    two.series = panel.series.map { series in
      (id: series.id, firstDay: series.firstDay, rows: series.rows.map { [$0[0], $0[0].map { 2 * $0 }] })
    }
    let path = try two.write(to: folder, named: "two.csv")
    let csv = try run("theta", data: path, levels: []).csv.split(separator: "\n")
    #expect(csv[0] == "unique_id,ds,y,z")
    let numbers = csv[1].split(separator: ",").compactMap { Double($0) }
    #expect((numbers[1] - 2 * numbers[0]).magnitude < 1e-6 * numbers[1])
  }

  /// What needs no fit in the ordinary way is a local model here.
  @Test func naiveMethodsHaveIntervalsToo() throws {
    let values = try Panel(reading: data).values(ofColumn: 0)
    for (name, model) in [
      ("last-value", Naive() as any LocalModel), ("seasonal-naive", LocalModels.SeasonalNaive()),
      ("mean", HistoricalMean()), ("drift", LocalModels.Drift()),
    ] {
      let expected = try model.fit(LocalSeries(values: values, season: 7)).forecast(horizon: 1, levels: [0.8])
      let line = try run(name, levels: [0.8]).csv.split(separator: "\n")[1]
      let numbers = line.split(separator: ",").compactMap { Double($0) }
      #expect(numbers.count == 3 && (numbers[0] - expected.mean[0]).magnitude < 1e-9, "\(name): \(line)")
      #expect((numbers[2] - expected.upper[0][0]).magnitude < 1e-9, "\(name): \(line)")
    }
  }

  @Test func whatIsNoLocalModelIsRefused() throws {
    #expect(throws: RequestError.notLocal(model: "samformer")) { try run("samformer") }
    #expect(throws: RequestError.unknownModel("thetta")) { try run("thetta") }
    #expect(throws: RequestError.nothingToTrain(models: ["theta"])) {
      try run("theta") { $0.recipe.epochs = 3 }
    }
  }
}
