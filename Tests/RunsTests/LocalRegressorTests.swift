import Classical
import Forecasters
import Forecasting
import LocalModels
import Runs
import Tensors
import TestSupport
import Testing
import TimeSeries

/// ARIMA with columns known ahead: regressions with ARIMA errors, in every way that a forecaster is used.
@Suite struct LocalRegressorTests {
  private static let days = 120

  /// Two shops whose sales follow a promotion of the same day around a level that wanders; some days are missing.
  private static func shops(days: Int = days, known: Int = days + 10, gap: Bool = true) -> LongPanel {
    var generator = TestGenerator(seed: 5)
    var panel = LongPanel(columns: ["sales", "promotion"])
    for shop in 0..<2 {
      var level = 50.0 * Double(shop + 1)
      var rows: [[Double?]] = []
      for day in 0..<(Self.days + 20) {
        level += generator.normal()
        let promotion = day % 6 == shop ? 3 + generator.normal() : 0
        let isOpen = !(gap && day % 17 == 5)
        rows.append([day < days && isOpen ? level + 4 * promotion : nil, promotion])
      }
      panel.series.append((id: "shop \(shop)", firstDay: 0, rows: Array(rows[..<known])))
    }
    return panel
  }

  private static var reading: ReadingOptions {
    var options = ReadingOptions()
    (options.targetColumns, options.futureColumns) = (["sales"], ["promotion"])
    return options
  }

  private static func fit(
    _ panel: LongPanel, in folder: TemporaryFolder, refits: Bool = true
  ) throws -> FitResult {
    try LongPanel.fit("arima", try panel.write(to: folder), lookback: 1, horizon: 5, refits: refits) {
      $0.reading = Self.reading
      $0.settings = [("order", "0,1,1"), ("season", "1")]
    }
  }

  /// The model of the library fitted to a shop's rows, and its forecast of the five days after the last.
  private static func expected(_ panel: LongPanel, _ shop: Int, rows: Int) throws -> [Double] {
    let cells = panel.series[shop].rows
    let promotion = cells.map { $0[1] ?? .nan }
    let fitted = try LocalModelCatalog.model(named: "ARIMA(0,1,1)").fit(
      LocalSeries(
        values: cells[..<rows].map { $0[0] ?? .nan }, regressors: [Array(promotion[..<rows])]))
    return fitted.means(horizon: 5, regressors: [Array(promotion[rows..<rows + 5])])
  }

  @Test func predictionsAreThoseOfTheRegression() throws {
    let (folder, panel) = (try TemporaryFolder(), Self.shops())
    let model = try Self.fit(panel, in: folder).model
    let table = try Prediction(model, data: .file(folder.file("long.csv"))).table
    for shop in 0..<2 {
      let expected = try Self.expected(panel, shop, rows: Self.days)
      for (value, wanted) in zip(table.parts[shop].values, expected) {
        #expect(abs(value - wanted) < 1e-9 * abs(wanted))
      }
    }
    // The promotion of a day moves its forecast.
    var promoted = panel
    promoted.series[0].rows[Self.days + 2][1] = 9
    let other = try Prediction(model, data: .file(try promoted.write(to: folder, named: "other.csv"))).table
    let moved = zip(other.parts[0].values, table.parts[0].values).map { $0 - $1 }
    let promotion = 9 - (panel.series[0].rows[Self.days + 2][1] ?? 0)
    #expect(moved[0] == 0 && abs(moved[2] / promotion - 4) < 0.5 && moved[3] == 0)
    #expect(other.parts[1].values == table.parts[1].values)
  }

  /// The state moves over later rows, promotions and gaps among them, as if it had seen them from the start.
  @Test func laterRowsAreFilteredWithTheirColumns() throws {
    let folder = try TemporaryFolder()
    let model = try Self.fit(Self.shops(days: 100), in: folder).model
    let whole = try Self.shops().write(to: folder, named: "whole.csv")
    let update = try ModelUpdate(model, data: .file(whole))
    #expect(update.report.rowCount == 40)
    let here = try Prediction(update.model, data: .file(whole)).table
    // Without an update the state is filtered forward when it is asked for.
    let there = try Prediction(model, data: .file(whole)).table
    #expect(here.parts.map(\.values) == there.parts.map(\.values))
    let old = try Prediction(model, data: .file(folder.file("long.csv"))).table
    #expect(here.parts.map(\.values) != old.parts.map(\.values))
  }

  @Test func forecastsThatAreStreamedAreThoseOfTheRegression() throws {
    let (folder, panel) = (try TemporaryFolder(), Self.shops())
    var request = FitRequest(data: try panel.write(to: folder), workers: Workers(threadCount: 2))
    (request.model, request.horizon, request.reading) = ("arima", 5, Self.reading)
    request.settings = [("order", "0,1,1"), ("season", "1")]
    let summary = try StreamedForecast(request, levels: [0.8]).write(to: folder.file("out.csv"))
    #expect(summary.seriesCount == 2 && summary.fallbackCount == 0)
    let lines = String(decoding: try folder.bytes("out.csv"), as: UTF8.self).split(separator: "\n")
    for shop in 0..<2 {
      let expected = try Self.expected(panel, shop, rows: Self.days)
      for step in 0..<5 {
        let value = try #require(Double(lines[1 + 5 * shop + step].split(separator: ",")[2]))
        #expect(abs(value - expected[step]) < 1e-9 * expected[step])
      }
    }
    // A column that ends too early is named.
    request.data = .file(try Self.shops(known: Self.days + 3).write(to: folder, named: "short.csv"))
    let error = try #require(throws: DataError.self) {
      try StreamedForecast(request, levels: [0.8]).write(to: folder.file("out.csv"))
    }
    #expect("\(error)".contains("promotion") && "\(error)".contains("2020-05-03"))
  }

  /// What a promotion does is worth something: test errors are smaller with it.
  @Test func errorsAreSmallerWithTheColumn() throws {
    let folder = try TemporaryFolder()
    let path = try Self.shops(known: Self.days).write(to: folder)
    let errors = try [["promotion"], []].map { future in
      let result = try LongPanel.fit("arima", path, lookback: 1, horizon: 5) {
        $0.reading = Self.reading
        $0.reading.futureColumns = future
        $0.reading.ignoredColumns = future.isEmpty ? ["promotion"] : []
      }
      return try #require(result.test).mseNorm
    }
    #expect(2 * errors[0] < errors[1], "\(errors)")
  }
}
