import Experiments
import Layers
import Platform
import Specs
import Studies
import Tensors
import TestSupport
import Testing
import Training

/// Studies from files: the same as those from options.
@Suite struct StudySpecTests {
  private func spec(_ text: String) throws -> StudySpec { try StudySpec(parsing: text, file: "my.yaml") }

  private func equal(_ one: any Study, _ other: any Study) -> Bool {
    func isOther<S: Study>(_ one: S) -> Bool { one == other as? S }
    return isOther(one)
  }

  private func ids(_ study: any Study) -> [String] { study.cases.map { study.id(of: $0) } }

  private func settings(_ study: any Study) -> String {
    func settings<S: Study>(_ study: S) -> String {
      S.fields.map { "\($0.key)=\($0.value(study).text())" }.joined(separator: " ")
    }
    return settings(study)
  }

  /// Options, the file that they are kept as, and the study that is read from it: the same cases under the same digests.
  @Test(arguments: StudyCatalog.names, [false, true]) func theSpecOfAStudyIsThatStudy(
    _ name: String, isQuick: Bool
  ) throws {
    let changes: [String: [(String, String)]] = [
      "toy": [("rho", "0.123456789"), ("epochs", "7")],
      "periodic": [("functions", "mod,complex_1"), ("learningRate", "3e-5")],
      "sharpness": [("variants", "no sam;sam of last layer"), ("data", "a\u{201C}b\\ \u{1F600}:#.csv")],
      "symbolic": [("widths", "16")], "modular": [("tasks", "modular")],
      "scaling": [("text", "true"), ("sizes", "8,16")],
    ]
    var options = try StudySpec(named: name, isQuick: isQuick)
    for (key, value) in try #require(changes[name]) { try options.set(key, to: value) }
    let text = options.study.spec
    let read = try spec(text)
    #expect(equal(options.study, read.study), "\(text)")
    #expect(ids(options.study) == ids(read.study) && read.study.spec == text)
    #expect(read.name == "my" && options.name == name)
  }

  @Test func listsAndQuickSettingsAreWhatOptionsMakeOfThem() throws {
    let periodic = try spec("study: periodic\nquick: true\nset:\n  functions: [sin, mod]\n  epochs: 5\n")
    var expected = PeriodicStudy.quick
    (expected.functions, expected.epochs) = ("sin,mod", 5)
    #expect(equal(expected, periodic.study))
    let sharpness = try spec("study: sharpness\nset: {variants: [no sam, momentum sam]}")
    #expect((sharpness.study as? SharpnessStudy)?.variants == "no sam;momentum sam")
    // What a caller says comes after the file, and its first look where the file says nothing of one.
    var toy = try StudySpec(parsing: "study: toy\nset: {epochs: 5}", file: "d/t.yaml", isQuick: true)
    try toy.set("epochs", to: "6")
    var other = ToyStudy.quick
    other.epochs = 6
    #expect(equal(other, toy.study) && toy.folders == ["d", "."])
    #expect(
      try equal(
        ToyStudy(), StudySpec(parsing: "study: toy\nquick: false", file: "t.yaml", isQuick: true).study))
  }

  private static let faults: [RefusedText] = [
    .init("study: toi", 1, 8, "there is no study 'toi'; did you mean 'toy'?"),
    .init("studie: toy", 1, 1, "'studie' is not a key of a study's spec; did you mean 'study'?"),
    .init("quick: true", nil, nil, "the key 'study' is missing; name one of toy, periodic"),
    .init("study: toy\nquick: ja", 2, 8, "'ja' is not true or false"),
    .init("study: toy\nset: {epoch: 3}", 2, 7, "'epoch' is not a setting; did you mean 'epochs'?"),
    .init("study: toy\nset:\n  epochs: none", 3, 11, "epochs: none is not accepted; use 1 … 10000"),
    .init("study: toy\nset:\n  epochs: [1, 2]", 3, 11, "epochs: 1,2 is not accepted"),
    .init(
      "study: periodic\nset: {functions: [sin, cos]}", 2, 18, "functions: sin,cos is not accepted; use all"),
    .init("study: toy\nset: {epochs: }", 2, 15, "expected a value, found nothing"),
    .init("study: toy\nset: [epochs, 3]", 2, 6, "expected keys and values, found a list"),
    .init("study: toy\nset: {epochs: 3, epochs: 4}", 2, 18, "the key 'epochs' occurs twice"),
    .init("study: [toy\nset: x", 2, 4, "not valid YAML"),
    .init("", nil, nil, "the file is empty"),
  ]

  @Test(arguments: faults) func whatIsWrongIsNamedWithItsPlace(_ fault: RefusedText) throws {
    let error = try #require(throws: SpecError.self) { try self.spec(fault.text) }
    #expect(error.file == "my.yaml")
    fault.expect(error.problem, line: error.line, column: error.column)
  }

  @Test func whatIsFoundWrongLaterHasItsPlaceToo() throws {
    var scaling = try spec("study: scaling\nset:\n  text: none.txt")
    let missing = ConfigurationError.invalidValue(key: "text", value: "none.txt", accepted: "a file")
    let error = try #require(scaling.located(missing) as? SpecError)
    #expect(error.line == 3 && error.problem == "\(missing)")
    // That of an option is the option's.
    try scaling.set("text", to: "none.txt")
    #expect(scaling.located(missing) as? ConfigurationError == missing)
  }

  /// Every committed spec is that of the report beside it.
  @Test(arguments: ["modular", "periodic", "scaling", "sharpness", "symbolic", "toy"])
  func committedSpecsAreThoseOfTheirReports(_ name: String) throws {
    let folder = "\(PackageFolder.path)/experiments/studies"
    let report = String(
      decoding: try FileContents.bytes(ofFile: "\(folder)/\(name)/report.md"), as: UTF8.self)
    let spec = try StudySpec(reading: "\(folder)/\(name).yaml")
    #expect(spec.name == name && report.contains("Settings: `\(settings(spec.study))`"))
  }

  @Test func aRunKeepsItsSettingsBesideItsRecords() throws {
    let folder = try TemporaryFolder()
    var study = SymbolicStudy.quick
    (study.widths, study.trainingCount, study.testCount) = ("4", 16, 8)
    (study.epochs, study.steps) = (1, 1)
    let run = StudyRun(
      study, in: StudyFolder(folder.path), StudyContext(workers: Workers(threadCount: 1)))
    _ = try run.finished { _ in }
    let kept = try StudySpec(reading: folder.file("spec.yaml"))
    #expect(equal(study, kept.study) && kept.folders == [folder.path, "."])
  }
}
