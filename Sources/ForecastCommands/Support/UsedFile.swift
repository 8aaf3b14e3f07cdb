import Persistence
import Platform
import Text

/// A file that a command reads or writes, with what the user calls it.
struct UsedFile {
  /// The option or what the argument is, for messages: `--output`, "the data".
  let role: String
  let path: String

  init(_ role: String, _ path: String) {
    (self.role, self.path) = (role, path)
  }

  /// Makes sure that nothing that is read or written is written over, by whatever names and links.
  ///
  /// - Throws: `CommandFailure` before anything is opened.
  static func requireDistinct(
    read: [UsedFile], written: [UsedFile]
  ) throws(CommandFailure) {
    for (index, output) in written.enumerated() {
      guard let place = AtomicFile.place(of: output.path) else { continue }
      let same = read.first { $0.readPlace == place } ?? written[..<index].first { $0.writtenPlace == place }
      guard let same else { continue }
      throw CommandFailure(
        .usage,
        "\(output.role) \(output.path.quoted) is the same file as \(same.role) \(same.path.quoted); name another"
      )
    }
  }

  /// Makes sure that no file is read twice, by whatever names and links: its rows would count twice.
  static func requireEachOnce(_ read: [UsedFile]) throws(CommandFailure) {
    for (index, file) in read.enumerated() {
      guard let place = file.readPlace, let same = read[..<index].first(where: { $0.readPlace == place })
      else { continue }
      throw CommandFailure(
        .usage,
        "\(file.role) \(file.path.quoted) is the same file as \(same.role) \(same.path.quoted), and its rows would count twice; name it once"
      )
    }
  }

  /// Refuses names of tables and pages for what is none: the file that is written over may be somebody's data.
  ///
  /// - Parameter what: What is written, such as "a model".
  static func requireBinary(_ path: String, _ what: String) throws(CommandFailure) {
    let name = path.lowercased()
    guard let ending = [".csv", ".tsv", ".csv.gz", ".jsonl", ".html", ".svg"].first(where: name.hasSuffix)
    else { return }
    throw CommandFailure(
      .usage,
      "--output \(path.quoted): \(what) is written there, and that is no \(ending.dropFirst()); name another file"
    )
  }

  private var writtenPlace: AtomicFile.Place? { AtomicFile.place(of: path) }

  /// The file itself, also where it comes through standard input.
  private var readPlace: AtomicFile.Place? {
    guard let status = FileStatus(ofFile: path == "-" ? "/dev/stdin" : path), status.kind == .regular else {
      return nil
    }
    return .file(status.identity)
  }
}
