import Datasets
import Experiments
import Persistence
import Runs
import Specs
import Tensors
import TestSupport
import Testing
import TimeSeries

/// What libyaml and the tree of values above it do with texts that are no usual spec.
@Suite struct SpecTextTests {
  private func spec(_ text: String) throws -> SweepSpec { try SweepSpec(parsing: text, file: "s.yaml") }

  private func error(_ text: String) throws -> SpecError {
    try #require(throws: SpecError.self) { try self.spec(text) }
  }

  @Test func anAliasStandsForWhatItNames() throws {
    let spec = try spec(
      """
      data: a.csv
      horizons: &sizes [6, 12]
      lookbacks: *sizes
      models:
        - {name: samformer, label: one, training: &short {epochs: 1}}
        - {name: samformer, label: two, training: *short}
      """)
    #expect(spec.lookbacks == [6, 12] && spec.models.map(\.value.training.epochs) == [1, 1])
  }

  @Test func aWrongValueBehindAnAliasIsNamedWhereTheAliasStands() throws {
    let error = try error("data: &x a.csv\nmodels: samformer\nhorizons: *x")
    #expect(error.line == 3 && error.column == 11 && error.problem.contains("is not a whole number"))
  }

  /// Nine keys of nine aliases each: 9⁹ values, were they compared with each other.
  @Test func aKeyThatIsNoNameIsRefusedBeforeItIsLookedInto() throws {
    var text = "? &a [x,x,x,x,x,x,x,x,x]\n: 1\n"
    for (name, before) in zip("bcdefghi", "abcdefgh") {
      text += "? &\(name) [\(Array(repeating: "*\(before)", count: 9).joined(separator: ","))]\n: 1\n"
    }
    let error = try error(text)
    #expect(error.line == 1 && error.column == 3 && error.problem == "a key must be a name", "\(error)")
    let named = try self.error("data: &x [a]\n? *x\n: 1")
    #expect(named.line == 2 && named.problem == "a key must be a name", "\(named)")
  }

  @Test func valuesThatAliasesMultiplyAreCounted() throws {
    var text = "a: &a [x,x,x,x,x,x,x,x,x]\n"
    for (name, before) in zip("bcdefghi", "abcdefgh") {
      text += "\(name): &\(name) [\(Array(repeating: "*\(before)", count: 9).joined(separator: ","))]\n"
    }
    let error = try error(text)
    #expect(error.line == 6 && error.problem.hasPrefix("more than 200000 values"), "\(error)")
  }

  private static let faults: [RefusedText] = [
    .init("data: *x", 1, 7, "no value before this one is called 'x'"),
    .init("data: &x [*x]", 1, 11, "no value before this one is called 'x'"),
    .init("data: a\n---\ndata: b", 2, 1, "a second document begins here"),
    .init(String(repeating: "[", count: 200), 1, 17, "nested more than 16 deep"),
    .init(String(repeating: "- ", count: 200), 1, 33, "nested more than 16 deep"),
    .init(
      "\(String(repeating: "k", count: 5000)): 1", 1, 1, "a text of 5000 bytes; names and values have 4096"),
    .init(
      "data: \"a\\u202eb\\0c\"\nmodels: \"a\\u202eb\\0c\"", 2, 9,
      "there is no forecaster 'a\\u{202e}b\\u{0}c'"
    ),
    .init("data: a\nhorizons: [1.5]\nmodels: samformer", 2, 12, "'1.5' is not a whole number"),
    .init("data: a\nmodels: [[samformer]]\nhorizons: 6", 2, 10, "expected a value, found a list"),
    .init("data: {a: b}\nmodels: samformer\nhorizons: 6", 1, 7, "expected a list, found keys and values"),
    .init("- data", 1, 1, "expected keys and values, found a list"),
    .init("data: a\n\tmodels: b", 2, 1, "not valid YAML"),
    .init("data: @a", 1, 7, "not valid YAML"),
    .init(
      "data: a\nmodels: !!python/object/apply:os.system [ls]\nhorizons: 6", 2, 9,
      "the tag '!!python/object/apply:os.system' asks for a value of another program; remove it"
    ),
    .init("data: !mine a", 1, 7, "the tag '!mine'"),
    .init("!!set {data: a}", 1, 1, "the tag '!!set'"),
    .init("data: !!str a\nhorizons: !!seq [!!int 6]\nmodels: ! x", 3, 9, "there is no forecaster 'x'"),
  ]

