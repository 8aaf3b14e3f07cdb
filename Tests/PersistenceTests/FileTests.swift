import Glibc
import Persistence
import Platform
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
    #expect(try FileContents.bytes(ofFile: "/dev/null").isEmpty)
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
    try AtomicFile.write(path, isDurable: true) { (output) throws(FileError) in
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

  @Test func aLinkIsFollowed() throws {
    try AtomicFile.write("x", to: folder.file("target"))
    symlink(folder.file("target"), folder.file("link"))
    try AtomicFile.write("y", to: folder.file("link"))
    #expect(try FileContents.bytes(ofFile: folder.file("target")) == Array("y".utf8))
    #expect(folder.names == ["link", "target"])
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
