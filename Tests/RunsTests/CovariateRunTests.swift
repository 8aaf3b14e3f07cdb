import Forecasters
import Forecasting
import Runs
import Tensors
import TestSupport
import Testing
import TimeSeries

/// Columns whose future is known, whose past alone is, and that have one value a series.
struct CovariateRunTests {
  /// Two shops whose sales follow a promotion of the same day, a level of the shop and noise; a column of noise beside.
  private static func shops(seed: UInt64 = 1, days: Int = 260, known: Int = 260) -> LongPanel {
    var generator = TestGenerator(seed: seed)
    var panel = LongPanel(columns: ["sales", "weather", "promotion", "size"])
    for shop in 0..<2 {
      let rows = (0..<days).map { day -> [Double?] in
        let promotion = generator.normal()
        let (noise, weather) = (0.02 * generator.normal(), generator.normal())
        let sales = 20 * Double(shop + 1) + 5 * promotion + noise
        return [day < known ? sales : nil, day < known ? weather : nil, promotion, Double(shop + 1)]
      }
      panel.series.append((id: "shop \(shop)", firstDay: 0, rows: rows))
    }
    return panel
  }

  private static func roles(_ future: [String], fixed: [String] = []) -> ReadingOptions {
    var options = ReadingOptions()
    options.targetColumns = ["sales"]
    (options.futureColumns, options.fixedColumns) = (future, fixed)
    options.pastColumns = ["weather"]
    options.ignoredColumns = ["promotion", "size"].filter { !(future + fixed).contains($0) }
    return options
  }

  private static func small(_ request: inout FitRequest) {
    let sizes = [
      "hiddenSize": "16", "feedForwardSize": "32", "headCount": "2", "layerCount": "1",
      "encoderLayerCount": "1",
    ]
    guard let type = ForecasterCatalog.forecaster(named: request.model) else { return }
    let known = keys(of: type)
    request.settings = sizes.filter { known.contains($0.key) }.sorted { $0.key < $1.key }.map {
      ($0.key, $0.value)
    }
    guard request.model != "linear-closed-form" else { return }
    (request.recipe.epochs, request.recipe.learningRate, request.recipe.patience) = (100, 1e-2, 100)
    request.recipe.schedule = .constant
  }

  private static func keys<F: Forecaster>(of type: F.Type) -> [String] { F.Configuration.fields.map(\.key) }

  /// The target is a known function of the future column: without it nothing can be known of what comes.
  @Test(arguments: ["linear-closed-form", "mlp", "tide"])
  func aTargetThatFollowsAKnownColumnIsForecastTenTimesBetterWithIt(_ model: String) throws {
    let folder = try TemporaryFolder()
    let path = try Self.shops().write(to: folder)
    let errors = try [["promotion"], []].map { future in
      let result = try LongPanel.fit(model, path, lookback: 7, horizon: 3) {
        $0.reading = Self.roles(future)
        Self.small(&$0)
      }
      return try #require(result.test).mseNorm
    }
    #expect(10 * errors[0] <= errors[1], "\(model): \(errors[0]) with the column, \(errors[1]) without")
  }

