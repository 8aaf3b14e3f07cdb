import Experiments
import Persistence
import Training

/// A study on its way: the cases that have no record are run one after another.
///
/// ```swift
/// var study = PeriodicStudy.quick
/// (study.epochs, study.points, study.functions) = (2, 128, "sin")
/// let run = StudyRun(study, in: nil, StudyContext(workers: workers))
/// print(try run.finished(observing: { _ in }).markdown)
/// ```
public struct StudyRun<S: Study>: Sendable {
  /// The settings.
  public let study: S
  /// Where records are kept; nil for nowhere.
  public let folder: StudyFolder?
  private let context: StudyContext

  /// - Parameter folder: Where records are kept; nil for nowhere.
  public init(_ study: S, in folder: StudyFolder?, _ context: StudyContext) {
    (self.study, self.folder, self.context) = (study, folder, context)
  }

  /// What happens during a run.
  public enum Event: Sendable {
    /// So many cases have records already.
    case began(done: Int, of: Int)
    /// A case is done.
    case finished(StudyRecord, done: Int, of: Int)
  }

  /// Runs what has no record yet, and reports on all records.
  ///
  /// A case whose training fails leaves a record that says so. After an interruption the report is of the cases that are done.
  ///
  /// - Throws: `ConfigurationError` for settings out of bounds, `RecordError` for records that cannot be read, `FileError`,
  ///   and what ``Study/material(_:)`` throws.
  public func finished(observing show: (Event) -> Void) throws -> StudyReport {
    try study.check()
    try folder?.keep(study)
    let cases = study.cases
    var records: [StudyRecord?] = []
    let files = folder == nil ? nil : study.filesDigest(context)
    for one in cases { records.append(try folder?.record(one, of: study, files: files)) }
    show(.began(done: records.count { $0 != nil }, of: cases.count))
    guard records.contains(where: { $0 == nil }) else { return report(records) }
    let material = try study.material(context)
    for index in cases.indices where records[index] == nil && !context.isInterrupted() {
      guard let folder else {
        if try run(index, material, files, &records, show) { continue } else { break }
      }
      let isOver = try RecordFolder(folder.path).claiming(study.id(of: cases[index])) { () -> Bool in
        // Another process may have made it in the meantime.
        records[index] = try folder.record(cases[index], of: study, files: files)
        return if records[index] == nil { try run(index, material, files, &records, show) } else { true }
      }
      // What another process is at is left to it.
      if isOver == false { break }
    }
    for index in cases.indices where records[index] == nil {
      records[index] = try folder?.record(cases[index], of: study, files: files)
    }
    return report(records)
  }

  /// Runs a case and keeps its record; false if it was interrupted.
  private func run(
    _ index: Int, _ material: S.Material, _ files: String?, _ records: inout [StudyRecord?],
    _ show: (Event) -> Void
  ) throws -> Bool {
    guard let record = try run(study.cases[index], on: material) else { return false }
    records[index] = record
    try folder?.write(record, of: study, files: files)
    show(.finished(record, done: records.count { $0 != nil }, of: records.count))
    return true
  }

  private func run(_ one: StudyCase, on material: S.Material) throws -> StudyRecord? {
    let start = ContinuousClock.now
    var record: StudyRecord
    do {
      guard let finished = try study.run(one, on: material, context) else { return nil }
      record = finished
    } catch let error as TrainingError {
      if case .interrupted = error { return nil }
      record = StudyRecord(one)
      record.failure = "\(error)"
    }
    record.seconds = (ContinuousClock.now - start) / .seconds(1)
    return record
  }

  private func report(_ records: [StudyRecord?]) -> StudyReport {
    var report = study.report(records.compactMap(\.self).filter { $0.failure == nil })
    report.failures = records.compactMap { record in
      record?.failure.map { "\(record?.study.title ?? ""): \($0)" }
    }
    report.missingCount = records.count { $0 == nil }
    report.settings = S.fields.map { ($0.key, $0.value(study).text()) }
    return report
  }
}
