import Experiments
import Persistence
import Platform

/// Where the settings, the records and the pages of a study are kept: `spec.yaml`, `runs/<id>.json`, `results.csv`, `report.md`,
/// `report.html` and `pictures/*.svg`.
///
/// A record is complete or not there, and sealed by its digest. Those of other settings may lie beside it.
public struct StudyFolder: Sendable {
  /// The folder.
  public let path: String

  /// - Parameter path: The folder, which need not exist.
  public init(_ path: String) { self.path = path }

  private var specFile: String { "\(path)/spec.yaml" }

  /// The files that a study makes besides its records.
  public var files: [String] { [specFile] + pages }

  /// The pages that are made from the records.
  public var pages: [String] { ["results.csv", "report.md", "report.html"].map { "\(path)/\($0)" } }

  /// The name of the study that has records in the folder; nil where there are none.
  public var study: String? {
    guard let records = try? Folder.names(in: "\(path)/runs"), !records.isEmpty,
      let spec = try? StudySpec(reading: specFile)
    else { return nil }
    return type(of: spec.study).card.name
  }

  /// The files of all records that are there.
  public var records: [String] {
    ((try? Folder.names(in: "\(path)/runs")) ?? []).map { "\(path)/runs/\($0)" }
  }

  private func file(of id: String) -> String { "\(path)/runs/\(id).json" }

  /// Makes the folder and keeps the settings of a study in it, which replace those of an earlier run; its records stay.
  ///
  /// - Throws: `FileError`.
  func keep(_ settings: some Study) throws(FileError) {
    try Folder.create("\(path)/runs")
    try AtomicFile.write(settings.spec, to: specFile)
  }

  /// The record of a case; nil if it has none.
  ///
  /// - Parameter files: The digest of the files that cases read; nil for none.
  /// - Throws: `FileError` if there is one that cannot be read, `RecordError` if it is damaged, or of another case, other settings or another
  ///   state of the files.
  func record<S: Study>(
    _ study: StudyCase, of settings: S, files: String?
  ) throws -> StudyRecord? {
    let file = file(of: settings.id(of: study))
    guard FileContents.exists(file) else { return nil }
    return try RecordSeal.read(file) { json in
      let record = try StudyRecord(json: json)
      let isSameStudy = try json.member("study").string() == S.card.name
      guard isSameStudy, record.study == study, settings.decide(as: try json.member("settings").value) else {
        throw RecordError(
          path: file,
          problem:
            "is whole, but the record of another case or of other settings; move it away to run this one again"
        )
      }
      let kept = try json.optionalMember("files_sha256")?.string()
      guard kept == nil || files == nil || kept == files else {
        throw RecordError(
          path: file, problem: "was made of data that have changed since; move it away to run this case again"
        )
      }
      return record
    }
  }

  /// Writes a record under a temporary name and renames it.
  ///
  /// - Parameter files: The digest of the files that cases read; nil for none.
  /// - Throws: `FileError`.
  func write<S: Study>(_ record: StudyRecord, of settings: S, files: String?) throws(FileError) {
    let text = record.json(study: S.card.name, settings: settings.json, files: files).text()
    try AtomicFile.write(RecordSeal.sealed(text), to: file(of: settings.id(of: record.study)))
  }

  /// Writes the pages of a report, and its charts as files of the folder `pictures`.
  ///
  /// - Throws: `FileError`.
  public func write(_ report: StudyReport) throws(FileError) {
    for (page, text) in zip(pages, [report.csv, report.markdown, report.html]) {
      try AtomicFile.write(text, to: page)
    }
    try Folder.create("\(path)/pictures")
    for (name, drawing) in report.pictures {
      try AtomicFile.write(drawing, to: "\(path)/pictures/\(name).svg")
    }
  }
}
