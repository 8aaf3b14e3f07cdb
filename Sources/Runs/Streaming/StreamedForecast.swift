import Forecasters
import Forecasting
import Persistence
import TimeSeries
import Training

/// Forecasts of every series of a file by a local method that is fitted to all rows of each.
///
/// Series are read, fitted, forecast, written and forgotten, a block of text at a time, so that memory does not grow with their
/// number. Nothing is scored, and no model is kept. Each fit runs on one thread, several at a time; the file is the same for any
/// number of threads.
///
/// ```swift
/// var request = FitRequest(data: .file("data.csv"), workers: workers)
/// request.model = "auto-theta"
/// let summary = try StreamedForecast(request, levels: [0.8, 0.95]).write(to: "forecast.csv")
/// print("\(summary.seriesCount) series")
/// ```
public struct StreamedForecast {
  /// What was asked for: data, model, settings and horizon; there is no lookback, and no row is kept back.
  public let request: FitRequest
  /// The levels of intervals, ascending, such as 0.95.
  public let levels: [Double]
  /// Told after every block how far the work has come.
  public var report: (Progress) -> Void = { _ in }
  /// The size of a block of text; tests lower it.
  package var blockBytes = 1 << 22

  /// How far the work has come.
  public struct Progress: Sendable {
    /// Series that are forecast.
    public let seriesCount: Int
    /// The share of the file that has been read, 0…1; nil where its size is not known.
    public let share: Double?
  }

  private let method: any LocalForecaster.Type

  /// - Parameter levels: The levels of intervals, such as 0.95; none for the means alone.
  /// - Throws: `RequestError` for a model that there is not, or that is not fitted to each series by itself, and for a horizon or a level
  ///   that cannot be.
  public init(_ request: FitRequest, levels: [Double] = []) throws(RequestError) {
    try request.requireBounds()
    try RequestError.requireShares(levels, "level")
    self.request = Fit(request).request
    self.levels = Set(levels).sorted()
    if let method = LocalMethods.method(named: self.request.model) {
      self.method = method
    } else {
      let isKnown = ForecasterCatalog.forecaster(named: request.model) != nil
      throw isKnown ? .notLocal(model: request.model) : .unknownModel(request.model)
    }
  }

  /// Writes the forecasts in the form of the data.
  ///
  /// A file whose rows are not sorted by series is read again as a whole; through a pipe that cannot be.
  ///
  /// - Throws: `RequestError`, `DataError`, `FileError`, and `TrainingError.notFitted` if the method can be fitted to no series. The
  ///   file is then as it was.
  public func write(to path: String) throws -> Summary {
    try write(method, path)
  }

  private func write<F: LocalForecaster>(_ type: F.Type, _ path: String) throws -> Summary {
    do { return try streamed(type, path, blockBytes: blockBytes) } catch let error as DataError
      where error.kind == .scatteredSeries && mayReadAgain(path)
    {
      return try streamed(type, path, blockBytes: .max / 2)
    }
  }

  /// Whether nothing has been taken from a pipe, or written into one.
  private func mayReadAgain(_ output: String) -> Bool {
    request.data.isFileToReadAgain && !AtomicFile.isStream(output)
  }

  private func streamed<F: LocalForecaster>(
    _ type: F.Type, _ path: String, blockBytes: Int
  ) throws -> Summary {
    let start = ContinuousClock.now
    var blocks = try SeriesSource(request, blockBytes: blockBytes)
    var method = try SeriesMethod(type, request, levels: levels)
    try AtomicFile.writing(path) { output in
      // Nothing goes into a pipe before it is known to be a forecast of the method at all.
      var held = ""
      while let panel = try blocks.next() {
        let isFirst = method.summary.seriesCount == 0
        held += try method.forecast(panel).csv(hasHeader: isFirst)
        if method.hasFitted {
          try output.write(held)
          held = ""
        }
        report(Progress(seriesCount: method.summary.seriesCount, share: blocks.share))
      }
      try method.requireSomeFitted()
      try output.write(held)
    }
    method.summary.seconds = (ContinuousClock.now - start) / .seconds(1)
    return method.summary
  }
}

/// The series of a request, some at a time.
private enum SeriesSource {
  case blocks(PanelBlocks)
  case panel(Panel?)

  init(_ request: FitRequest, blockBytes: Int) throws(DataError) {
    switch request.data {
    case .file(let path):
      self = .blocks(try PanelBlocks(reading: path, request.reading, blockBytes: blockBytes))
    case .panel(let panel): self = .panel(panel)
    }
  }

  mutating func next() throws(DataError) -> Panel? {
    switch self {
    case .blocks(var blocks):
      let panel = try blocks.next()
      self = .blocks(blocks)
      return panel
    case .panel(let panel):
      self = .panel(nil)
      return panel
    }
  }

  var share: Double? {
    if case .blocks(let blocks) = self { blocks.share } else { 1 }
  }
}
