import Testing

/// The laws under the list of modules: what may import what, and who may speak of options.
@Suite struct ModuleTests {
  private let tree: SourceTree

  init() throws { tree = try SourceTree.sources.get() }

  /// Every module, from the bottom up; those that are not there yet are allowed for.
  private static let order = [
    "CHash", "CLibCSV", "CLibYAML", "CZlib", "Platform", "Text", "Persistence", "CKernels", "CWorkers",
    "CTableReader", "Calendar", "Stamps", "Grids", "Reading", "LocalModels", "Smoothing", "Arima",
    "Classical", "LeastSquares", "Tensors", "Safetensors", "TimeSeries", "Datasets", "Layers", "Optimizers",
    "Training", "Diagnosis", "Conformal", "Forecasting", "Residuals", "LocalForecasters", "LinearMaps",
    "NeuralForecasters", "Forecasters", "Runs", "Moments", "Checks", "Backtests", "Drawing", "Specs",
    "Experiments", "Studies", "Presentation", "ForecastCommands", "forecast", "forecast-bench",
    "ForecasterConformance",
  ]

  @Test func everyFolderIsAModuleOfTheList() {
    for module in tree.modules { #expect(Self.order.contains(module), "\(module)") }
  }

  @Test func importsNeverPointDownTheList() {
    for file in tree.files {
      guard let place = Self.order.firstIndex(of: file.module) else { continue }
      for name in file.imports {
        guard let other = Self.order.firstIndex(of: name) else { continue }
        #expect(other < place, "\(file.path) imports \(name)")
      }
    }
  }

  /// A module that is imported and not named is built before its importer by luck; one that is named and not imported holds it up.
  @Test func theManifestNamesWhatIsImported() throws {
    let manifest = try Manifest()
    let tests = try SourceTree("Tests")
    let swift = Set(tree.files.map(\.module) + tests.files.map(\.module))
    for module in swift.subtracting(["Fuzz", "Golden"]) {
      let named = try #require(manifest.dependencies[module], "\(module)")
      let files = (tree.files + tests.files).filter { $0.module == module }
      let imported = Set(files.flatMap(\.imports)).intersection(manifest.dependencies.keys)
      #expect(imported.subtracting(named).isEmpty, "\(module) does not name \(imported.subtracting(named))")
      let idle = named.intersection(swift).subtracting(imported).subtracting(["forecast", "forecast-bench"])
      #expect(idle.isEmpty, "\(module) does not import \(idle)")
    }
  }

  /// What some modules must not know, beyond what the order says.
  @Test(arguments: [
    ("Text", ["Platform"]), ("Platform", ["Text"]),
    ("Training", ["TimeSeries"]), ("Diagnosis", ["TimeSeries"]),
    ("Layers", ["TimeSeries"]), ("Optimizers", ["TimeSeries"]),
    ("LeastSquares", ["Tensors"]), ("Tensors", ["LeastSquares", "TimeSeries"]), ("Arima", ["Smoothing"]),
    ("Runs", ["CLibYAML", "Yams", "Drawing"]),
    ("Moments", ["CLibYAML", "Yams", "Drawing"]), ("Checks", ["CLibYAML", "Yams", "Drawing"]),
    ("Backtests", ["CLibYAML", "Yams", "Drawing"]),
    (
      "Drawing",
      [
        "Platform", "Persistence", "Tensors", "TimeSeries", "Layers", "Optimizers", "Training", "Forecasting",
        "LocalModels", "Smoothing", "Arima", "Classical", "Forecasters", "Runs", "Checks",
        "Backtests",
      ]
    ),
    (
      "ForecasterConformance",
      ["Runs", "Moments", "Checks", "Backtests", "Drawing", "Experiments", "Studies", "ForecastCommands"]
    ),
    (
      "forecast-bench",
      ["Runs", "Moments", "Checks", "Backtests", "Drawing", "Experiments", "Studies", "ForecastCommands"]
    ),
  ]) func someModulesDoNotKnowOthers(module: String, others: [String]) {
    for file in tree.files where file.module == module {
      for name in file.imports { #expect(!others.contains(name), "\(file.path) imports \(name)") }
    }
  }

  @Test func foundationIsInNoModule() {
    for file in tree.files {
      for name in file.imports { #expect(!name.hasPrefix("Foundation"), "\(file.path) imports \(name)") }
    }
  }

  @Test func onlyPlatformKnowsTheSystemsLibrary() {
    for file in tree.files where file.module != "Platform" {
      for name in ["Glibc", "Musl", "Darwin"] {
        #expect(!file.imports.contains(name), "\(file.path) imports \(name)")
      }
    }
  }

  @Test func argumentsAreParsedByTheProgramsOnly() {
    let programs = ["ForecastCommands", "forecast", "forecast-bench"]
    for file in tree.files where file.imports.contains("ArgumentParser") {
      #expect(programs.contains(file.module), "\(file.path)")
    }
  }

  /// Files that give options to another program.
  private static let filesThatCallPrograms: Set<String> = ["Datasets/DatasetFetcher.swift"]

  /// Libraries say what is wrong and which value would do; only the commands know how a user gives it. The benchmark is a
  /// program with options of its own.
  @Test func optionsAreNamedInTheCommandLayerOnly() {
    for file in tree.files where !["ForecastCommands", "forecast-bench"].contains(file.module) {
      for line in file.code where Self.namesOption(line.text) {
        #expect(Self.filesThatCallPrograms.contains(file.path), "\(file.path):\(line.number): \(line.text)")
      }
    }
  }

  /// Whether a line holds `--` and a letter within a text.
  private static func namesOption(_ line: Substring) -> Bool {
    let texts = line.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
    return texts.contains { index, text in
      guard index % 2 == 1 else { return false }
      return text.indices.contains { start in
        let rest = text[start...]
        return rest.hasPrefix("--") && rest.dropFirst(2).first?.isLetter == true
      }
    }
  }

  /// Nor do they know the commands, such as `forecast fit`: a program may use a library without them. Results are worded for a terminal.
  @Test func commandsAreNamedInTheCommandLayerOnly() throws {
    let folder = "ForecastCommands/Commands/"
    let commands = tree.files.filter { $0.path.hasPrefix(folder) && $0.path.hasSuffix("Command.swift") }
      .map { $0.path.dropFirst(folder.count).dropLast("Command.swift".count).lowercased() }
    try #require(commands.contains("fit") && commands.contains("predict"))
    for file in tree.files
    where !["ForecastCommands", "Presentation", "forecast-bench"].contains(file.module) {
      for line in file.code {
        let texts = line.text.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
        for (index, text) in texts where index % 2 == 1 {
          let words = text.split(separator: " ").map { $0.filter(\.isLetter) }
          let named = zip(words, words.dropFirst()).first { $0 == "forecast" && commands.contains($1) }
          #expect(named == nil, "\(file.path):\(line.number): \(text)")
        }
      }
    }
  }

  @Test func theCatalogueAndTheFolderAgree() throws {
    let catalogue = try #require(tree.files.first { $0.path == "Forecasters/ForecasterCatalog.swift" })
    let listed = catalogue.code.map(\.text).filter { $0.hasSuffix(".self,") }.map { String($0.dropLast(6)) }
    let folders = ["Forecasters", "LocalForecasters", "NeuralForecasters"]
    // Local models stand in folders by kind, beside what fits them.
    let files = tree.files.filter { file in
      let parts = file.path.split(separator: "/")
      return folders.contains(file.module)
        && (parts.count == 2 || file.module == "LocalForecasters" && parts[1] != "Fits")
    }
    .compactMap { $0.path.split(separator: "/").last.map { String($0.dropLast(".swift".count)) } }
    .filter { !["ForecasterCatalog", "Exports"].contains($0) && !$0.contains("+") }
    #expect(!listed.isEmpty && listed.sorted() == files.sorted())
  }

  @Test func noModuleDoesTheWorkOfTwo() {
    for module in tree.modules {
      let lines = tree.files.filter { $0.module == module }.reduce(0) {
        $0 + $1.text.split(separator: "\n", omittingEmptySubsequences: false).count
      }
      #expect(lines <= 5_000, "\(module): \(lines) lines")
    }
  }
}
