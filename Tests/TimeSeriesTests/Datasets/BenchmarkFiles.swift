import Glibc
import Testing
import TimeSeries

/// The folder of the published benchmark files, when the environment names one.
let dataDirectory: String? = getenv("FORECAST_DATA_DIR").map { String(cString: $0) }

/// Reads a benchmark file.
func benchmark(_ name: String, threads: Int = 2) throws -> Panel {
  let directory = try #require(dataDirectory)
  return try Panel(reading: "\(directory)/\(name)", ReadingOptions(threadCount: threads))
}
