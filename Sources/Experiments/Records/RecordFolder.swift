import Persistence
import Platform

/// Where the records of a sweep are kept: one file a run, each complete or not there.
///
/// Any number of processes may share the folder, on one machine or on a file system that renames atomically.
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
  /// - Throws: `RecordError` if there is one that cannot be read.
  public func record(_ id: String) throws(RecordError) -> RunRecord? {
    contains(id) ? try Self.read(file(of: id)) : nil
  }

  /// All records, in order of their names.
  ///
  /// - Throws: `RecordError` for the first one that cannot be read.
  public func allRecords() throws(RecordError) -> [RunRecord] {
    var records: [RunRecord] = []
    let names: [String]
    do { names = try Folder.names(in: runs) } catch {
      throw RecordError(path: runs, problem: error.description)
    }
    for name in names where name.hasSuffix(".json") { records.append(try Self.read("\(runs)/\(name)")) }
    return records
  }

  /// Writes a record under a temporary name and renames it.
  ///
  /// - Throws: `FileError`.
  public func write(_ record: RunRecord) throws(FileError) {
    try AtomicFile.write(record.json.text() + "\n", to: file(of: record.id))
  }

  /// Reads the record in the file at `path`.
  ///
  /// - Throws: `RecordError`.
  public static func read(_ path: String) throws(RecordError) -> RunRecord {
    do {
      let text = String(decoding: try FileContents.bytes(ofFile: path), as: UTF8.self)
      return try RunRecord(json: JSONReader(JSONValue(parsing: text)))
    } catch let error as FileError {
      throw RecordError(path: nil, problem: error.description)
    } catch {
      throw RecordError(path: path, problem: "\(error); remove the file to run it again")
    }
  }
}

/// A record that cannot be read.
public struct RecordError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The file; nil if the problem names it.
  public let path: String?
  /// What is wrong and what to do.
  public let problem: String

  /// The text shown to the user.
  public var description: String { (path.map { "\($0): " } ?? "") + problem }
}
