import Forecasting
import Runs
import Tensors
import TestSupport
import Testing
import TimeSeries

/// Fits, scores and forecasts of many series.
struct PanelRunTests {
  private static func wave(_ day: Int, _ series: Int, _ generator: inout TestGenerator) -> Double {
    let phase = Float(day) * 0.9 + Float(series)
    return 10 * Double(series + 1) + 3 * Double(cosine(phase)) + generator.normal()
  }

  private static func waves(_ lengths: [Int], seed: UInt64 = 1) -> LongPanel {
    var generator = TestGenerator(seed: seed)
    var panel = LongPanel(columns: ["y"])
    for (index, length) in lengths.enumerated() {
      let rows = (0..<length).map { [Optional(wave($0, index, &generator))] }
      panel.series.append((id: "0\(index)", firstDay: 3 * index, rows: rows))
    }
    return panel
  }

  /// A wide file's channels, one below the other, are the same data to a model that takes channels one by one.
  @Test(arguments: ["linear-closed-form", "last-value", "seasonal-naive", "ses"])
  func aWideFileTurnedIntoALongOneHasTheSameErrors(_ model: String) throws {
    let folder = try TemporaryFolder()
    var generator = TestGenerator(seed: 2)
    let columns = (0..<3).map { series in (0..<300).map { Self.wave($0, series, &generator) } }
    var long = LongPanel(columns: ["y"])
    var wide = "date,a,b,c\n"
    for (series, name) in ["a", "b", "c"].enumerated() {
      long.series.append((id: name, firstDay: 0, rows: columns[series].map { [$0] }))
    }
    for day in 0..<300 {
      let stamp = Frequency.days(1).advance(Timestamp(year: 2020), by: day)
      wide += "\(StampForm.iso().string(for: stamp)),\(columns.map { "\($0[day])" }.joined(separator: ","))\n"
    }
    let paths = [try folder.write("wide.csv", Array(wide.utf8)), try long.write(to: folder)]
    let results = try paths.map { try LongPanel.fit(model, $0) { if model == "ses" { $0.lookback = nil } } }
    let (a, b) = (try #require(results[0].test), try #require(results[1].test))
    for metric in Metric.ofFits {
      #expect((a[metric] - b[metric]).magnitude <= 1e-6 * a[metric], "\(metric.key)")
    }
    #expect(b.windows == 3 * a.windows)
    #expect(b.perSeries.map(\.windows) == [a.windows, a.windows, a.windows])
    let tables = try zip(results, paths).map { try Prediction($0.model, data: .file($1)).table }
    for channel in 0..<3 {
      for step in 0..<5 {
        let (x, y) = (
          tables[0].value(channel: channel, step: step),
          tables[1].value(channel: 0, step: step, ofSeries: channel)
        )
        #expect((x - y).magnitude < 1e-4 * x.magnitude)
      }
    }
  }

  @Test func seriesOfUnequalLengthsAreDividedEachByItself() throws {
    let folder = try TemporaryFolder()
    let panel = Self.waves([200, 120, 60, 9])
    let result = try LongPanel.fit("linear-closed-form", try panel.write(to: folder), refits: false)
    let members = result.model.description.series.members
    #expect(members.map(\.id) == ["00", "01", "02", "03"])
    #expect(members.map(\.rows.test) == [160..<200, 96..<120, 48..<60, 8..<9])
    let test = try #require(result.test)
    // Windows of five steps in the last fifth; none in one row.
    #expect(test.perSeries.map(\.series) == [0, 1, 2] && test.perSeries.map(\.windows) == [36, 20, 8])
    #expect(test.windows == 64)
    let pooled = zip(test.perSeries, [36.0, 20, 8]).reduce(0) { $0 + $1.0.values[.mae] * $1.1 } / 64
    #expect((pooled - test[.mae]).magnitude < 1e-9 * pooled)
    let evaluation = try Evaluation(
      result.model, data: .file(folder.file("long.csv")), workers: Workers(threadCount: 1))
    #expect(evaluation.test == test && evaluation.seriesNames == ["00", "01", "02", "03"])
  }

  @Test func everySeriesIsForecastNewAndShortOnesToo() throws {
    let folder = try TemporaryFolder()
    let path = try Self.waves([200, 120, 60]).write(to: folder)
    let model = try LongPanel.fit("linear-closed-form", path).model
    let whole = try Prediction(model, data: .file(path)).table
    // Another order, a series that the model has not seen, and one shorter than the lookback.
    var other = Self.waves([200, 120, 60, 80, 6])
    other.series = [other.series[4], other.series[2], other.series[3], other.series[0]]
    let prediction = try Prediction(model, data: .file(try other.write(to: folder, named: "other.csv")))
    #expect(prediction.table.parts.map(\.id) == ["04", "02", "03", "00"])
    #expect(prediction.table.parts[1].values == whole.parts[2].values)
    #expect(prediction.table.parts[3].values == whole.parts[0].values)
    // Six rows: their last value, for want of a season.
    let last = try #require(other.series[0].rows.last?[0])
    #expect(prediction.table.parts[0].values == Array(repeating: last, count: 5))
    #expect(prediction.notes.contains { $0.contains("1 of 4 series") && $0.contains("seasonal-naive") })
    #expect(prediction.table.parts[2].values.allSatisfy { $0 > 20 && $0 < 60 })
  }

  @Test func localModelsKeepTheirSeriesInAnyOrder() throws {
    let folder = try TemporaryFolder()
    let panel = Self.waves([90, 120, 60])
    let path = try panel.write(to: folder)
    let model = try LongPanel.fit("holt", path) { $0.lookback = nil }.model
    let file = folder.file("model.safetensors")
    try model.write(to: file)
    let whole = try Prediction(try ModelFile(reading: file), data: .file(path)).table
    var turned = panel
    turned.series.reverse()
    turned.series.removeLast()
    let part = try Prediction(
      try ModelFile(reading: file), data: .file(try turned.write(to: folder, named: "turned.csv"))
    ).table
    #expect(part.parts.map(\.id) == ["02", "01"])
    #expect(part.parts[0].values == whole.parts[2].values && part.parts[1].values == whole.parts[1].values)
  }

  @Test func sharedScalingGivesAllSeriesOneScale() throws {
    let folder = try TemporaryFolder()
    let path = try Self.waves([100, 100]).write(to: folder)
    let result = try LongPanel.fit("linear-closed-form", path) { $0.scaling = .shared }
    let description = result.model.description
    #expect(description.series.members.allSatisfy { $0.scaler == nil })
    let panel = try Panel(reading: path)
    let rows = (0..<2).flatMap { panel.values(ofColumn: 0, ofSeries: $0)[..<70] }
    let mean = rows.reduce(0, +) / 140
    #expect((description.columns.scaler.means[0] - mean).magnitude < 1e-9)
    let variance = rows.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 140
    #expect((description.columns.scaler.deviations[0] - variance.squareRoot()).magnitude < 1e-9)
    #expect(try Prediction(result.model, data: .file(path)).table.parts.count == 2)
  }

  /// Side by side, series are the channels of a wide file.
  @Test func seriesThatAreJoinedAreAWideFile() throws {
    let folder = try TemporaryFolder()
    var generator = TestGenerator(seed: 4)
    let columns = (0..<3).map { series in (0..<200).map { Self.wave($0, series, &generator) } }
    var long = LongPanel(columns: ["y"])
    var wide = "date,a,b,c\n"
    for (series, name) in ["a", "b", "c"].enumerated() {
      long.series.append((id: name, firstDay: 0, rows: columns[series].map { [$0] }))
    }
    for day in 0..<200 {
      let stamp = Frequency.days(1).advance(Timestamp(year: 2020), by: day)
      wide += "\(StampForm.iso().string(for: stamp)),\(columns.map { "\($0[day])" }.joined(separator: ","))\n"
    }
    let paths = [try folder.write("wide.csv", Array(wide.utf8)), try long.write(to: folder)]
    let results = try paths.enumerated().map { index, path in
      try LongPanel.fit("samformer", path) {
        $0.recipe.epochs = 2
        $0.joinsSeries = index == 1
      }
    }
    #expect(results[0].model.weightsSHA256 == results[1].model.weightsSHA256)
    #expect(results[0].test == results[1].test)
    let file = folder.file("joined.safetensors")
    try results[1].model.write(to: file)
    let tables = try [
      Prediction(results[0].model, data: .file(paths[0])).table,
      Prediction(try ModelFile(reading: file), data: .file(paths[1])).table,
    ]
    #expect(tables[1].parts.map(\.id) == ["a", "b", "c"])
    #expect(tables[1].parts.flatMap(\.values) == tables[0].values)
    #expect(try tables[1].csv.hasPrefix("unique_id,ds,y\na,2020-07-19 00:00:00,"))
    // A series that begins later has missing cells before.
    long.series[1].firstDay = 7
    let later = try LongPanel.fit("samformer", try long.write(to: folder, named: "later.csv")) {
      $0.recipe.epochs = 1
      $0.joinsSeries = true
    }
    #expect(later.test?.mseNorm.isFinite == true)
  }
}