  @Test func aForecasterThatCannotUseAColumnSaysWhichCan() throws {
    let folder = try TemporaryFolder()
    let path = try Self.shops().write(to: folder)
    let error = try #require(throws: RequestError.self) {
      try LongPanel.fit("samformer", path, lookback: 7, horizon: 3) { $0.reading = Self.roles(["promotion"]) }
    }
    let text = "\(error)"
    #expect(text.contains("samformer") && text.contains("tide") && text.contains("linear-closed-form"))
  }

  /// What comes after the origin of columns whose past alone is known changes no forecast; of columns known ahead it does.
  @Test(arguments: ["linear-closed-form", "mlp", "tide"])
  func onlyColumnsKnownAheadAreLookedAtAhead(_ model: String) throws {
    let folder = try TemporaryFolder()
    let path = try Self.shops(days: 200, known: 190).write(to: folder)
    let fitted = try LongPanel.fit(model, path, lookback: 7, horizon: 5) {
      $0.reading = Self.roles(["promotion"])
      Self.small(&$0)
      if model != "linear-closed-form" { $0.recipe.epochs = 3 }
    }.model
    func forecast(_ panel: LongPanel, _ name: String) throws -> [Double] {
      let table = try Prediction(fitted, data: .file(try panel.write(to: folder, named: name))).table
      #expect(table.parts[0].timestamps.count == 5)
      return table.parts.flatMap(\.values)
    }
    let here = try forecast(Self.shops(days: 200, known: 190), "here.csv")
    var weather = Self.shops(days: 200, known: 190)
    for shop in 0..<2 { for day in 190..<200 { weather.series[shop].rows[day][1] = 99 } }
    #expect(try forecast(weather, "weather.csv") == here)
    var promotion = Self.shops(days: 200, known: 190)
    for day in 190..<195 { promotion.series[0].rows[day][2] = 3 }
    let there = try forecast(promotion, "promotion.csv")
    #expect(there[..<5] != here[..<5] && there[5...] == here[5...])
  }

  @Test func futureValuesThatAreMissingAreNamed() throws {
    let folder = try TemporaryFolder()
    let fitted = try LongPanel.fit(
      "linear-closed-form", try Self.shops(days: 200, known: 190).write(to: folder), lookback: 7, horizon: 5
    ) { $0.reading = Self.roles(["promotion"]) }.model
    var holes = Self.shops(days: 200, known: 190)
    holes.series[1].rows[192][2] = nil
    let path = try holes.write(to: folder, named: "holes.csv")
    let hole = try #require(throws: DataError.self) { try Prediction(fitted, data: .file(path)) }
    #expect(
      "\(hole)".contains("promotion") && "\(hole)".contains("2020-07-11") && "\(hole)".contains("shop 1"))
    let short = try Self.shops(days: 192, known: 190).write(to: folder, named: "short.csv")
    let end = try #require(throws: DataError.self) { try Prediction(fitted, data: .file(short)) }
    #expect("\(end)".contains("promotion") && "\(end)".contains("2020-07-11"))
  }

  /// The same values in a file of their own.
  @Test func aFileOfFutureValuesIsAsGoodAsRowsOfTheData() throws {
    let folder = try TemporaryFolder()
    let whole = Self.shops(days: 200, known: 190)
    let wholePath = try whole.write(to: folder)
    let fitted = try LongPanel.fit("linear-closed-form", wholePath, lookback: 7, horizon: 5) {
      $0.reading = Self.roles(["promotion"], fixed: ["size"])
    }.model
    let expected = try Prediction(fitted, data: .file(wholePath)).table
    var (past, future) = (whole, LongPanel(columns: ["promotion"]))
    for shop in 0..<2 {
      past.series[shop].rows.removeLast(10)
      future.series.append(
        (id: "shop \(shop)", firstDay: 190, rows: whole.series[shop].rows[190..<195].map { [$0[2]] }))
    }
    let prediction = try Prediction(
      fitted, data: .file(try past.write(to: folder, named: "past.csv")),
      future: .file(try future.write(to: folder, named: "future.csv")))
    #expect(prediction.table.parts.map(\.values) == expected.parts.map(\.values))
  }

  @Test func fixedColumnsTellSeriesApart() throws {
    let folder = try TemporaryFolder()
    var panel = Self.shops()
    let fitted = try LongPanel.fit(
      "mlp", try panel.write(to: folder), lookback: 7, horizon: 3
    ) {
      $0.reading = Self.roles([], fixed: ["size"])
      Self.small(&$0)
      $0.recipe.epochs = 3
    }.model
    #expect(fitted.description.columns.fixed.names == ["size"])
    let here = try Prediction(fitted, data: .file(folder.file("long.csv"))).table
    for day in panel.series[0].rows.indices { panel.series[0].rows[day][3] = 2 }
    let there = try Prediction(fitted, data: .file(try panel.write(to: folder, named: "other.csv"))).table
    #expect(here.parts[0].values != there.parts[0].values && here.parts[1].values == there.parts[1].values)
  }
}
