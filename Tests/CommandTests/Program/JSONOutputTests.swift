import Persistence
import Platform
import TestSupport
import Testing

/// The page "Objects of JSON" has every key that a command prints, and no other.
@Suite struct JSONOutputTests {
  private static let page =
    PackageFolder.path + "/Sources/ForecastCommands/ForecastCommands.docc/JSONOutput.md"

  /// A section of the page, and commands that print all of its keys together.
  struct Example: Sendable, CustomTestStringConvertible {
    let section: String
    let script: String

    var testDescription: String { section }
  }

  private static let examples = [
    Example(
      section: "fit",
      script: """
        forecast fit d.csv --horizon 7 --json
        forecast fit l.csv --model theta --horizon 3 --json
        forecast fit d.csv --model samformer --lookback 14 --horizon 7 --epochs 1 --json
        """),
    Example(
      section: "fit --predict", script: "forecast fit l.csv --model theta --horizon 3 --predict f.csv --json"),
    Example(
      section: "evaluate",
      script: """
        forecast fit d.csv --model samformer --lookback 14 --horizon 7 --epochs 1 > fit
        forecast evaluate --per-step --residuals --adaptive --json
        forecast fit l.csv --model theta --horizon 3 > fit
        forecast evaluate --per-series --json
        """),
    Example(
      section: "backtest",
      script: """
        forecast backtest l.csv --model last-value,naive2 --horizon 3 --windows 3 --level 80,95 --per-series --json
        """),
    Example(
      section: "update",
      script:
        "forecast fit d.csv --model holt --horizon 7 > fit; forecast update model.safetensors d.csv --json"),
    Example(section: "moments", script: "forecast moments d.csv --lookback 14 --horizon 7 -o p --json"),
    Example(
      section: "solve",
      script: """
        forecast moments d.csv --lookback 14 --horizon 7 -o p
        forecast solve p --set normalization=last --set ridge=0.1 --json
        """),
    Example(section: "models", script: "forecast models --json; forecast models samformer --json"),
    Example(
      section: "inspect", script: "forecast fit d.csv --model holt --horizon 7 > fit; forecast inspect --json"
    ),
    Example(
      section: "diagnose",
      script: """
        forecast fit d.csv --model samformer --lookback 14 --horizon 7 --epochs 1 > fit
        forecast diagnose model.safetensors d.csv --windows 4 --hessian-steps 3 --json
        """),
    Example(section: "check", script: "forecast check d.csv --json; forecast check l.csv --past z --json"),
    Example(section: "sweep", script: "forecast sweep s.yaml -o out --json"),
    Example(section: "sweep --dry-run", script: "forecast sweep s.yaml -o out --dry-run --json"),
    Example(
      section: "study",
      script: """
        forecast study toy --quick --set trainingCount=64 --set validationCount=32 --set epochs=1 --set lookback=8 \\
          --set horizon=2 --set hessianSteps=0 --json
        """),
    Example(section: "datasets list", script: "forecast datasets list --json"),
  ]

  @Test(arguments: examples) func everyKeyIsOnThePage(_ example: Example) throws {
    let workspace = try Workspace()
    let days = (0..<150).map {
      (date: SampleDate(days: $0, after: 2023).iso, y: 50 + 10 * ($0 % 7) + $0 * 5 % 11)
    }
    let wide = days.enumerated().map { "\($1.date),\($1.y),\($0 % 4)\n" }
    try workspace.write("time,y,z\n" + wide.joined(), to: "d.csv")
    let long = ["a", "b"].flatMap { name in days.enumerated().map { "\(name),\($1.date),\($1.y),\($0 % 4)\n" }
    }
    try workspace.write("series,time,y,z\n" + long.joined(), to: "l.csv")
    try workspace.write("data: d.csv\nmodels: [last-value]\nhorizons: [7]\nlookbacks: [14]\n", to: "s.yaml")
    let run = try workspace.shell(example.script)
    var printed: Set<[String]> = []
    for line in run.output.split(separator: "\n") where line.hasPrefix("{") || line.hasPrefix("[") {
      Self.add(try JSONValue(parsing: String(line)), below: [], to: &printed)
    }
    let patterns = try Self.patterns(ofSection: example.section)
    #expect(!printed.isEmpty && !patterns.isEmpty, "\(run.errors)")
    for path in printed where !patterns.contains(where: { Self.matches($0[...], path[...]) }) {
      Issue.record("\(path.joined(separator: ".")) is not on the page")
    }
    for pattern in patterns where !printed.contains(where: { Self.matches(pattern[...], $0[...]) }) {
      Issue.record("\(pattern.joined(separator: ".")) is on the page, and was not printed: \(run.errors)")
    }
  }

  /// The paths of all members.
  private static func add(_ value: JSONValue, below path: [String], to paths: inout Set<[String]>) {
    switch value {
    case .object(let object):
      for member in object {
        paths.insert(path + [member.key])
        add(member.value, below: path + [member.key], to: &paths)
      }
    case .array(let elements): for element in elements { add(element, below: path, to: &paths) }
    default: return
    }
  }

  /// The keys in the first column of a section's tables.
  private static func patterns(ofSection section: String) throws -> [[String]] {
    let text = String(decoding: try FileContents.bytes(ofFile: page), as: UTF8.self)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      .drop { $0 != "## \(section)" }.dropFirst().prefix { !$0.hasPrefix("## ") }
    let cells = lines.filter { $0.hasPrefix("| `") }.compactMap { $0.split(separator: " | ").first }
    let keys = cells.flatMap { cell in
      cell.split(separator: "`").enumerated().filter { $0.offset % 2 == 1 }.map { String($0.element) }
    }
    return keys.flatMap(expanded).map { $0.split(separator: ".").map(String.init) }
  }

  /// `a.{b,c}` as `a.b` and `a.c`.
  private static func expanded(_ key: String) -> [String] {
    guard let open = key.firstIndex(of: "{"), let close = key.firstIndex(of: "}") else { return [key] }
    let rest = key[key.index(after: close)...]
    return key[key.index(after: open)..<close].split(separator: ",").flatMap {
      expanded(key[..<open] + String($0) + rest)
    }
  }

  private static func matches(_ pattern: ArraySlice<String>, _ path: ArraySlice<String>) -> Bool {
    guard let first = pattern.first else { return path.isEmpty }
    guard let own = path.first else { return false }
    if first == "**" { return true }
    let isAlike: Bool
    if first.hasSuffix("LEVEL") {
      let prefix = first.dropLast("LEVEL".count)
      isAlike = own.hasPrefix(prefix) && Double(own.dropFirst(prefix.count)) != nil
    } else {
      isAlike = first == "*" || first == own
    }
    return isAlike && matches(pattern.dropFirst(), path.dropFirst())
  }
}
