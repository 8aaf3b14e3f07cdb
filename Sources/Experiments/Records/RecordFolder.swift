import Persistence
import Platform
import Text

/// Where the records of a sweep are kept: one file a run, each complete or not there.
///
/// Any number of processes may share the folder, on one machine or on a file system that renames atomically; where it knows locks too, none
/// does the run that another is at.
public struct RecordFolder: Sendable {
  /// The folder of the sweep.
  public let path: String

  /// - Parameter path: The folder of the sweep, which need not exist.
  public init(_ path: String) {
    self.path = path
  }

  /// The folder of the records.
  public var runs: String { "\(path)/runs" }

  /// The file of a run.
  public func file(of id: String) -> String { "\(runs)/\(id).json" }

  /// Where an interrupted run leaves its state.
  public func checkpoint(of id: String) -> String { "\(runs)/\(id).checkpoint" }

  /// What a process holds while it is at a run.
  private func lock(of id: String) -> String { "\(runs)/\(id).lock" }

  /// Whether a process is at a run, or one ended in the middle of it.
  public func isBegun(_ id: String) -> Bool {
    [lock(of: id), checkpoint(of: id)].contains(where: FileContents.exists)
  }

  /// Calls `body` while no other process is at the same run.
  ///
  /// Whoever is holds the lock of a file beside the record, which the system releases with the process, however that ends.
  ///
  /// - Returns: What `body` returns; nil, without calling it, while another process is at the run.
  /// - Throws: `FileError`, and what `body` throws.
  package func claiming<Result>(_ id: String, _ body: () throws -> Result) throws -> Result? {
    while true {
      let file = try FileDescriptor(writing: lock(of: id), content: .continued)
      guard file.lock() else { return nil }
      // Whoever held it before may have removed the file, and a third one made another.
      guard FileStatus(ofFile: file.path) == (try file.status()) else { continue }
      defer { try? Paths.removeIfPresent(file.path) }
      return try body()
    }
  }

  /// Makes the folder.
  ///
  /// - Throws: `FileError` with the operation `create`.
  public func create() throws(FileError) {
    try Folder.create(runs)
  }

  /// Whether the run has a record.
  public func contains(_ id: String) -> Bool { FileContents.exists(file(of: id)) }

  /// The record of a run; nil if it has none.
  ///
  /// - Throws: `RecordError` if there is one that cannot be read, or one of another run under its name.
  public func record(_ id: String) throws(RecordError) -> RunRecord? {
    guard contains(id) else { return nil }
    let record = try Self.read(file(of: id))
    guard record.id == id else {
      throw RecordError(
        path: file(of: id),
        problem: "is whole, but the record of another run, \(record.id); move it away to run this one again")
    }
    return record
  }

  /// All records that can be read, in order of their names, and what is wrong with each of the others;
  /// none where there is no such folder.
  ///
  /// - Throws: `RecordError` if the folder cannot be read.
  public func readableRecords() throws(RecordError) -> (records: [RunRecord], problems: [RecordError]) {
    var (records, problems): ([RunRecord], [RecordError]) = ([], [])
    for id in try ids() {
      do { if let record = try record(id) { records.append(record) } } catch { problems.append(error) }
    }
    return (records, problems)
  }

  private func ids() throws(RecordError) -> [String] {
    guard Folder.isFolder(runs) else { return [] }
    let ending = ".json"
    do {
      return try Folder.names(in: runs).filter { $0.hasSuffix(ending) }.map {
        String($0.dropLast(ending.count))
      }
    } catch {
      throw RecordError(path: nil, problem: error.description)
    }
  }

  /// Whether a run has a record that counts: a damaged one does, as that of a failed run.
  ///
  /// - Parameter retriesFailed: Whether failed runs are to be run again.
  public func isDone(_ id: String, retriesFailed: Bool) -> Bool {
    guard retriesFailed else { return contains(id) }
    guard let record = try? record(id) else { return false }
    return record.failure == nil
  }

  /// Writes a record with its digest under a temporary name and renames it.
  ///
  /// - Throws: `FileError`.
  public func write(_ record: RunRecord) throws(FileError) {
    try AtomicFile.write(RecordSeal.sealed(record.json.text()), to: file(of: record.id))
  }

  /// Reads the record in the file at `path`.
  ///
  /// - Throws: `RecordError` if it is not there, is damaged, or is no record.
  public static func read(_ path: String) throws(RecordError) -> RunRecord {
    do {
      switch RecordSeal.opened(try FileContents.bytes(ofFile: path)) {
      case .intact(let object):
        let json = JSONReader(try JSONValue(parsing: object))
        do { return try RunRecord(json: json) } catch {
          // Somebody's work, such as a case of a study: nobody is told to remove it.
          throw RecordError(
            path: path, problem: "is whole, but no record of a sweep that is known here: \(error)")
        }
      case .damaged: throw RecordSeal.damaged
      case .unsealed(let bytes):
        let json = JSONReader(try JSONValue(parsing: bytes))
        guard try json.member("format").integer() == 1 else {
          throw JSONError.invalid(path: "", reason: "damaged: the digest is missing")
        }
        return try RunRecord(json: json)
      }
    } catch let error as RecordError {
      throw error
    } catch let error as FileError {
      throw RecordError(path: nil, problem: error.description)
    } catch {
      throw RecordError(
        path: path,
        problem: isNameOfRecord(path)
          ? "\(error); remove the file to run it again" : "is no record of a sweep, nor its folder")
    }
  }

  /// Whether a file is called as records are: whoever is told to remove a file must not lose data or a spec.
  private static func isNameOfRecord(_ path: String) -> Bool {
    let name = Paths.name(of: path)
    let id = name.dropLast(".json".count)
    return name.hasSuffix(".json") && id.utf8.count == 16
      && id.utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) }
  }
}

/// A record that cannot be read.
public struct RecordError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The file; nil if the problem names it.
  public let path: String?
  /// What is wrong and what to do.
  public let problem: String

  /// - Parameter problem: What is wrong and what to do.
  package init(path: String?, problem: String) { (self.path, self.problem) = (path, problem) }

  /// The text shown to the user.
  public var description: String { (path.map { "\($0): " } ?? "") + problem }
}

extension [RecordError] {
  /// A line for each problem, with the first few of the files that have it.
  var told: [String] {
    map(\.problem).withoutRepetitions.map { problem in
      let paths = filter { $0.problem == problem }.compactMap(\.path)
      guard paths.count > 1 else { return RecordError(path: paths.first, problem: problem).description }
      return "\(paths.abridged()): each \(problem)"
    }
  }
}
