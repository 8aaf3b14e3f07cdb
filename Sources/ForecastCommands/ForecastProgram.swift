import ArgumentParser
import Experiments
import Persistence
import Platform
import Presentation
import Text

/// The program `forecast`: parses its arguments, runs one command and ends with the command's exit code.
public enum ForecastProgram {
  /// Runs the program and ends the process.
  public static func main() -> Never {
    StandardStream.reserveNumbers()
    Interruption.catchSignals()
    Signal.ignoreFileSizeLimit()
    // Where there is no memory for an array, the runtime says so and aborts; that is no fault of the program.
    Signal.handleAbort { _ in
      guard !Memory.isPlentiful else { return }
      Signal.end(
        status: 70, message: "forecast: not enough memory; use a machine with more\n",
        clearsLine: LiveLine.isStanding)
    }
    // Another name would be read, and another file made, than was asked for.
    if let argument = Host.garbledArgument {
      Console.standardError.show(
        "forecast: \(argument.quoted.printable) is no UTF-8; rename the file, or name a link to it\n")
      Host.exit(ExitStatus.usage.rawValue)
    }
    Host.exit(run(Array(CommandLine.arguments.dropFirst())))
  }

  /// Runs the command that `arguments` name.
  ///
  /// - Returns: The exit code.
  static func run(_ arguments: [String]) -> Int32 {
    do {
      try perform(arguments)
      return ExitStatus.success.rawValue
    } catch {
      let isOfPath = [.missingFile, .cannotCreate].contains(error.status)
      let hint = isOfPath ? ArgumentHints.tilde(arguments).map { "\n\($0.printable)" } : nil
      if !error.message.isEmpty { Console.standardError.show("forecast: \(error.text)\(hint ?? "")\n") }
      return error.status.rawValue
    }
  }

  private static func perform(_ arguments: [String]) throws(CommandFailure) {
    do {
      try requireCommand(arguments[...], of: ForecastCommand.self)
      try ArgumentHints.requireValues(arguments)
      let normalized = normalized(arguments)
      try requireListsOnce(normalized)
      try ArgumentHints.requireCommas(normalized)
      var command = try ForecastCommand.parseAsRoot(OutputArguments.named(normalized))
      try command.run()
    } catch let failure as CommandFailure {
      throw failure
    } catch  where ForecastCommand.exitCode(for: error).isSuccess {
      try Console.standardOutput.print(ForecastCommand.fullMessage(for: error) + "\n")
    } catch  where ForecastCommand.exitCode(for: error) == .validationFailure {
      throw CommandFailure(.usage, usageMessage(for: error))
    } catch {
      throw CommandFailure(error)
    }
  }

  /// What is wrong with the arguments, and where to read what is right: two lines, where the parser writes more.
  private static func usageMessage(for error: any Error) -> String {
    let problem = ForecastCommand.message(for: error).split(separator: "\n").joined(separator: " ")
    let hint = ForecastCommand.fullMessage(for: error).split(separator: "\n").last { $0.contains("See '") }
    return ([ArgumentHints.completed(problem)] + (hint.map { [String($0.drop { $0 == " " })] } ?? [])).joined(
      separator: "\n")
  }

  /// Names the nearest command if the first argument is none; the parser would only call it unexpected.
  private static func requireCommand(
    _ arguments: ArraySlice<String>, of parent: any ParsableCommand.Type
  ) throws(CommandFailure) {
    let commands = parent.configuration.subcommands
    guard let name = arguments.first, !commands.isEmpty, !name.hasPrefix("-") else { return }
    if name == "help" { return try requireCommand(arguments.dropFirst(), of: parent) }
    // A command with a default takes other things than a command's name.
    guard parent.configuration.defaultSubcommand == nil else { return }
    guard let command = commands.first(where: { $0._commandName == name }) else {
      let names = commands.map { $0._commandName }
      let hint = nearest(to: name, among: names).map { "did you mean '\($0)'?" }
      throw CommandFailure(
        .usage,
        "there is no command \(name.quoted); \(hint ?? "the commands are \(names.joined(separator: ", "))")")
    }
    try requireCommand(arguments.dropFirst(), of: command)
  }

  /// Options whose value is a list.
  private static let lists: Set<String> = [
    "--level", "--quantiles", "--ignore", "--target", "--past", "--future", "--fixed", "--series",
    "--missing-values", "--time-column", "--series-column",
  ]

  /// Refuses a list that is given in two parts: the parser would take the last alone.
  private static func requireListsOnce(_ arguments: [String]) throws(CommandFailure) {
    var seen: Set<String> = []
    for argument in arguments.prefix(while: { $0 != "--" }) {
      let name = String(argument.prefix { $0 != "=" })
      guard lists.contains(name), !seen.insert(name).inserted else { continue }
      throw CommandFailure(.usage, "\(name) is given twice; give it once, with commas between its values")
    }
  }

  /// Option names as existing benchmark scripts write them, brought into this program's form: underscores become
  /// hyphens, and `--seq-len`, `--pred-len` and `--train-epochs` become lookback, horizon and epochs.
  private static func normalized(_ arguments: [String]) -> [String] {
    let aliases = ["--seq-len": "--lookback", "--pred-len": "--horizon", "--train-epochs": "--epochs"]
    let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
    let options = arguments[..<end].map { argument in
      guard argument.hasPrefix("--") else { return argument }
      let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0].map { $0 == "_" ? "-" : $0 })
      return ([aliases[name] ?? name] + parts.dropFirst().map(String.init)).joined(separator: "=")
    }
    return joiningNegatives(options) + arguments[end...]
  }

  /// Options with a negative number or time such as `-5m` behind them in one word, as the parser takes it for a value and not for an
  /// option; none begins with a digit.
  private static func joiningNegatives(_ arguments: [String]) -> [String] {
    arguments.reduce(into: []) { joined, argument in
      let isValue =
        argument.hasPrefix("-") && (Double(argument) != nil || argument.dropFirst().first?.isNumber == true)
      if isValue, let option = joined.last, option.hasPrefix("--"), !option.contains("=") {
        joined[joined.count - 1] = "\(option)=\(argument)"
      } else {
        joined.append(argument)
      }
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
        forecast fit data.csv --horizon 96   fit a model, compare it to a naive one
        forecast predict > next.csv          forecast what follows data.csv
        forecast backtest data.csv           compare models from earlier rows
        forecast models                      what can be fitted
        forecast sweep spec.yaml -o results  compare models over horizons and seeds
      """,
    version: RunEnvironment.programVersion,
    subcommands: [
      FitCommand.self, PredictCommand.self, EvaluateCommand.self, BacktestCommand.self, UpdateCommand.self,
      MomentsCommand.self, SolveCommand.self, ModelsCommand.self, InspectCommand.self, DiagnoseCommand.self,
      PlotCommand.self, CheckCommand.self, DatasetsCommand.self, SweepCommand.self, ReportCommand.self,
      ReproduceCommand.self, StudyCommand.self,
    ])
}
