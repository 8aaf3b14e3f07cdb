import Glibc
import Persistence
import Platform
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

  /// Where standard output goes.
  enum Output {
    /// Into the run.
    case collected
    /// Into a file or a device.
    case file(String)
    /// Into a pipe that nobody reads.
    case closedPipe
  }

  /// Starts a command in the workspace's folder.
  ///
  /// - Parameter terminal: What standard error is connected to; nil for a pipe.
  init(
    _ workspace: Workspace, _ command: [String], _ environment: [String: String],
    terminal: PseudoTerminal? = nil, output: Output = .collected
  ) throws {
    outputPath = workspace.hiddenFile("output")
    let errorsPath = try terminal?.path ?? Self.makePipe(workspace.hiddenFile("errors"))
    // Without a writer yet, only a reader that does not block can open a named pipe.
    let end = terminal?.controller ?? open(errorsPath, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    try #require(end >= 0)
    _ = fcntl(end, F_SETFL, 0)
    errorsEnd = end

    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    // Made also where it stays empty.
    let written = open(outputPath, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    defer { close(written) }
    var closedPipe: Int32 = -1
    defer { if closedPipe >= 0 { close(closedPipe) } }
    switch output {
    case .collected: posix_spawn_file_actions_adddup2(&actions, written, 1)
    case .file(let path): posix_spawn_file_actions_addopen(&actions, 1, path, O_WRONLY, 0)
    case .closedPipe:
      // Opened for reading too, or opening it for writing would wait; no other process gets that end.
      let path = try Self.makePipe(workspace.hiddenFile("closed"))
      let reader = open(path, O_RDWR | O_CLOEXEC)
      closedPipe = open(path, O_WRONLY | O_CLOEXEC)
      close(reader)
      posix_spawn_file_actions_adddup2(&actions, closedPipe, 1)
    }
    posix_spawn_file_actions_addopen(&actions, 2, errorsPath, O_WRONLY | O_NOCTTY, 0)
    // The threads of a test runner block signals, and children would inherit that.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var noSignals = sigset_t()
    sigemptyset(&noSignals)
    posix_spawnattr_setsigmask(&attributes, &noSignals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    let enteringFolder = ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", workspace.path]
    let started = enteringFolder + command
    var pid = pid_t()
    let failure = Self.withCStrings(started) { argv in
      Self.withCStrings(environment.map { "\($0)=\($1)" }) { variables in
        posix_spawn(&pid, "/bin/sh", &actions, &attributes, argv, variables)
      }
    }
    try #require(failure == 0, "cannot start \(command): \(String(cString: strerror(failure)))")
    process = pid
  }

  /// Blocks until standard error contains `text` or the program closes it.
  func waitForErrors(containing text: String) {
    while !String(decoding: errors, as: UTF8.self).contains(text), readMore() {}
  }

  func send(_ signal: Int32) { kill(process, signal) }

  /// Whether the program waits in the system's call that opens a file; true where the system does not tell.
  var isOpeningFile: Bool {
    guard let call = try? FileContents.bytes(ofFile: "/proc/\(process)/syscall") else { return true }
    // `openat` on x86-64 and on arm64; a program that computes is `running`.
    return ["257 ", "56 "].contains { call.starts(with: $0.utf8) }
  }

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

  private static func makePipe(_ path: String) throws -> String {
    unlink(path)
    try #require(mkfifo(path, 0o600) == 0)
    return path
  }

  private static func withCStrings<Result>(
    _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    let pointers = texts.map { strdup($0) } + [nil]
    defer { pointers.forEach { free($0) } }
    return body(pointers)
  }
}