  @Test(arguments: faults) func whatIsNoSpecIsRefusedAtItsPlace(_ fault: RefusedText) throws {
    let error = try error(fault.text)
    fault.expect(error.problem, line: error.line, column: error.column)
  }

  @Test func bytesThatAreNoTextAreRefusedWithTheirLine() throws {
    let bytes: [UInt8] = Array("data: a.csv\nmodels: ".utf8) + [0xFF, 0xFE, 0x0A]
    let error = try #require(throws: SpecError.self) { try SweepSpec(parsing: bytes, file: "s.yaml") }
    #expect(error.line == 2 && error.problem.hasPrefix("not valid YAML"), "\(error)")
    let large = [UInt8](repeating: UInt8(ascii: "#"), count: 2_000_000)
    let refused = try #require(throws: SpecError.self) { try SweepSpec(parsing: large, file: "s.yaml") }
    #expect(refused.problem.contains("2000000 bytes"), "\(refused)")
  }

  @Test func aByteOrderMarkIsNoText() throws {
    #expect(try spec("\u{FEFF}data: a.csv\nmodels: samformer\nhorizons: 6").data.map(\.value) == ["a.csv"])
  }

  @Test func sweepsThatNobodyWouldWaitForAreRefused() throws {
    let sizes = (1...400).map { "\($0)" }.joined(separator: ", ")
    let cells = try error("data: a.csv\nmodels: samformer\nhorizons: [\(sizes)]\nlookbacks: [\(sizes)]")
    #expect(cells.problem.hasPrefix("160,000 cells with 160,000 runs; a sweep has 5,000 cells"), "\(cells)")
    let grid = try error(
      "data: a.csv\nmodels: samformer\nhorizons: 6\n"
        + "grid: {rho: [\(sizes)], epochs: [\(sizes)], batchSize: [\(sizes)], hiddenSize: [\(sizes)]}")
    #expect(grid.problem.hasPrefix("1 cells with 25,600,000,000 runs"), "\(grid)")
  }
}

/// Plans of specs: with what is there, and with what chance makes of a spec.
@Suite struct SweepPlannerTests {
  private static let base = """
    name: small
    data: [f.csv]  # made up
    models:
      - samformer
      - {name: linear, label: wide, set: {normalization: last}, training: &t {epochs: 1, rho: 0}}
      - last-value
    horizons: [6, 12]
    lookbacks: [24]
    seeds: [1, 2]
    training: {epochs: 2, batchSize: 32}
    grid: {learningRate: [0.1, 1e-3], hiddenSize: [4, 8]}
    features: M
    split: 0.7/0.1/0.2
    """

  private func planner(_ spec: SweepSpec, in folder: TemporaryFolder) -> SweepPlanner {
    SweepPlanner(
      spec, finding: DataLocator(folder: folder.path, dataFolder: nil), threads: 1)
  }

