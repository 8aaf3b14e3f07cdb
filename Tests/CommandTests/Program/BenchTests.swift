import Glibc
import Persistence
import TestSupport
import Testing

/// The program `forecast-bench`, run as a user does. Nothing here depends on how fast it is.
struct BenchTests {
  @Test func aStepReportsItsTimeAndRates() throws {
    let result = try BenchProgram.run(
      "--workload", "samformer-step", "--threads", "1", "--seconds", "0.1", "--json")
    #expect(result.status == 0)
    let report = JSONReader(try JSONValue(parsing: result.output))
    #expect(try report.member("workload").string() == "samformer-step")
    #expect(try report.member("threads").integer() == 1)
    for key in ["ms", "min_ms", "max_ms", "gflops", "peak_gflops", "share_of_peak", "peak_mb"] {
      #expect(try report.member(key).number() > 0, "\(key)")
    }
    #expect(try report.member("repeats").integer() >= 3)
    #expect(try ["avx512", "avx2", "portable"].contains(report.member("instruction_set").string()))
    #expect(try !report.member("data").string().isEmpty)
  }

  @Test func severalWorkloadsAreMeasuredInTheirOrder() throws {
    let result = try BenchProgram.run(
      "--workload", "local-theta", "--workload", "local-dotm", "--threads", "1", "--seconds", "0.01", "--json"
    )
    #expect(result.status == 0)
    let reports = try result.output.split(separator: "\n").map {
      JSONReader(try JSONValue(parsing: String($0)))
    }
    #expect(try reports.map { try $0.member("workload").string() } == ["local-theta", "local-dotm"])
  }

  @Test func theListNamesEveryWorkload() throws {
    let result = try BenchProgram.run("--list")
    #expect(result.status == 0)
    let names = result.output.split(separator: "\n").compactMap { $0.split(separator: " ").first }
    #expect(
      names == [
        "samformer-step", "samformer-step-720", "samformer-full-step", "samformer-full-step-256",
        "samformer-traffic-step", "transformer-step", "transformer-step-dropout", "transformer-fan-step",
        "transformer-small-step", "lstm-step", "mamba-step", "predict-process", "fit-process",
        "theta-process",
        "csv-load", "csv-load-weather", "local-theta", "local-dotm", "local-ces", "local-auto-theta",
        "local-ets",
        "local-arima", "closed-form-etth1", "stack-etth1-96", "stack-weather-96",
      ])
  }

  /// Their commands are those of the program as it is now; a short file in place of the real one has seconds for minutes.
  @Test(arguments: ["predict-process", "fit-process", "theta-process", "stack-etth1-96"])
  func wholeProcessesAreMeasured(workload: String) throws {
    let folder = try TemporaryFolder()
    defer { withExtendedLifetime(folder) {} }
    _ = try folder.write("ETTh1.csv", Array(SampleFile.hourly(rows: 3000, columns: ["OT"]).utf8))
    let result = try BenchProgram.run(
      ["--workload", workload, "--seconds", "0.01", "--json"], dataFolder: folder.path)
    #expect(result.status == 0)
    #expect(try JSONReader(JSONValue(parsing: result.output)).member("ms").number() > 0)
  }

  @Test(arguments: [["--workload", "nothing"], ["--threads", "0"], ["--seconds", "0"]])
  func aWrongOptionIsAMistakeOfUsage(arguments: [String]) throws {
    #expect(try BenchProgram.run(arguments).status == 64)
  }

  @Test func aFullDiskIsAFailure() throws {
    #expect(try BenchProgram.run("--list", ">/dev/full").status == 74)
    // Of several workloads each is measured by a process of its own.
    let several = ["--json", "--seconds", "0.01", "--workload", "local-theta", "--workload", "local-dotm"]
    #expect(try BenchProgram.run(several + [">/dev/full"]).status == 74)
  }
}

/// Runs of `forecast-bench`, of which only the output matters.
private enum BenchProgram {
  static func run(_ arguments: String...) throws -> (status: Int32, output: String) {
    try run(arguments)
  }

  /// Runs it through the shell; arguments are plain words.
  static func run(_ arguments: [String], dataFolder: String? = nil) throws -> (status: Int32, output: String)
  {
    let program = try BuiltProgram.path("forecast-bench")
    let environment = dataFolder.map { ["env", "FORECAST_DATA_DIR=\($0)"] } ?? []
    let command = (["exec"] + environment + [program] + arguments + ["2>/dev/null"]).joined(separator: " ")
    let pipe = try #require(popen(command, "re"))
    var output: [UInt8] = []
    var byte = fgetc(pipe)
    while byte != EOF {
      output.append(UInt8(truncatingIfNeeded: byte))
      byte = fgetc(pipe)
    }
    let status = pclose(pipe)
    return (status >> 8 & 0xFF, String(decoding: output, as: UTF8.self))
  }
}
