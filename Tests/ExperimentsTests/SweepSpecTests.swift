import Experiments
import Glibc
import Persistence
import Platform
import Runs
import Specs
import TestSupport
import Testing
import TimeSeries

@Suite struct SweepSpecTests {
  private func spec(_ text: String) throws -> SweepSpec { try SweepSpec(parsing: text, file: "s.yaml") }

  @Test func theExampleOfTheManualIsRead() throws {
    let spec = try spec(
      """
      name: etth1-horizons
      data: [ETTh1.csv]  # a comment
      models:
        - samformer
        - {name: samformer, label: wide, set: {hiddenSize: 64}}
      horizons: [96, 192, 336, 720]
      lookbacks: [512]
      seeds: [1, 2, 3]
      training: {epochs: 30, batchSize: 32}
      grid: {rho: [0.1, 0.5, 0.9]}
      """)
    #expect(spec.name == "etth1-horizons" && spec.data.map(\.value) == ["ETTh1.csv"])
    #expect(spec.models.map(\.value.label) == ["samformer", "wide"])
    #expect(spec.models[1].value.settings.map(\.key) == ["hiddenSize"])
    #expect(spec.horizons == [96, 192, 336, 720] && spec.lookbacks == [512] && spec.seeds == [1, 2, 3])
    #expect(spec.training.epochs == 30 && spec.training.batchSize == 32 && spec.training.rho == nil)
    #expect(spec.grid == [SweepSpec.Axis(key: "rho", values: ["0.1", "0.5", "0.9"])])
    #expect(spec.split == .auto && spec.features == .multivariate)
  }

  private static let faults: [RefusedText] = [
    .init("data: a.csv\nmodel: [samformer]\nhorizons: [6]", 2, 1, "did you mean 'models'?"),
    .init(
      "data: a.csv\nmodels:\n  - {name: samformer, sett: {a: 1}}\nhorizons: [6]", 3, 23, "did you mean 'set'?"
    ),
    .init(
      "data: a.csv\nmodels:\n  - {name: samformer, set: {hidenSize: 1}}\nhorizons: [6]", 3, 29,
      "did you mean 'hiddenSize'?"
    ),
    .init(
      "data: a.csv\nmodels:\n  - {name: samformer, set: {hiddenSize: 0}}\nhorizons: [6]", 3, 29,
      "use 1 … 4096"
    ),
    .init("data: a.csv\nmodels: samformer\nhorizons: [6]\ntraining: {rhoo: 1}", 4, 12, "did you mean 'rho'?"),
    .init("data: a.csv\nmodels: samformer\nhorizons: [6]\ntraining: {rho: -1}", 4, 17, "use 0 or more"),
    .init(
      "data: a.csv\nmodels: samformer\nhorizons: [6]\ngrid: {hiddensize: [1]}", 4, 8,
      "did you mean 'hiddenSize'?"
    ),
    .init("data: a.csv\nmodels: samformer\nhorizons: [6, x]", 3, 15, "is not a whole number from 1"),
    .init("data: a.csv\nmodels: samformer\nhorizons: [6, 6]", 3, 15, "occurs twice"),
    .init(
      "data: a.csv\nmodels: [samformer, samformer]\nhorizons: [6]", 2, 21, "give one of them another label"),
    .init("data: a.csv\nmodels: samformer\nhorizons: []", 3, 11, "the list is empty"),
    .init("data: a.csv\nmodels: samformer\nhorizons: [6]\nseeds: [-1]", 4, 9, "is not a whole number from 0"),
    .init("data: a.csv\nmodels: samformer\nhorizons: [6]\nsplit: half", 4, 8, "use auto, ett-hourly"),
    .init("data: [a.csv\nmodels: samformer", 2, 7, "not valid YAML"),
    // A value that is given once is not chosen too.
    .init(
      "data: a.csv\nmodels: samformer\nhorizons: [6]\ntraining: {rho: 1}\ngrid: {rho: [0, 1]}", 5, 8,
      "'rho' is in 'training' too"
    ),
    .init(
      "data: a.csv\nmodels:\n  - {name: samformer, set: {hiddenSize: 8}, grid: {hiddenSize: [4, 8]}}\nhorizons: [6]",
      3, 52, "'hiddenSize' is in 'set' too"
    ),
    .init(
      "data: a.csv\nmodels:\n  - {name: samformer, training: {rho: 0}, grid: {rho: [0, 1]}}\nhorizons: [6]",
      3, 50,
      "'rho' is in 'training' too"
    ),
    .init(
      "data: a.csv\nmodels:\n  - {name: samformer, set: {hiddenSize: [4, 8]}}\nhorizons: [6]", 3, 41,
      "several to choose from on validation go under 'grid'"
    ),
    .init(
      "data: a.csv\nmodels: samformer\nhorizons: [6]\ntraining: {rho: [0, 1]}", 4, 17, "go under 'grid'"),
    .init(
      "data: a.csv\nmodels:\n  - &m {name: samformer}\n  - {<<: *m, label: b}\nhorizons: [6]", 4, 6,
      "'<<' merges nothing here"
    ),
  ]

