import Persistence
import Platform

/// The folder that a sweep writes: plan, records and tables.
public struct SweepFolder: Sendable {
  /// The folder.
  public let path: String

  /// - Parameter path: The folder, which need not exist.
  public init(_ path: String) {
    self.path = path
  }

  /// The records.
  public var records: RecordFolder { RecordFolder(path) }

  /// Whether a plan is there.
  public var hasPlan: Bool { FileContents.exists(planFile) }

  private var planFile: String { "\(path)/plan.json" }

  /// The files that a sweep makes besides its records.
  public var pages: [String] { [planFile] + tables }

  /// The files that ``write(_:)`` makes.
  public var tables: [String] {
    ["results.csv", "report.md", "report.html"].map { "\(path)/\($0)" }
  }

  /// Makes sure that ``keep(_:unread:)`` and ``write(_:)`` can succeed, before time is spent on what they are to write.
  ///
  /// - Throws: `FileError` with the operation `create`.
  public func requireWritable() throws(FileError) {
    // Nothing is made for it: another shard may be about to use what would be removed again. A link that leads nowhere is no room for a folder.
    var folder = records.runs
    while !folder.isEmpty, !FileContents.exists(folder), Paths.target(of: folder) == folder {
      folder = folder.lastIndex(of: "/").map { String(folder[..<$0]) } ?? ""
    }
    let prefix = folder.isEmpty && !path.hasPrefix("/") ? "" : "\(folder)/"
    do { try AtomicFile.requireCreatable("\(prefix)plan.json") } catch { throw error.about(path) }
    guard Folder.isFolder(path) else { return }
    for page in pages { try AtomicFile.requireCreatable(page) }
  }

  /// Makes the folder and keeps the plan in it, with the records of runs that cannot begin.
  ///
  /// Every shard writes the same; an earlier plan is replaced, and records of its runs that could not begin and now can are removed.
  ///
  /// - Throws: `FileError`.
  public func keep(_ plan: SweepPlan, unread: [RunRecord] = []) throws(FileError) {
    let earlier = (try? self.plan())?.unreadIDs ?? []
    try records.create()
    try AtomicFile.write(plan.json.text(.indented) + "\n", to: planFile)
    for record in unread { try records.write(record) }
    for id in earlier.subtracting(plan.unreadIDs) {
      // A plan may come from anywhere: what is removed is such a record.
      guard let record = try? records.record(id), record.id == id, record.failure != nil else { continue }
      try Paths.removeIfPresent(records.file(of: id))
    }
  }

  /// The plan.
  ///
  /// - Throws: `FileError` if there is none, `RecordError` if it cannot be read.
  public func plan() throws -> SweepPlan {
    let bytes = try FileContents.bytes(ofFile: planFile)
    do {
      return try SweepPlan(json: JSONReader(JSONValue(parsing: String(decoding: bytes, as: UTF8.self))))
    } catch {
      throw RecordError(path: planFile, problem: "\(error); run the sweep again to make it anew")
    }
  }

  /// The table of `plan` from the records that are there; one that cannot be read counts as that of a failed run.
  public func table(of plan: SweepPlan) -> ResultTable {
    var (found, damaged): ([String: RunRecord], [String: RecordError]) = ([:], [:])
    for id in plan.runIDs {
      do { found[id] = try records.record(id) } catch { damaged[id] = error }
    }
    return ResultTable(plan, found, damaged: damaged)
  }

  /// Writes `results.csv`, `report.md` and `report.html`.
  ///
  /// - Throws: `FileError`.
  public func write(_ table: ResultTable) throws(FileError) {
    try AtomicFile.write(table.csv, to: "\(path)/results.csv")
    try AtomicFile.write(table.markdown, to: "\(path)/report.md")
    try AtomicFile.write(HTMLReport(table).text, to: "\(path)/report.html")
  }
}
