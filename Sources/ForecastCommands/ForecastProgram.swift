import ArgumentParser

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The program `forecast`: parses its arguments, runs one command and ends with the command's exit code.
public enum ForecastProgram {
  /// Runs the program and ends the process.
  public static func main() -> Never {
    exit(run(Array(CommandLine.arguments.dropFirst())))
  }

  /// Runs the command that `arguments` name.
  ///
  /// - Returns: The exit code.
  static func run(_ arguments: [String]) -> Int32 {
    do {
      var command = try ForecastCommand.parseAsRoot(normalized(arguments))
      try command.run()
      return ExitStatus.success.rawValue
    } catch let failure as CommandFailure {
      if !failure.message.isEmpty { Console.standardError.write("forecast: \(failure.message)\n") }
      return failure.status.rawValue
    } catch {
      let code = ForecastCommand.exitCode(for: error)
      let console = code.isSuccess ? Console.standardOutput : Console.standardError
      console.write(ForecastCommand.fullMessage(for: error) + "\n")
      return code.rawValue
    }
  }

  /// Option names as existing benchmark scripts write them, brought into this program's form: underscores become
  /// hyphens, and `--seq-len`, `--pred-len` and `--train-epochs` become lookback, horizon and epochs.
  private static func normalized(_ arguments: [String]) -> [String] {
    let aliases = ["--seq-len": "--lookback", "--pred-len": "--horizon", "--train-epochs": "--epochs"]
    return arguments.map { argument in
      guard argument.hasPrefix("--") else { return argument }
      let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0].map { $0 == "_" ? "-" : $0 })
      return ([aliases[name] ?? name] + parts.dropFirst().map(String.init)).joined(separator: "=")
    }
  }
}

struct ForecastCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forecast",
    abstract:
      "Forecasts time series: fits models to a CSV file, predicts what comes next, and says how good it is.",
    discussion: """
      EXAMPLES
        forecast fit data.csv --horizon 96     fit a model, see its errors beside naive ones
        forecast predict > next.csv            forecast what follows data.csv
        forecast models                        what can be fitted
      """,
    version: "0.1.0",
    subcommands: [
      FitCommand.self, PredictCommand.self, EvaluateCommand.self, ModelsCommand.self, InspectCommand.self,
      CheckCommand.self, DatasetsCommand.self,
    ])
}
