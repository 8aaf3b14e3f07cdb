import Glibc
import Persistence
import Platform
import TestSupport
import Testing

struct FileTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test(arguments: [0, 1, 4_095, 4_096, 4_097, 1_000_000])
  func whatIsWrittenIsRead(count: Int) throws {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let path = folder.file("a")
    try AtomicFile.write(bytes, to: path)
    #expect(try FileContents.bytes(ofFile: path) == bytes)
    #expect(folder.names == ["a"])
    #expect(FileContents.exists(path))
  }

  @Test func filesOfUnknownSizeAreReadToTheirEnd() throws {
    #expect(try !FileContents.bytes(ofFile: "/proc/self/maps").isEmpty)
  }

  @Test func errorsSayWhatIsWrong() {
    let missing = folder.file("missing")
    expect("\(missing): no such file") { try FileContents.bytes(ofFile: missing) }
    expect("\(folder.path): cannot be read: it is a folder") {
      try FileContents.bytes(ofFile: folder.path)
    }
    expect("\(folder.path): cannot be created: it is a folder") {
      try AtomicFile.write("", to: folder.path)
    }
    let nowhere = folder.file("no/where")
    expect("\(nowhere): cannot be created: no such folder") { try AtomicFile.write("", to: nowhere) }
    expect("/dev/full: cannot be written: No space left on device") {
      try AtomicFile.write("text", to: "/dev/full")
    }
  }

  @Test func theOldFileSurvivesAFailure() throws {
    let path = folder.file("a")
    try AtomicFile.write("old", to: path)
    let failure = FileError(path: path, operation: .write, reason: .notPermitted)
    #expect(throws: failure) {
      try AtomicFile.write(path) { (output) throws(FileError) in
        try output.write("half")
        throw failure
      }
    }
    #expect(try FileContents.bytes(ofFile: path) == Array("old".utf8))
    #expect(folder.names == ["a"])
  }

  @Test func piecesAreJoinedAndReplaceTheOldFile() throws {
    let path = folder.file("a")
    try AtomicFile.write("a longer old text", to: path)
    try AtomicFile.write(path) { (output) throws(FileError) in
      try output.write([0x61, 0x62])
      try output.write("cd")
    }
    #expect(try FileContents.bytes(ofFile: path) == Array("abcd".utf8))
  }

  @Test func anExistingFileKeepsItsPermissionsAndANewOneObeysTheMask() throws {
    let path = folder.file("a")
    try AtomicFile.write("x", to: path)
    #expect(permissions(path) & 0o111 == 0)
    chmod(path, 0o640)
    try AtomicFile.write("y", to: path)
    #expect(permissions(path) == 0o640)
  }

  /// Whatever the user may do to it: who took the permission away meant the file to stay.
  @Test func aFileThatNobodyMayWriteToStays() throws {
    let path = folder.file("a")
    try AtomicFile.write("x", to: path)
    chmod(path, 0o444)
    symlink(path, folder.file("link"))
    for name in [path, folder.file("link")] {
      let refusal = FileError(path: name, operation: .create, reason: .isReadOnly)
      #expect(throws: refusal) { try AtomicFile.write("y", to: name) }
      #expect(throws: refusal) { try AtomicFile.requireCreatable(name) }
      #expect(throws: refusal) { try LineLog(creating: name) }
    }
    #expect(try FileContents.bytes(ofFile: path) == Array("x".utf8))
    #expect(try Folder.names(in: folder.path, includingHidden: true) == ["a", "link"])
    chmod(path, 0o464)
    try AtomicFile.write("y", to: path)
    #expect(permissions(path) == 0o464)
  }

  /// As where memory is lacking while a file is being written.
  @Test func aProcessThatEndsAtOnceTakesItsTemporaryFileAlong() async {
    await #expect(processExitsWith: .exitCode(70)) { [path = folder.file("a") as String] in
      try AtomicFile.write(path) { (_) throws(FileError) in Host.exitAtOnce(70, message: "") }
    }
    #expect(folder.names == [])
  }

  @Test func aLinkIsFollowed() throws {
    try AtomicFile.write("x", to: folder.file("target"))
    symlink(folder.file("target"), folder.file("link"))
    try AtomicFile.write("y", to: folder.file("link"))
    #expect(try FileContents.bytes(ofFile: folder.file("target")) == Array("y".utf8))
    #expect(folder.names == ["link", "target"])
  }

  @Test func aLinkThatLeadsNowhereYetIsFollowed() throws {
    symlink("target", folder.file("link"))
    symlink("link", folder.file("second"))
    try AtomicFile.write("y", to: folder.file("second"))
    #expect(try FileContents.bytes(ofFile: folder.file("target")) == Array("y".utf8))
    #expect(folder.names == ["link", "second", "target"])
    symlink("circle", folder.file("circle"))
    expect(
      "\(folder.file("circle")): cannot be created: it is a link that leads back to itself; remove it, or let it lead elsewhere"
    ) {
      try AtomicFile.write("y", to: folder.file("circle"))
    }
  }

  @Test func aPrivateFileIsPrivateWhileItIsWritten() throws {
    let path = folder.file("a")
    try AtomicFile.write("secret", to: path)
    chmod(path, 0o600)
    try AtomicFile.write(path) { (output) throws(FileError) in
      try output.write("new secret")
      let temporary = folder.names.filter { $0.hasSuffix(".tmp") }
      #expect(temporary.map { permissions(folder.file($0)) } == [0o600])
    }
    #expect(permissions(path) == 0o600)
    // So is a new file beside it that is to be as private.
    try AtomicFile.write([1], to: folder.file("b"), AtomicFile.Options(asPrivateAs: path))
    #expect(permissions(folder.file("b")) == 0o600)
    chmod(folder.file("b"), 0o644)
    try AtomicFile.write([1], to: folder.file("b"), AtomicFile.Options(asPrivateAs: path))
    #expect(permissions(folder.file("b")) == 0o600)
  }

  @Test func whoRunsAFileIsNotRestored() throws {
    let path = folder.file("a")
    try AtomicFile.write("x", to: path)
    chmod(path, 0o6755)
    try AtomicFile.write("y", to: path)
    var status = stat()
    #expect(stat(path, &status) == 0 && status.st_mode & 0o7777 == 0o755)
  }

  @Test func whatDeadOwnersLeftIsRemovedAndNothingElse() throws {
    var ended = pid_t()
    var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("true"), nil]
    defer { free(arguments[0]) }
    try #require(posix_spawnp(&ended, "true", nil, nil, &arguments, nil) == 0)
    waitpid(ended, nil, 0)
    let left = folder.file(".forecast-\(ended)-1.tmp")
    let others = [
      ".forecast-\(getpid())-1.tmp", ".forecast-x-1.tmp", ".forecast-\(ended)-1", "forecast-\(ended)-1.tmp",
    ]
    for path in [left] + others.map({ folder.file($0) }) { _ = fopen(path, "w").map { fclose($0) } }
    // Somebody holds the lock of one: a process of another machine, say, with that number.
    let held = folder.file(".forecast-\(ended)-2.tmp")
    let lock = open(held, O_WRONLY | O_CREAT, 0o600)
    try #require(flock(lock, LOCK_EX) == 0)
    try AtomicFile.write("x", to: folder.file("a"))
    #expect(!FileContents.exists(left))
    #expect(FileContents.exists(held))
    #expect(others.allSatisfy { FileContents.exists(folder.file($0)) })
    close(lock)
    try AtomicFile.write("x", to: folder.file("a"))
    #expect(!FileContents.exists(held))
  }

  @Test func onlyRegularFilesAreRead() throws {
    expect("/dev/null: cannot be read: it is a device, not a regular file") {
      try FileContents.bytes(ofFile: "/dev/null")
    }
    let pipe = folder.file("pipe")
    mkfifo(pipe, 0o600)
    expect("\(pipe): cannot be read: it is a pipe, not a regular file") {
      try SHA256.hexDigest(ofFile: pipe)
    }
  }

  @Test func whatDoesNotFitIntoMemoryIsAnError() throws {
    let path = folder.file("a")
    try AtomicFile.write("x", to: path)
    truncate(path, 1 << 55)
    // Where the file system knows no files of that size, there is nothing to read.
    guard FileStatus(ofFile: path)?.size ?? 0 > 1 << 50 else { return }
    expect("\(path): cannot be read: it does not fit into memory") {
      try FileContents.bytes(ofFile: path)
    }
  }

  @Test func placesTellFilesApartByMoreThanTheirNames() throws {
    let file = folder.file("a")
    try AtomicFile.write("x", to: file)
    link(file, folder.file("hard"))
    symlink("a", folder.file("soft"))
    symlink("new", folder.file("dangling"))
    #expect(AtomicFile.place(of: file) == AtomicFile.place(of: folder.file("hard")))
    #expect(AtomicFile.place(of: file) == AtomicFile.place(of: folder.file("soft")))
    #expect(AtomicFile.place(of: folder.file("new")) == AtomicFile.place(of: folder.file("dangling")))
    #expect(AtomicFile.place(of: folder.file("new")) == AtomicFile.place(of: folder.file("./new")))
    #expect(AtomicFile.place(of: file) != AtomicFile.place(of: folder.file("new")))
    #expect(AtomicFile.place(of: "/dev/null") == nil)
  }

  @Test func theLongestNameWorks() throws {
    let path = folder.file(String(repeating: "n", count: 255))
    try AtomicFile.write("x", to: path)
    #expect(try FileContents.bytes(ofFile: path) == Array("x".utf8))
  }

  @Test func aLogGrowsLineByLine() throws {
    let path = folder.file("log.jsonl")
    try AtomicFile.write("old\n", to: path)
    let log = try LineLog(creating: path)
    try log.append(["epoch": 1, "loss": 0.5])
    #expect(try text(path) == "{\"epoch\":1,\"loss\":0.5}\n")
    let continued = try LineLog(continuing: path)
    try continued.append("two\nlines")
    #expect(try text(path) == "{\"epoch\":1,\"loss\":0.5}\n\"two\\nlines\"\n")
    expect("\(folder.file("x/y")): cannot be created: no such folder") {
      try LineLog(creating: folder.file("x/y"))
    }
  }

  private func text(_ path: String) throws -> String {
    String(decoding: try FileContents.bytes(ofFile: path), as: UTF8.self)
  }

  private func permissions(_ path: String) -> mode_t {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
  }

  private func expect(_ message: String, _ body: () throws -> some Any) {
    do {
      _ = try body()
      Issue.record("no error, expected: \(message)")
    } catch {
      #expect("\(error)" == message)
    }
  }
}
