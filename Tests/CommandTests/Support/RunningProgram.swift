import Glibc
import Persistence
import Testing

/// How a run of the program ended and what it wrote.
struct ProgramRun {
  /// The exit code; minus the signal's number if a signal ended the process.
  let status: Int32
  let output: String
  let errors: String

  /// The lines of standard error.
  var errorLines: [String] { errors.split(separator: "\n").map(String.init) }

  /// The last line of standard output as JSON.
  var json: JSONReader {
    get throws {
      let line = try #require(output.split(separator: "\n").last, "no output; errors: \(errors)")
      return JSONReader(try JSONValue(parsing: String(line)))
    }
  }
}

/// A program that has been started; its standard error can be read while it runs.
final class RunningProgram {
  private let process: pid_t
  private let errorsEnd: Int32
  private let outputPath: String
  private var errors: [UInt8] = []

  /// - Parameter terminalWidth: The columns of the terminal that standard error is connected to; nil for a pipe.
  init(_ workspace: Workspace, _ arguments: [String], _ environment: [String: String], terminalWidth: UInt16?)
    throws
  {
    outputPath = workspace.hiddenFile("output")
    let (readEnd, writeEnd) = try terminalWidth.map(Self.terminal) ?? Self.pipe()
    errorsEnd = readEnd
    defer { close(writeEnd) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addchdir_np(&actions, workspace.path)
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, outputPath, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_adddup2(&actions, writeEnd, 2)
    let program = try BuiltProgram.path()
    var pid = pid_t()
    let failure = Self.withCStrings([program] + arguments) { argv in
      Self.withCStrings(environment.map { "\($0)=\($1)" }) {
        posix_spawn(&pid, program, &actions, nil, argv, $0)
      }
    }
    try #require(failure == 0, "cannot start \(program): \(String(cString: strerror(failure)))")
    process = pid
  }

  /// Blocks until standard error contains `text` or the program closes it.
  func waitForErrors(containing text: String) {
    while !String(decoding: errors, as: UTF8.self).contains(text), readMore() {}
  }

  func send(_ signal: Int32) { kill(process, signal) }

  /// Waits for the end.
  func finish() throws -> ProgramRun {
    while readMore() {}
    close(errorsEnd)
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    let signal = status & 0x7F
    return ProgramRun(
      status: signal == 0 ? (status >> 8) & 0xFF : -signal,
      output: String(decoding: try FileContents.bytes(ofFile: outputPath), as: UTF8.self),
      errors: String(decoding: errors, as: UTF8.self))
  }

  private func readMore() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 4096)
    var count: Int
    repeat { count = read(errorsEnd, &buffer, buffer.count) } while count < 0 && errno == EINTR
    guard count > 0 else { return false }
    errors += buffer[..<count]
    return true
  }

  private static func pipe() throws -> (read: Int32, write: Int32) {
    var ends: [Int32] = [0, 0]
    try #require(pipe2(&ends, O_CLOEXEC) == 0)
    return (ends[0], ends[1])
  }

  private static func terminal(width: UInt16) throws -> (read: Int32, write: Int32) {
    let master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)
    try #require(master >= 0 && grantpt(master) == 0 && unlockpt(master) == 0)
    let slave = open(String(cString: try #require(ptsname(master))), O_RDWR | O_NOCTTY | O_CLOEXEC)
    try #require(slave >= 0)
    var size = winsize(ws_row: 30, ws_col: width, ws_xpixel: 0, ws_ypixel: 0)
    try #require(ioctl(master, UInt(TIOCSWINSZ), &size) == 0)
    return (master, slave)
  }

  private static func withCStrings<Result>(
    _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    let pointers = texts.map { strdup($0) } + [nil]
    defer { pointers.forEach { free($0) } }
    return body(pointers)
  }
}
