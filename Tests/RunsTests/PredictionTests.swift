import Datasets
import Forecasters
import Forecasting
import Runs
import Tensors
import TestSupport
import Testing
import TimeSeries

/// Predictions of a model that looks at the calendar.
struct PredictionTests {
  private static let (lookback, horizon, knownRows) = (24, 6, 1100)

  /// A model of 1,200 synthetic hourly rows, the rows, and a file with the first of them.
  private struct Setting {
    let folder: TemporaryFolder
    let model: ModelFile
    let panel: Panel
    let shortFile: String

    init() throws {
      folder = try TemporaryFolder()
      let (whole, short) = ("\(folder.path)/whole.csv", "\(folder.path)/short.csv")
      try SyntheticDataset.etth.write(to: whole, rows: 1200, seed: 1)
      try SyntheticDataset.etth.write(to: short, rows: PredictionTests.knownRows, seed: 1)
      var request = FitRequest(data: whole, workers: Workers(threadCount: 1))
      request.model = Transformer.card.name
      request.settings = [("hiddenSize", "8"), ("headCount", "2"), ("feedForwardSize", "16")]
      (request.lookback, request.horizon) = (PredictionTests.lookback, PredictionTests.horizon)
      request.recipe.epochs = 1
      model = try Fit(request).run().model
      panel = try Panel(reading: whole, ReadingOptions())
      shortFile = short
    }

    /// The window whose targets follow the short file, with the calendar of the rows themselves.
    func batch() throws -> Batch {
      let description = model.description
      let end = PredictionTests.knownRows
      let windows = try WindowSet(
        ScaledPanel(panel, scalers: [description.columns.scaler]),
        splits: [Split(train: 0..<end, validation: end..<end, test: end..<1200)], shape: description.shape)
      return windows.withCalendar(try model.calendarFeatures(of: Transformer.self)).test.histories([0])
    }

    /// The forecast of a window in data units.
    func forecast(_ batch: Batch) throws -> [Double] {
      let forecast = try model.forecaster(Transformer.self).forecast(batch)
      let scaler = model.description.columns.scaler
      return (0..<panel.columnCount).flatMap {
        forecast.units(window: 0, channel: $0, mean: scaler.means[$0], deviation: scaler.deviations[$0])
      }
    }
  }

  /// A program finds values and bounds by series and channel.
  @Test func theNumbersOfATableAreFound() throws {
    let stamps = Frequency.days(1).stamps(after: Timestamp(year: 2026), count: 60)
    let rows = stamps.indices.map { Double($0 * 37 % 11) }
    let columns = [(name: "a", values: rows), (name: "b", values: rows.map { 100 + 2 * $0 })]
    let data = DataSource.panel(try Panel(source: "m", timestamps: stamps, columns: columns))
    var request = FitRequest(data: data, workers: Workers(threadCount: 1))
    (request.model, request.horizon) = ("ses", 3)
    var fit = Fit(request)
    fit.scoresBaselines = false
    let table = try Prediction(fit.run().model, data: data, levels: [0.8]).table
    let part = table.parts[0]
    #expect(part.values(ofChannel: 0) + part.values(ofChannel: 1) == part.values)
    let bounds = try #require(table.bounds(level: 0.8, channel: 1))
    #expect(bounds.lower == Array(table.bands[0].lower[0].suffix(3)))
    for (step, value) in part.values(ofChannel: 1).enumerated() {
      #expect(bounds.lower[step] < value && value < bounds.upper[step])
    }
    #expect(table.bounds(level: 0.9) == nil)
  }

  /// What the calendar will say of rows that are not there yet is what it says once they are.
  @Test func aPredictionIsTheForecastOfTheRowsThatFollow() throws {
    let setting = try Setting()
    let prediction = try Prediction(setting.model, data: .file(setting.shortFile))
    let batch = try setting.batch()
    #expect(batch.origins.map(\.row) == [Self.knownRows - Self.lookback])
    #expect(prediction.table.values == (try setting.forecast(batch)))
    #expect(
      prediction.table.timestamps
        == Array(setting.panel.only.timestamps[Self.knownRows..<Self.knownRows + Self.horizon]))
  }

  @Test func theCalendarOfTheFutureChangesTheForecast() throws {
    let setting = try Setting()
    let batch = try setting.batch()
    let past = try #require(batch.future(of: 0..<Self.lookback))
    let blank = Tensor(shape: [1, past.shape[1], Self.horizon], filledWith: 0)
    let other = Batch(
      history: batch.history, future: concatenatedColumns([past, blank]), origins: batch.origins)
    #expect(try setting.forecast(batch) != setting.forecast(other))
  }

  @Test func aPanelInMemoryIsFittedAndForecastLikeAFile() throws {
    let setting = try Setting()
    var request = FitRequest(data: .panel(setting.panel), workers: Workers(threadCount: 1))
    request.model = "last-value"
    (request.lookback, request.horizon) = (Self.lookback, Self.horizon)
    let model = try Fit(request).run().model
    let table = try Prediction(model, data: .panel(setting.panel)).table
    let last = (0..<setting.panel.columnCount).map { setting.panel.values(ofColumn: $0)[1199] }
    #expect(table.values == last.flatMap { Array(repeating: $0, count: Self.horizon) })
  }
}
