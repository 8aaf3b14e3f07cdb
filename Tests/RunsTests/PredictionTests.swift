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
    let frame: TimeSeriesFrame
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
      frame = try CSVFile.read(whole, options: CSVOptions())
      shortFile = short
    }

    /// The window whose targets follow the short file, with the calendar of the rows themselves.
    func history() throws -> History {
      let description = model.description
      let end = PredictionTests.knownRows
      let windows = try WindowSet(
        description.columns.scaler.transform(frame),
        split: Split(train: 0..<end, validation: end..<end, test: end..<1200),
        shape: description.shape)
      return windows.marking(try model.calendarFeatures(of: Transformer.self)).test.batch([0]).history
    }

    /// The forecast of a history in data units.
    func forecast(_ history: History) throws -> [Float] {
      let forecast = try model.forecaster(Transformer.self).forecasting(windows: 1)(history)
      return model.description.columns.scaler.inverse(
        forecast.values, channels: Array(0..<frame.channelCount))
    }
  }

  /// What the calendar will say of rows that are not there yet is what it says once they are.
  @Test func aPredictionIsTheForecastOfTheRowsThatFollow() throws {
    let setting = try Setting()
    let prediction = try Prediction(
      setting.model, data: setting.shortFile, reading: CSVOptions(), workers: Workers(threadCount: 1))
    let history = try setting.history()
    #expect(history.firstRows == [Self.knownRows - Self.lookback])
    #expect(prediction.table.values == (try setting.forecast(history)))
    #expect(
      prediction.table.timestamps
        == Array(setting.frame.timestamps[Self.knownRows..<Self.knownRows + Self.horizon]))
  }

  @Test func theCalendarOfTheFutureChangesTheForecast() throws {
    let setting = try Setting()
    let history = try setting.history()
    let calendar = try #require(history.calendar)
    let blank = Tensor(shape: calendar.future.shape, filledWith: 0)
    let other = History(
      values: history.values, firstRows: history.firstRows,
      calendar: CalendarMarks(history: calendar.history, future: blank))
    #expect(try setting.forecast(history) != setting.forecast(other))
  }
}
