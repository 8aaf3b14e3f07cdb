import Datasets
import Experiments
import Forecasting
import Persistence
import Platform
import Runs
import Tensors
import TestSupport
import Testing
import TimeSeries

@Suite struct RunRecordTests {
  /// A small fit of made-up data, its channels named as in the file.
  private func record(seed: UInt64 = 1, _ change: (inout Fit) -> Void = { _ in }) throws -> RunRecord {
    let folder = try TemporaryFolder()
    let path = folder.file("f.csv")
    try #require(SyntheticDataset.named("etth")).write(to: path, rows: 600, seed: 1)
    var request = FitRequest(data: path, workers: Workers(threadCount: 1))
    request.model = "samformer"
    (request.lookback, request.horizon, request.recipe.epochs, request.seed) = (24, 6, 2, seed)
    var fit = Fit(request)
    fit.sampleCount = 3
    change(&fit)
    let result = try fit.run()
    return RunRecord(
      RunSpecification(result.model.description), data: "f.csv", instructionSet: Processor.instructionSet,
      outcome: .finished(RunResult(result)))
  }

  @Test func aRecordReadsBackAsItWasWritten() throws {
    let record = try record()
    let temporary = try TemporaryFolder()
    defer { withExtendedLifetime(temporary) {} }
    let folder = RecordFolder(temporary.path)
    try folder.create()
    try folder.write(record)
    #expect(try folder.record(record.id) == record)
    #expect(try folder.readableRecords().records == [record])
    #expect(try Folder.names(in: folder.runs) == ["\(record.id).json"])
  }

  /// A record that was copied or renamed is whole, and yet counts once.
  @Test func aRecordUnderAnotherNameIsNoRecordOfTheRun() throws {
    let record = try record()
    let temporary = try TemporaryFolder()
    defer { withExtendedLifetime(temporary) {} }
    let folder = RecordFolder(temporary.path)
    try folder.create()
    try folder.write(record)
    let other = "0123456789abcdef"
    try AtomicFile.write(FileContents.bytes(ofFile: folder.file(of: record.id)), to: folder.file(of: other))
    let error = try #require(throws: RecordError.self) { try folder.record(other) }
    #expect(error.path == folder.file(of: other) && error.problem.contains("of another run, \(record.id)"))
    let (records, problems) = try folder.readableRecords()
    #expect(records == [record] && problems.map(\.description) == [error.description])
  }

  @Test func aRecordHoldsWhatReportsShow() throws {
    let result = try #require(try record().result)
    #expect(result.epochs.count == 2 && result.test?.perStep.count == 6)
    #expect(result.samples.map(\.window) == [19, 57, 95])
    let channel = try #require(result.samples.first?.channels.last)
    #expect(channel.name == "OT" && channel.history.count == 6 && channel.truth.count == 6)
    let map = try #require(result.attention.first)
    #expect(map.rows == map.columns && map.rows.count == 7 && map.rows.last == "OT")
    for row in map.weights { #expect(abs(row.reduce(0, +) - 1) < 1e-5) }
  }

  @Test func theRecordOfAChoosingForecasterListsItsMembers() throws {
    let record = try record { fit in
      (fit.request.model, fit.request.recipe) = ("auto", RecipeChanges())
      fit.request.settings = [(key: "members", value: "last-value+mean+theta")]
    }
    let members = try #require(record.result?.members)
    #expect(members.map(\.model) == ["last-value", "mean", "theta"])
    let weight: Double = members.compactMap(\.weight).reduce(0, +)
    #expect(abs(weight - 1) < 1e-9)
    #expect(members.allSatisfy { ($0.validationMSE ?? 0) > 0 })
    #expect(try RunRecord(json: JSONReader(JSONValue(parsing: record.json.text()))) == record)
  }

  @Test func theSampledTruthIsTheDataItself() throws {
    var panel: Panel?
    let record = try record { fit in fit.willTrain = { panel = $0.rows } }
    let rows = try #require(panel)
    let sample = try #require(record.result?.samples.first)
    let start = record.specification.split.rows.test.lowerBound + sample.window
    #expect(sample.start == rows.stampForm.string(for: rows.only.timestamps[start]))
    let values = rows.values(ofColumn: 6)
    for (truth, value) in zip(sample.channels[1].truth, values[start...]) {
      #expect(abs(Double(truth) - value) < 1e-4)
    }
    for (past, value) in zip(sample.channels[1].history, values[(start - 6)...]) {
      #expect(abs(Double(past) - value) < 1e-4)
    }
  }

  @Test func whateverChangesTheResultChangesTheName() throws {
    let first = try record()
    #expect(try record().id == first.id)
    #expect(try record(seed: 2).id != first.id)
    #expect(try record { $0.request.recipe.rho = 0 }.id != first.id)
  }

  @Test func aRecordWhoseSpecificationWasEditedIsRefused() throws {
    let record = try record()
    guard case .object(var object) = record.json else { return }
    object["spec"] = record.json["spec"]?.replacing("seed", by: 7)
    #expect(throws: (any Error).self) { try RunRecord(json: JSONReader(.object(object))) }
  }

  @Test(arguments: [UInt64.random(in: 0...UInt64.max), 1])
  func noAlteredByteIsTakenForTheRecord(seed: UInt64) throws {
    let temporary = try TemporaryFolder()
    let folder = RecordFolder(temporary.path)
    try folder.create()
    let record = try record()
    try folder.write(record)
    let path = folder.file(of: record.id)
    let bytes = try FileContents.bytes(ofFile: path)
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<300 {
      var altered = bytes
      let index = Int.random(in: 0..<bytes.count, using: &generator)
      switch Int.random(in: 0..<3, using: &generator) {
      case 0: altered[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      case 1: altered.remove(at: index)
      default: altered.removeSubrange(index...)
      }
      try AtomicFile.write(altered, to: path)
      #expect(throws: RecordError.self, "seed \(seed), byte \(index)") { try folder.record(record.id) }
    }
  }

  @Test func recordsOfTheFirstFormatHaveNoDigestAndAreRead() throws {
    let temporary = try TemporaryFolder()
    let folder = RecordFolder(temporary.path)
    try folder.create()
    let record = try record()
    let old = JSONObject(
      try JSONReader(record.json).members().map { ($0.key, $0.key == "format" ? 1 : $0.reader.value) })
    try AtomicFile.write(JSONValue.object(old).text() + "\n", to: folder.file(of: record.id))
    #expect(try folder.record(record.id) == record)
    try AtomicFile.write(record.json.text() + "\n", to: folder.file(of: record.id))
    let error = try #require(throws: RecordError.self) { try folder.record(record.id) }
    #expect(error.problem == "damaged: the digest is missing; remove the file to run it again")
  }

  @Test func aFailedRunKeepsItsReason() throws {
    var record = try record()
    record.outcome = .failed("the loss became infinite")
    let read = try RunRecord(json: JSONReader(JSONValue(parsing: record.json.text())))
    #expect(read == record && read.result == nil && read.failure == "the loss became infinite")
  }
}

extension JSONValue {
  fileprivate func replacing(_ key: String, by value: JSONValue) -> JSONValue {
    guard case .object(var object) = self else { return self }
    object[key] = value
    return .object(object)
  }
}
