import Backtests
import Forecasting
import Persistence
import Platform
import Runs
import TimeSeries
import Training

/// Keeps the forecasts of a backtest in a folder, one sealed file a job, so that a backtest that was ended goes on where it was and
/// several processes can share one.
///
/// The name of a file is the digest of everything that decides its forecasts: the values of the data, sizes, model, settings and seed. The
/// file holds it too, so that one that was given another's name is told.
public struct BacktestRecords: BacktestStore {
  /// The folder.
  public let folder: String
  private let plan: JSONValue

  /// Makes the folder.
  ///
  /// - Throws: `FileError`.
  public init(_ folder: String, of plan: BacktestPlan) throws(FileError) {
    (self.folder, self.plan) = (folder, plan.identity)
    try Folder.create(folder)
  }

  /// Whether the forecasts of a job are there.
  public func contains(_ job: BacktestJob) -> Bool { FileContents.exists(file(of: job)) }

  /// The forecasts of a job that is done.
  ///
  /// - Throws: `FileError`, or `RecordError` for a file that is damaged.
  public func forecasts(of job: BacktestJob) throws -> BacktestForecasts {
    let path = file(of: job)
    return try RecordSeal.read(path) { json in
      guard try json.optionalMember("id")?.string() == id(of: job) else {
        throw RecordError(
          path: path, problem: "is whole, but the record of another part; move it away to run this one again")
      }
      return try BacktestForecasts(json: json)
    }
  }

  /// Keeps the forecasts of a job.
  ///
  /// - Throws: `FileError`.
  public func keep(_ forecasts: BacktestForecasts, of job: BacktestJob) throws {
    let record = RecordSeal.sealed(forecasts.json(id: id(of: job)).text())
    // A process that has put everything together removes the folder, perhaps before the file is in it; not for ever.
    for triesLeft in (0..<1000).reversed() {
      try Folder.create(folder)
      do throws(FileError) {
        return try AtomicFile.write(record, to: file(of: job), AtomicFile.Options(isDurable: false))
      } catch {
        guard error.operation == .create, error.reason == .missing, triesLeft > 0 else { throw error }
      }
    }
  }

  /// Removes the folder with the records of this backtest; those of others stay.
  public func remove(_ jobs: [BacktestJob]) throws(FileError) {
    for job in jobs { try Paths.removeIfPresent(file(of: job)) }
    Folder.removeIfEmpty(folder)
  }

  private func file(of job: BacktestJob) -> String { "\(folder)/\(id(of: job)).json" }

  private func id(of job: BacktestJob) -> String {
    let identity: JSONValue = [
      "format": .integer(BacktestForecasts.recordFormat), "plan": plan, "model": .integer(job.model),
      "window": job.window.map { .integer($0) } ?? .null,
      "first": .integer(job.series.lowerBound), "end": .integer(job.series.upperBound),
    ]
    return String(SHA256.hexDigest(of: Array(identity.text().utf8)).prefix(16))
  }
}

extension BacktestPlan {
  /// Everything that decides the forecasts.
  fileprivate var identity: JSONValue {
    let settings = request.settings.map { JSONValue.string("\($0.key)=\($0.value)") }
    let names = panel.series.map { JSONValue.string($0.id ?? "") }
    return [
      "numerics": .integer(RunSpecification.currentNumerics), "values": .string(panel.valuesSHA256),
      "columns": .array(panel.columns.map { .string($0) }),
      "series": .string(SHA256.hexDigest(of: Array(JSONValue.array(names).text().utf8))),
      "roles": .string("\(panel.roles?.roles.map { $0?.rawValue ?? "" } ?? [])"),
      "targets": .array(targets.map { .integer($0) }), "features": .string(request.features.rawValue),
      "horizon": .integer(horizon), "windows": .integer(windowCount), "stride": .integer(stride),
      "refits": .boolean(request.refits), "levels": .array(request.levels.map { .number($0) }),
      "lookback": request.lookback.map { .integer($0) } ?? .null,
      "models": .array(request.models.map { .string($0) }), "settings": .array(settings),
      "recipe": .string("\(request.recipe)"), "seed": .string("\(request.seed)"),
    ]
  }
}

extension BacktestForecasts {
  /// The form of a record; since 2 it holds the digest that its file is called by.
  fileprivate static let recordFormat = 2

  /// The forecasts as a record holds them.
  fileprivate func json(id: String) -> JSONValue {
    [
      "format": .integer(Self.recordFormat), "id": .string(id), "failures": .integer(failureCount),
      "short": .integer(shortCount),
      "forecasts": .array(
        forecasts.map { forecast in
          [
            "series": .integer(forecast.series), "window": .integer(forecast.window),
            "values": .doubles(forecast.values), "lower": .array(forecast.lower.map { .doubles($0) }),
            "upper": .array(forecast.upper.map { .doubles($0) }),
          ]
        }),
    ]
  }

  /// Reads forecasts back.
  ///
  /// - Throws: `JSONError` naming the member that is missing or wrong.
  fileprivate init(json: JSONReader) throws(JSONError) {
    guard try json.member("format").integer() == Self.recordFormat else {
      throw try json.member("format").invalid("this version reads format \(Self.recordFormat)")
    }
    var forecasts: [BacktestForecast] = []
    for forecast in try json.member("forecasts").elements() {
      var (lower, upper): ([[Double]], [[Double]]) = ([], [])
      for bounds in try forecast.member("lower").elements() { lower.append(try bounds.doubles()) }
      for bounds in try forecast.member("upper").elements() { upper.append(try bounds.doubles()) }
      forecasts.append(
        BacktestForecast(
          series: try forecast.member("series").integer(), window: try forecast.member("window").integer(),
          values: try forecast.member("values").doubles(), lower: lower, upper: upper))
    }
    self.init(
      forecasts: forecasts, failureCount: try json.member("failures").integer(),
      shortCount: try json.member("short").integer())
  }
}

extension JSONValue {
  /// Numbers; a text stands for one without an end, as that of an interval behind a power transform, and `null` for none.
  fileprivate static func doubles(_ numbers: [Double]) -> JSONValue {
    .array(numbers.map { $0.isInfinite ? .string($0 > 0 ? "inf" : "-inf") : .number($0) })
  }
}

extension JSONReader {
  /// Reads back what `JSONValue.doubles` wrote.
  fileprivate func doubles() throws(JSONError) -> [Double] {
    var result: [Double] = []
    for element in try elements() {
      switch element.value {
      case .null: result.append(.nan)
      case .string("inf"): result.append(.infinity)
      case .string("-inf"): result.append(-.infinity)
      default: result.append(try element.number())
      }
    }
    return result
  }
}