  @Test(arguments: faults) func whatIsWrongIsNamedWithItsPlace(_ fault: RefusedText) throws {
    let error = try #require(throws: SpecError.self) { try self.spec(fault.text) }
    #expect(error.file == "s.yaml")
    fault.expect(error.problem, line: error.line, column: error.column)
  }

  @Test func doubledAndMissingKeysAreNamed() throws {
    let doubled = try #require(throws: SpecError.self) {
      try self.spec("data: a.csv\ndata: b.csv\nmodels: samformer\nhorizons: [6]")
    }
    #expect(doubled.problem.contains("'data' occurs twice") && doubled.line != nil, "\(doubled)")
    let missing = try #require(throws: SpecError.self) { try self.spec("data: a.csv\nmodels: samformer") }
    #expect(missing.problem.contains("'horizons' is missing"))
    #expect(try #require(throws: SpecError.self) { try self.spec("") }.problem == "the file is empty")
  }

  @Test func dataIsFoundBesideTheSpecInTheDataFolderAndByName() throws {
    let (beside, data) = (try TemporaryFolder(), try TemporaryFolder())
    try AtomicFile.write("x", to: beside.file("mine.csv"))
    try AtomicFile.write("x", to: data.file("ETTh1.csv"))
    try AtomicFile.write("x", to: data.file("mine.csv"))
    let locator = DataLocator(folder: beside.path, dataFolder: data.path)
    #expect(locator.path(of: "mine.csv") == beside.file("mine.csv"))
    #expect(locator.path(of: "ETTh1.csv") == data.file("ETTh1.csv"))
    #expect(locator.path(of: "etth1") == data.file("ETTh1.csv"))
    #expect(locator.path(of: "other.csv") == nil)
    #expect(locator.path(of: data.file("mine.csv")) == data.file("mine.csv"))
  }

  @Test func whatHasNoEndIsNeitherASpecNorData() throws {
    let folder = try TemporaryFolder()
    try #require(mkfifo(folder.file("pipe"), 0o600) == 0)
    let locator = DataLocator(folder: folder.path, dataFolder: nil)
    for path in ["/dev/zero", folder.file("pipe"), folder.path] {
      #expect(locator.path(of: path) == nil)
      let error = try #require(throws: FileError.self) { try SweepSpec(reading: path) }
      #expect(error.operation == .read, "\(error)")
      let spec = try self.spec("data: '\(path)'\nmodels: last-value\nhorizons: 6")
      let refused = try #require(throws: SpecError.self) {
        try SweepPlanner(spec, finding: locator, threads: 2).prepare()
      }
      #expect(refused.line == 1 && refused.problem.contains("is not a regular file"), "\(refused)")
    }
  }

  @Test func aFolderOfResultsIsNotTakenForTheDataSetOfItsName() throws {
    let folder = try TemporaryFolder()
    try Folder.create(folder.file("weather"))
    var locator = DataLocator(folder: folder.path, dataFolder: nil)
    locator.fetchAdvice = { "fetch \($0.name)" }
    let spec = try self.spec("data: weather\nmodels: last-value\nhorizons: 6")
    let refused = try #require(throws: SpecError.self) {
      try SweepPlanner(spec, finding: locator, threads: 2).prepare()
    }
    #expect(refused.problem.contains("; fetch weather"), "\(refused)")
  }
}
