import Forecasters
import Forecasting
import Text

/// What is added where arguments were meant in another way than they are read.
enum ArgumentHints {
  /// Refuses arguments that are empty, as those of variables of the shell that are not set.
  static func requireValues(_ arguments: [String]) throws(CommandFailure) {
    let words = "leave it out, or give a value (a variable of the shell may not be set)"
    for (index, argument) in arguments.enumerated() {
      let isOption = argument.hasPrefix("--") && argument.count > 3
      if isOption, argument.firstIndex(of: "=") == argument.indices.last {
        throw CommandFailure(.usage, "\(argument.dropLast()) has no value; \(words)")
      }
      guard argument.isEmpty else { continue }
      let option = index > 0 && arguments[index - 1].hasPrefix("-") ? arguments[index - 1] : nil
      throw CommandFailure(
        .usage, (option.map { "\($0) has an empty value" } ?? "an argument is empty") + "; \(words)")
    }
  }

  /// Refuses a second number behind a list of numbers: it would be taken for a file.
  static func requireCommas(_ arguments: [String]) throws(CommandFailure) {
    for (index, option) in arguments.enumerated() where ["--level", "--quantiles"].contains(option) {
      let numbers = arguments[(index + 1)...].prefix { Double($0) != nil }
      guard numbers.count > 1 else { continue }
      throw CommandFailure(
        .usage,
        "\(option) takes its numbers with commas and no spaces: \(option) \(numbers.joined(separator: ","))")
    }
  }

  /// What the parser says of a wrong value or an unknown option, with what would do.
  static func completed(_ problem: String) -> String {
    let parts = problem.split(separator: "'", omittingEmptySubsequences: false).map(String.init)
    if problem.hasPrefix("The value '"), parts.count == 5, parts[4].isEmpty {
      return "\(problem); use \(parts[3].hasSuffix("<I/N>") ? Shard.accepted : number(instead: parts[1]))"
    }
    if problem.hasPrefix("Unexpected argument '"), parts.count > 1 {
      return
        "\(problem): one word too many; names with spaces need quotes, and options that are only switched on take no value"
    }
    guard problem.hasPrefix("Unknown option '--"), parts.count > 1 else { return problem }
    let option = parts[1]
    let setting = option.dropFirst(2).prefix { $0 != "=" }.split(separator: "-").enumerated()
      .map { $0 == 0 ? String($1) : $1.prefix(1).uppercased() + $1.dropFirst() }.joined()
    let models = ForecasterCatalog.forecasters.filter { keys(of: $0).contains(setting) }.map { $0.card.name }
    guard !models.isEmpty else { return ofOtherCommands(option) ?? problem }
    let names = models.prefix(3).joined(separator: ", ") + (models.count > 3 ? ", …" : "")
    return
      "there is no option '\(option)'; it is a setting of \(names): forecast fit … --set \(setting)=VALUE"
  }

  /// A number in the place of what is none, or none that can be counted to.
  private static func number(instead text: String) -> String {
    switch Double(text)?.rounded(.towardZero) {
    case .some(..<0): "a whole number from 0 on"
    case .some(1e18...): "a smaller whole number, such as 24"
    default: "a whole number, such as 24"
    }
  }

  /// What is said of an option that only other commands have.
  private static func ofOtherCommands(_ option: String) -> String? {
    let name = String(option.prefix { $0 != "=" })
    let commands = ForecastCommand.configuration.subcommands.filter {
      ForecastCommand.helpMessage(for: $0).contains(" \(name) ")
    }
    guard !commands.isEmpty else { return nil }
    let names = commands.prefix(3).map { "forecast \($0._commandName)" }.joined(separator: ", ")
    return
      "there is no option '\(name)' here; \(names)\(commands.count > 3 ? ", …" : "") \(commands.count > 1 ? "have" : "has") it"
  }

  private static func keys<F: ForecasterKind>(of type: F.Type) -> [String] {
    F.Configuration.fields.map(\.key)
  }

  /// What is said of a file that is not there where its name begins with a tilde.
  static func tilde(_ arguments: [String]) -> String? {
    let names = arguments.map { argument in
      argument.hasPrefix("-") ? argument.split(separator: "=", maxSplits: 1).last ?? "" : Substring(argument)
    }
    guard let name = names.first(where: { $0.hasPrefix("~/") }) else { return nil }
    return
      "the shell replaces ~ only at the beginning of a word without quotes: write \"$HOME/\(name.dropFirst(2))\""
  }
}