  private func folderWithData() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try SyntheticDataset.exchange.write(to: folder.file("f.csv"), rows: 240, seed: 1)
    return folder
  }

  @Test func everyCombinationIsPlannedOnce() throws {
    let folder = try folderWithData()
    let sweep = try planner(SweepSpec(parsing: Self.base, file: folder.file("s.yaml")), in: folder).prepare()
    // samformer: 4 grid values, linear: 2 learning rates, last-value: none; two horizons; two seeds where training is.
    #expect(sweep.plan.cells.count == 6 && sweep.jobs.count == 2 * (4 * 2 + 2 * 2 + 1))
  }

  /// What is said with a model stands against the values for all; the others choose.
  @Test func aModelKeepsTheValueThatItIsGiven() throws {
    let folder = try folderWithData()
    let spec = try SweepSpec(
      parsing: """
        data: f.csv
        models:
          - {name: samformer, label: told, set: {hiddenSize: 2}, training: {rho: 0.25}}
          - samformer
        horizons: 6
        lookbacks: 24
        grid: {rho: [0.5, 1], hiddenSize: [4, 8]}
        """, file: folder.file("s.yaml"))
    let jobs = try planner(spec, in: folder).prepare().jobs
    let told = jobs.filter { $0.label == "told" }
    #expect(told.map(\.grid) == [""] && told.map { $0.specification.recipe?.rho } == [0.25])
    #expect(jobs.filter { $0.label == "samformer" }.map(\.grid).count == 4)
  }

  private static let idle: [(text: String, problem: String)] = [
    ("models: last-value\ngrid: {rho: [0, 1]}", "none of the models chooses a 'rho'; remove it from 'grid'"),
    ("models: linear\ntraining: {sam: looksam, rho: 0}", "linear: sam: looksam:5:0.7 of all parameters"),
    (
      "models: linear\ngrid: {sam: [sam, gsam], rho: [0, 1]}",
      "linear sam=gsam rho=0: sam: gsam:0.4 of all parameters"
    ),
    ("models: linear\ntraining: {isAdaptive: true, rho: 0}", "isAdaptive scales the radius of SAM"),
    (
      "models: [samformer, {name: linear, training: {isAdaptive: true}}]",
      "linear: isAdaptive scales the radius of SAM"
    ),
    ("models: linear\ntraining: {averaging: 'swa:3', epochs: 2}", "averaging swa:3 begins behind the last"),
  ]

  /// A sweep does not start with what no fit follows, or with values that change nothing.
  @Test(arguments: idle) func whatChangesNothingIsRefused(_ idle: (text: String, problem: String)) throws {
    let folder = try folderWithData()
    let text = "data: f.csv\nhorizons: 6\nlookbacks: 24\n" + idle.text
    let spec = try SweepSpec(parsing: text, file: folder.file("s.yaml"))
    let error = try #require(throws: SpecError.self) { try self.planner(spec, in: folder).prepare() }
    #expect(error.problem.contains(idle.problem), "\(error)")
  }

  /// ASAM beside plain training is a comparison.
  @Test func valuesThatCountInSomeRunsArePlanned() throws {
    let folder = try folderWithData()
    let spec = try SweepSpec(
      parsing:
        "data: f.csv\nmodels: linear\nhorizons: 6\nlookbacks: 24\ntraining: {isAdaptive: true}\ngrid: {rho: [0, 1]}",
      file: folder.file("s.yaml"))
    #expect(try planner(spec, in: folder).prepare().jobs.count == 2)
  }

  /// What is said to all models need not count in each: SAM off for one of them, or too few epochs.
  @Test func valuesThatCountForSomeModelsArePlanned() throws {
    let folder = try folderWithData()
    let spec = try SweepSpec(
      parsing: """
        data: f.csv
        models:
          - samformer
          - {name: samformer, label: plain, training: {rho: 0, epochs: 2}}
          - {name: samformer, label: told, training: {rho: 0.5}}
        horizons: 6
        lookbacks: 24
        training: {isAdaptive: true, averaging: 'swa:3', epochs: 5}
        grid: {rho: [0.5]}
        """, file: folder.file("s.yaml"))
    // The first model chooses what the last one is told: they share a run.
    #expect(try planner(spec, in: folder).prepare().jobs.map(\.label) == ["samformer", "plain"])
  }

  @Test func manySeedsGiveTheRunsThatSingleOnesGive() throws {
    let folder = try folderWithData()
    func spec(seedCount: Int) throws -> SweepSpec {
      let seeds = (0..<seedCount).map { "\($0)" }.joined(separator: ",")
      return try SweepSpec(
        parsing: "data: f.csv\nmodels: samformer\nhorizons: 6\nlookbacks: 24\nseeds: [\(seeds)]",
        file: "s.yaml")
    }
    let jobs = try planner(spec(seedCount: 20_000), in: folder).prepare().jobs
    #expect(jobs.count == 20_000 && Set(jobs.map(\.id)).count == 20_000)
    for job in [jobs[0], jobs[7], jobs[19_999]] { #expect(job.id == job.specification.id) }
    let error = try #require(throws: SpecError.self) { try spec(seedCount: 100_000) }
    #expect(error.problem.hasPrefix("1 cells with 100,000 runs; a sweep has 5,000 cells and 20,000 runs"))
  }

  /// Texts that chance made of a spec are refused in one printable line or planned, and never end the process.
  @Test(arguments: [UInt64.random(in: 0...UInt64.max), 1])
  func alteredSpecsAreRefusedOrPlanned(seed: UInt64) throws {
    try expectRefusedOrPlanned(seed, base: Self.base, rounds: 2_000)
  }

  /// A hundred thousand in all: a spec of one run is planned in no time.
  @Test(arguments: 0..<8) func manyAlteredSpecsAreRefusedOrPlanned(part: Int) throws {
    try expectRefusedOrPlanned(UInt64.random(in: 0...UInt64.max), base: Self.smallBase, rounds: 12_000)
  }

  private static let smallBase = """
    data: f.csv
    models: [{name: linear, set: {normalization: last}, training: {epochs: 1}}]
    horizons: [6]
    lookbacks: [24]
    seeds: 1
    grid: {rho: 0.1}
    split: 0.7/0.1/0.2
    """

  private func expectRefusedOrPlanned(_ seed: UInt64, base: String, rounds: Int) throws {
    let folder = try folderWithData()
    var generator = SeededGenerator(seed: seed)
    var planned = 0
    for round in 0..<rounds {
      let text = Self.altered(Array(base.utf8), using: &generator)
      do {
        _ = try planner(SweepSpec(parsing: text, file: folder.file("s.yaml")), in: folder).prepare()
        planned += 1
      } catch {
        let message = "\(error)"
        let isKnown = error is SpecError || error is DataError || error is RequestError
        if !isKnown || !message.unicodeScalars.allSatisfy(\.isHarmless) {
          Issue.record("seed \(seed), round \(round): \(message.debugDescription)")
        }
      }
    }
    #expect(planned > 0, "seed \(seed)")
  }

  private static let pieces = [
    "[", "]", "{", "}", ": ", "- ", "? ", "&a ", "*a", "*t", "\"", "'", "#", "|", ">", "%", "@", "`",
    "!!int ", "\n",
    "  ", "\t", "---\n", "...\n", "-1", "0", "1e400", "nan", "99999999999999999999", "65536", "~", "\u{202E}",
    "\\0",
    "\\x1b", "/dev/zero", "/", "..", "samformer", "patchtst", "kan", "auto", "hiddenSize", "rho", "epochs",
    "seeds",
    "grid", "set", "target", "S", "MS", "a", "1", ",",
  ].map { Array($0.utf8) }

  private static func altered(_ base: [UInt8], using generator: inout SeededGenerator) -> [UInt8] {
    var bytes = base
    for _ in 0...Int.random(in: 0..<4, using: &generator) {
      let start = Int.random(in: 0...bytes.count, using: &generator)
      let end = min(bytes.count, start + Int.random(in: 0..<12, using: &generator))
      switch Int.random(in: 0..<5, using: &generator) {
      case 0: bytes.removeSubrange(start..<end)
      case 1:
        bytes.insert(contentsOf: bytes[start..<end], at: Int.random(in: 0...bytes.count, using: &generator))
      case 2: bytes.replaceSubrange(start..<end, with: [UInt8.random(in: 0...255, using: &generator)])
      case 3: bytes.replaceSubrange(start..<end, with: pieces.randomElement(using: &generator) ?? [])
      default: bytes.insert(contentsOf: pieces.randomElement(using: &generator) ?? [], at: start)
      }
    }
    return bytes
  }
}

extension Unicode.Scalar {
  /// Whether the character can neither drive a terminal nor turn a line around.
  fileprivate var isHarmless: Bool {
    ![.control, .format, .lineSeparator, .paragraphSeparator].contains(properties.generalCategory)
      || self == "\n"
  }
}
