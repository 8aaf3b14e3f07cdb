import FoundationEssentials
import Glibc
import Persistence
import Platform
import Testing

/// A fresh folder in which the program runs, removed with everything in it.
final class Workspace {
  /// The program's working directory.
  let path: String
  private let root: String

  init() throws {
    var template = Array("\(P_tmpdir)/forecast-command-XXXXXX".utf8CString)
    try #require(mkdtemp(&template) != nil, "cannot make a temporary folder")
    root = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    path = root + "/work"
    try #require(mkdir(path, 0o700) == 0)
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  /// The path of a file for the test.
  func file(_ name: String) -> String { "\(path)/\(name)" }

  /// The path of a file that the program does not see in its directory.
  func hiddenFile(_ name: String) -> String { "\(root)/\(name)" }

  func bytes(_ name: String) throws -> [UInt8] { try FileContents.bytes(ofFile: file(name)) }

  func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

  func lines(_ name: String) throws -> [String] { try text(name).split(separator: "\n").map(String.init) }

  func exists(_ name: String) -> Bool { FileContents.exists(file(name)) }

  func write(_ text: String, to name: String) throws { try AtomicFile.write(text, to: file(name)) }

  func write(_ bytes: [UInt8], to name: String) throws { try AtomicFile.write(bytes, to: file(name)) }

  func remove(_ name: String) throws { try AtomicFile.removeIfPresent(file(name)) }

  /// Names of the files, hidden ones too.
  var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }

  /// Starts the program with arguments separated by spaces.
  func start(
    _ arguments: String, environment: [String: String] = [:], terminalWidth: UInt16? = nil
  ) throws -> RunningProgram {
    var variables = environment
    for name in ["PATH", "LD_LIBRARY_PATH", "HOME"] where variables[name] == nil {
      variables[name] = getenv(name).map { String(cString: $0) }
    }
    return try RunningProgram(
      self, arguments.split(separator: " ").map(String.init), variables,
      terminal: terminalWidth.map { try PseudoTerminal(width: $0) })
  }

  /// Runs the program with arguments separated by spaces.
  func run(
    _ arguments: String, environment: [String: String] = [:], terminalWidth: UInt16? = nil
  ) throws -> ProgramRun {
    try start(arguments, environment: environment, terminalWidth: terminalWidth).finish()
  }

  /// Sizes that make a fit a matter of milliseconds.
  static let small = "--lookback 48 --horizon 12 --epochs 2"

  /// A workspace with 1,200 rows of synthetic hourly data in `f.csv`: training rows 0–839, validation 840–959,
  /// test 960–1199; row `r` stands on line `r + 2`.
  static func withData() throws -> Workspace {
    let workspace = try Workspace()
    let run = try workspace.run("datasets generate etth f.csv --rows 1200 --seed 1")
    try #require(run.status == 0, "\(run.errors)")
    return workspace
  }

  /// A workspace with `f.csv` and a model of it.
  static func withModel() throws -> Workspace {
    let workspace = try withData()
    let run = try workspace.run("fit f.csv \(small) --quiet")
    try #require(run.status == 0, "\(run.errors)")
    return workspace
  }

  /// Fits `f.csv` with the small sizes and returns the digest of the weights.
  func digest(_ options: String = "", data: String = "f.csv") throws -> String {
    let run = try run("fit \(data) \(Self.small) --json --quiet -o digest.safetensors \(options)")
    try #require(run.status == 0, "\(run.errors)")
    return try run.json.member("weights_sha256").string()
  }
}
