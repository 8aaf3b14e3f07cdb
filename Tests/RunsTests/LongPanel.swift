import Runs
import Tensors
import TestSupport
import TimeSeries

/// A file of many daily series, one below the other, made in a test.
struct LongPanel {
  /// Name, first day and cells of each series; a row of cells a day.
  var series: [(id: String, firstDay: Int, rows: [[Double?]])] = []
  /// The columns besides series and time.
  let columns: [String]

  /// The text, series by series.
  var csv: String {
    var lines = ["unique_id,ds," + columns.joined(separator: ",")]
    for (id, firstDay, rows) in series {
      for (day, cells) in rows.enumerated() {
        let stamp = Frequency.days(1).advance(Timestamp(year: 2020), by: firstDay + day)
        let texts = cells.map { $0.map { "\($0)" } ?? "" }
        lines.append("\(id),\(StampForm.iso().string(for: stamp)),\(texts.joined(separator: ","))")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Writes the file into a folder.
  func write(to folder: TemporaryFolder, named name: String = "long.csv") throws -> String {
    try folder.write(name, Array(csv.utf8))
  }

  /// A model fitted to the file at a path.
  static func fit(
    _ model: String, _ path: String, lookback: Int = 14, horizon: Int = 5, refits: Bool? = nil,
    _ change: (inout FitRequest) throws -> Void = { _ in }
  ) throws -> FitResult {
    var request = FitRequest(data: path, workers: Workers(threadCount: 2))
    request.model = model
    (request.lookback, request.horizon) = (lookback, horizon)
    try change(&request)
    var fit = Fit(request)
    fit.refits = refits
    return try fit.run()
  }
}
