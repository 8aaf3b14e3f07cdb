import Experiments
import Persistence
import Platform
import Studies
import Synchronization
import Tensors
import TestSupport
import Testing
import Training

private final class Counter: Sendable {
  private let count = Atomic(0)
  func next() -> Int { count.add(1, ordering: .relaxed).newValue }
}

struct StudyRunTests {
  private var study: ToyStudy {
    var study = ToyStudy()
    (study.lookback, study.horizon, study.channelCount) = (8, 2, 2)
    (study.trainingCount, study.validationCount, study.epochs) = (64, 32, 2)
    (study.seedCount, study.hessianSteps) = (1, 0)
    return study
  }

  private func run(
    _ folder: StudyFolder?, until stop: @escaping @Sendable () -> Bool = { false }
  ) throws -> (report: StudyReport, finished: [String]) {
    let context = StudyContext(workers: Workers(threadCount: 1), isInterrupted: stop)
    var finished: [String] = []
    let report = try StudyRun(study, in: folder, context).finished { event in
      if case .finished(let record, _, _) = event { finished.append(record.study.model) }
    }
    return (report, finished)
  }

  /// Killed after some cases, the same command goes on with the others, and the report is that of an undisturbed run.
  @Test func anInterruptedStudyGoesOn() throws {
    let temporary = try TemporaryFolder()
    let folder = StudyFolder(temporary.path + "/study")
    let counter = Counter()
    let (first, before) = try run(folder) { counter.next() > 12 }
    #expect(first.missingCount > 0 && !before.isEmpty)
    let (second, after) = try run(folder)
    #expect(second.missingCount == 0 && before.count + after.count == study.cases.count)
    let (whole, _) = try run(nil)
    #expect(second.rows == whole.rows)
    let (again, none) = try run(folder)
    #expect(none.isEmpty && again.rows == whole.rows)
  }

  @Test func aDamagedRecordIsNamed() throws {
    let temporary = try TemporaryFolder()
    let folder = StudyFolder(temporary.path)
    _ = try run(folder)
    let name = try #require(try Folder.names(in: temporary.path + "/runs").first)
    let path = "\(temporary.path)/runs/\(name)"
    var bytes = try FileContents.bytes(ofFile: path)
    bytes[20] ^= 1
    try AtomicFile.write(bytes, to: path)
    let error = #expect(throws: RecordError.self) { try run(folder) }
    #expect(error?.description.contains(name) == true)
  }

  /// A record that was copied or renamed is whole, and yet not that of the case.
  @Test func aRecordUnderAnotherNameIsNoRecordOfTheCase() throws {
    let temporary = try TemporaryFolder()
    let folder = StudyFolder(temporary.path)
    _ = try run(folder)
    let cases = study.cases
    try #require(cases.count > 1)
    let (first, second) = (study.id(of: cases[0]), study.id(of: cases[1]))
    let path = "\(temporary.path)/runs/\(first).json"
    let own = try FileContents.bytes(ofFile: path)
    try AtomicFile.write(FileContents.bytes(ofFile: "\(temporary.path)/runs/\(second).json"), to: path)
    #expect(try #require(throws: RecordError.self) { try run(folder) }.problem.contains("of another case"))
    // The same case of other settings.
    var other = study
    other.rho = 0.5
    try AtomicFile.write(own, to: "\(temporary.path)/runs/\(other.id(of: cases[0])).json")
    let context = StudyContext(workers: Workers(threadCount: 2))
    #expect(throws: RecordError.self) { try StudyRun(other, in: folder, context).finished { _ in } }
  }

  @Test func otherSettingsHaveOtherRecords() {
    var other = study
    other.rho = 0.5
    #expect(other.id(of: study.cases[0]) != study.id(of: study.cases[0]))
    // More seeds add cases and leave those there are.
    other = study
    other.seedCount = 2
    #expect(study.cases.allSatisfy { other.id(of: $0) == study.id(of: $0) })
    #expect(Set(study.cases.map { study.id(of: $0) }).count == study.cases.count)
  }

  @Test func settingsOutOfBoundsAreRefusedBeforeAnythingIsRun() {
    var wrong = study
    wrong.epochs = 0
    #expect(throws: (any Error).self) {
      try StudyRun(wrong, in: nil, StudyContext(workers: Workers(threadCount: 1))).finished { _ in }
    }
  }

  /// Programs read means and deviations as numbers, and what is not known as nothing; in JSON with all their digits.
  @Test func theFileHasAColumnForEachNumber() {
    func figure(_ values: [Double], _ places: Int) -> StudyReport.Cell {
      .figure(SeedSpread(values), places: places)
    }
    // Mean 1.8125, deviation √(2 · 0.0625²) = 0.0884.
    let report = StudyReport(
      ToyStudy.card, introduction: [], columns: ["model", "seeds", "mse", "entropy", "epoch"],
      rows: [
        [.name("a ± b"), .count(2), figure([1.75, 1.875], 2), figure([.nan], 2), figure([3, 4], 0)],
        [.name("or, acle"), .count(1), figure([0.0000273], 2), figure([], 2), figure([5], 0)],
      ], claims: [], galleries: [])
    #expect(report.rows[0].map(\.text) == ["a ± b", "2", "1.81 ± 0.09", "–", "4"])
    let lines = [
      "model,seeds,mse,mse std,entropy,epoch", "a ± b,2,1.81,0.09,,4", "\"or, acle\",1,0.0000273,,,5",
    ]
    #expect(report.csv.split(separator: "\n").map(String.init) == lines)
    let text = report.json.text()
    #expect(text.contains("{\"model\":\"a ± b\",\"seeds\":2,\"mse\":1.8125,\"mse std\":0.0883"), "\(text)")
    #expect(text.contains("\"entropy\":null,\"epoch\":3.5}"), "\(text)")
    // Every row has the same keys.
    #expect(text.contains("\"mse\":2.73e-05,\"mse std\":null,\"entropy\":null,\"epoch\":5}"), "\(text)")
  }

  @Test func pagesHoldTheTable() throws {
    let temporary = try TemporaryFolder()
    let folder = StudyFolder(temporary.path)
    let report = try run(folder).report
    try folder.write(report)
    let pages = try folder.pages.map { String(decoding: try FileContents.bytes(ofFile: $0), as: UTF8.self) }
    for model in ["oracle", "random transformer"] {
      #expect(pages.allSatisfy { $0.contains(model) })
    }
    #expect(pages[2].hasPrefix("<!DOCTYPE html>") && !pages[2].contains("<script"))
    #expect(
      try report.json.text().contains("\"claims\"") && JSONValue(parsing: report.json.text()) == report.json)
  }
}
