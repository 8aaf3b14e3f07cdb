import Forecasting
import Runs
import Tensors
import Testing
import TimeSeries

/// What a program asks for that cannot be is an error that names it, and no trap.
@Suite struct RequestBoundsTests {
  private static func request(_ model: String = "ets") throws -> FitRequest {
    let stamps = Frequency.months(1, isMonthEnd: false).stamps(after: Timestamp(year: 2014), count: 60)
    let (season, noise): ([Double], [Double]) = ([10, 4, 0, -6], [1, -2, 0])
    let sales = (0..<60).map { row -> Double in
      let level = Double(200 + row)
      return level + season[row % 4] + noise[row % 3]
    }
    let panel = try Panel(source: "sales", timestamps: stamps, columns: [(name: "sales", values: sales)])
    var request = FitRequest(data: .panel(panel), workers: Workers(threadCount: 1))
    (request.model, request.horizon) = (model, 3)
    return request
  }

  private static func refused(_ name: String, _ body: () throws -> Void) -> Bool {
    do {
      try body()
      return false
    } catch RequestError.invalidValue(name, _, _) { return true } catch { return false }
  }

  @Test(arguments: [0, -1, 1_000_001, .max]) func sizesThatCannotBeAreRefused(_ count: Int) throws {
    var request = try Self.request("linear-closed-form")
    request.horizon = count
    #expect(Self.refused("horizon") { _ = try Fit(request).run() })
    (request.horizon, request.lookback) = (3, count)
    #expect(Self.refused("lookback") { _ = try Fit(request).run() })
    request = try Self.request("theta")
    request.horizon = count
    #expect(Self.refused("horizon") { _ = try StreamedForecast(request) })
  }

  @Test func aSeedThatNoFileHoldsIsRefused() throws {
    var request = try Self.request()
    request.seed = .max
    #expect(Self.refused("seed") { _ = try Fit(request).run() })
  }

  /// Those of `ets` are of its own law, those of the other of residuals.
  @Test(arguments: ["ets", "linear-closed-form"])
  func levelsAndQuantilesAreBetweenZeroAndOne(_ model: String) throws {
    let request = try Self.request(model)
    let file = try Fit(request).run().model
    for value in [0, 1, -0.1, 95, Double.nan] {
      #expect(Self.refused("level") { _ = try Prediction(file, data: request.data, levels: [0.8, value]) })
      #expect(Self.refused("quantile") { _ = try Prediction(file, data: request.data, quantiles: [value]) })
    }
    #expect(Self.refused("level") { _ = try StreamedForecast(Self.request(), levels: [95]) })
    #expect(Self.refused("steps") { _ = try Prediction(file, data: request.data, steps: 0) })
    let table = try Prediction(
      file, data: request.data, levels: [0.8, 0.5, 0.8], quantiles: [0.5, 0.25, 0.5]
    ).table
    #expect(table.bands.map(\.level) == [0.5, 0.8])
    #expect(table.quantiles.map(\.probability) == [0.25, 0.5])
    _ = try table.csv
    let (inner, outer) = (
      try #require(table.bounds(level: 0.5, channel: 0, step: 2)),
      try #require(table.bounds(level: 0.8, channel: 0, step: 2))
    )
    #expect(outer.lower <= inner.lower && inner.upper <= outer.upper)
    #expect(table.bands[1].lower[0][2] == outer.lower && table.bands[1].upper[0][2] == outer.upper)
    #expect(table.bounds(level: 0.9, channel: 0, step: 2) == nil)
  }

  /// Splits may be made of cases, without the text that is checked.
  @Test func splitsThatAreNoneAreRefused() throws {
    var request = try Self.request()
    let none: [SplitRule] = [
      .last(validation: -1, test: 3), .last(validation: 3, test: -1),
      .ratios(train: 2, validation: -1, test: 0), .ratios(train: .nan, validation: 0, test: 0),
    ]
    for split in none {
      request.split = split
      let error = #expect(throws: DataError.self) { try Fit(request).run() }
      #expect(error?.kind == .invalidOption)
    }
  }

  @Test func errorsOfForecastsAreSentences() {
    let error = ForecastError.horizonTooLong(13, horizon: 12)
    #expect("\(error)".hasPrefix("the model forecasts 12 rows, and 13 are asked for; "))
    let level = ForecastError.levelTooHigh(0.99, highest: 0.9, residuals: 20)
    #expect("\(level)" == "20 residuals are too few for intervals of 99 %; the highest is 90 %")
  }
}
