import Persistence
import Platform
import TestSupport
import Testing

/// A fresh folder in which the program runs, removed with everything in it.
final class Workspace {
  /// The program's working directory.
  let path: String
  private let root: TemporaryFolder

  init() throws {
    root = try TemporaryFolder()
    path = root.file("work")
    try Folder.create(path)
  }

  /// The path of a file for the test.
  func file(_ name: String) -> String { "\(path)/\(name)" }

  /// The path of a file that the program does not see in its directory.
  func hiddenFile(_ name: String) -> String { root.file(name) }

  func bytes(_ name: String) throws -> [UInt8] { try FileContents.bytes(ofFile: file(name)) }

  func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

  func lines(_ name: String) throws -> [String] { try text(name).split(separator: "\n").map(String.init) }

  func exists(_ name: String) -> Bool { FileContents.exists(file(name)) }

  func write(_ text: String, to name: String) throws { try AtomicFile.write(text, to: file(name)) }

  func write(_ bytes: [UInt8], to name: String) throws { try AtomicFile.write(bytes, to: file(name)) }

  func remove(_ name: String) throws { try Paths.removeIfPresent(file(name)) }

  /// Names of the files, hidden ones too.
  var names: [String] { (try? Folder.names(in: path, includingHidden: true)) ?? [] }

  /// Starts the program with arguments separated by spaces.
  func start(
    _ arguments: String, environment: [String: String] = [:], terminalWidth: UInt16? = nil,
    output: RunningProgram.Output = .collected
  ) throws -> RunningProgram {
    try start(
      [BuiltProgram.path()] + arguments.split(separator: " ").map(String.init), environment,
      terminal: terminalWidth.map { try PseudoTerminal(width: $0) }, output: output)
  }

  private func start(
    _ command: [String], _ environment: [String: String], terminal: PseudoTerminal? = nil,
    output: RunningProgram.Output = .collected
  ) throws -> RunningProgram {
    var variables = environment
    for name in ["PATH", "LD_LIBRARY_PATH", "HOME", "ASAN_OPTIONS"] where variables[name] == nil {
      variables[name] = Environment[name]
    }
    return try RunningProgram(self, command, variables, terminal: terminal, output: output)
  }

  /// Runs the program with arguments that may hold any character.
  func run(arguments: [String]) throws -> ProgramRun {
    try start([BuiltProgram.path()] + arguments, [:]).finish()
  }

  /// Runs a script of bash, in which the program is called `forecast`.
  func shell(_ script: String) throws -> ProgramRun {
    let program = try BuiltProgram.path()
    return try start(["/bin/bash", "-c", "forecast() { '\(program)' \"$@\"; }\n\(script)"], [:]).finish()
  }

  /// Runs the program with arguments separated by spaces.
  func run(
    _ arguments: String, environment: [String: String] = [:], terminalWidth: UInt16? = nil,
    output: RunningProgram.Output = .collected
  ) throws -> ProgramRun {
    try start(arguments, environment: environment, terminalWidth: terminalWidth, output: output).finish()
  }

  /// Sizes that make a fit a matter of milliseconds.
  static let small = "--model samformer --lookback 48 --horizon 12 --epochs 2"

  /// A workspace with 1,200 rows of synthetic hourly data in `f.csv`: training rows 0–839, validation 840–959,
  /// test 960–1199; row `r` stands on line `r + 2`.
  static func withData() throws -> Workspace {
    let workspace = try Workspace()
    try workspace.write(sample.get().data, to: "f.csv")
    return workspace
  }

  /// A workspace with a table in `d.csv`: a header, so many rows, and what stands below them.
  static func withTable(
    _ header: String, _ count: Int = 40, below: String = "", row: (Int) -> String
  ) throws -> Workspace {
    let workspace = try Workspace()
    try workspace.write(header + "\n" + (0..<count).map { row($0) + "\n" }.joined() + below, to: "d.csv")
    return workspace
  }

  /// Forecasts the row behind the last one of `d.csv`: its last value.
  static let lastValueOfTable = "fit d.csv --model last-value --predict - --horizon 1 --quiet"

  /// A workspace with `f.csv` and a model of it, fitted with the small sizes.
  static func withModel() throws -> Workspace {
    let workspace = try withData()
    try workspace.write(sample.get().model, to: "model.safetensors")
    return workspace
  }

  /// The bytes of `f.csv` and of its model, made by the program once for all tests: the same command writes the same bytes
  /// (`DeterminismTests`), and names the data by the path that it is given.
  private static let sample = Result {
    let workspace = try Workspace()
    for command in ["datasets generate etth f.csv --rows 1200 --seed 1", "fit f.csv \(small) --quiet"] {
      let run = try workspace.run(command)
      try #require(run.status == 0, "\(run.errors)")
    }
    return (data: try workspace.bytes("f.csv"), model: try workspace.bytes("model.safetensors"))
  }

  /// Fits `f.csv` with the small sizes and returns the digest of the weights.
  func digest(_ options: String = "", data: String = "f.csv") throws -> String {
    let run = try run("fit \(data) \(Self.small) --json --quiet -o digest.safetensors \(options)")
    try #require(run.status == 0, "\(run.errors)")
    return try run.json.member("weights_sha256").string()
  }
}
