import ArgumentParser
import Experiments
import Layers
import Persistence
import Platform
import Presentation
import Studies
import Text

struct StudyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "study",
    abstract: "Repeats an experiment of an article and says whether its claims hold here.",
    discussion: """
      STUDIES
      \(StudyCatalog.studies.map { "  \($0.card.name): \($0.card.summary)" }.joined(separator: "\n"))

      Records, results.csv, report.md and report.html go to a folder; a case that has a record is not run again: after an \
      interruption of any kind, give the same command.

      A spec says in YAML what the options say; those given beside it come after it. All settings of a run are kept as \
      spec.yaml in its folder.

      EXAMPLE OF A SPEC
        study: periodic
        quick: true                   # optional, as what follows
        set: {functions: [sin, mod], epochs: 50}

      EXAMPLES
        forecast study periodic --quick
        forecast study toy --set seedCount=5 --directory toy
        forecast study spec.yaml
      """)

  @Argument(
    help: ArgumentHelp(
      "The study: \(StudyCatalog.names.joined(separator: " | ")); or a spec in YAML.",
      valueName: "name|spec.yaml"))
  var name: String

  @Flag(help: "Small sizes, for a first look in less than a minute.")
  var quick = false

  @Option(
    help: ArgumentHelp("A setting of the study, repeatable; the report shows all.", valueName: "key=value"))
  var set: [String] = []

  @Option(
    help: ArgumentHelp(
      "Where records and pages go. (default: study-NAME, of a spec's name without .yaml)",
      valueName: "folder"))
  var directory: String?

  @Option(name: .shortAndLong, help: ArgumentHelp("Write the page here too.", valueName: "file"))
  var output: String?

  @OptionGroup var threading: ThreadOptions

  @OptionGroup var printing: PrintingOptions

  func validate() throws { _ = try SettingArguments(set) }

  func run() throws {
    try reportingFailures(wording: .none) {
      let spec = try spec()
      do { try run(spec.study, of: spec) } catch { throw spec.located(error) }
    }
  }

  /// What the argument and the options say together.
  private func spec() throws -> StudySpec {
    var spec =
      isFile ? try StudySpec(reading: name, isQuick: quick) : try StudySpec(named: name, isQuick: quick)
    for (key, value) in try SettingArguments(set).settings { try spec.set(key, to: value) }
    return spec
  }

  /// Whether the argument is meant as a file: a study's name is not, whatever files there are.
  private var isFile: Bool {
    !StudyCatalog.names.contains(name)
      && (name.contains("/") || name.hasSuffix(".yaml") || name.hasSuffix(".yml")
        || FileContents.exists(name))
  }

  private func run<S: Study>(_ study: S, of spec: StudySpec) throws {
    let folder = StudyFolder(directory ?? "study-\(spec.name)")
    var context = StudyContext(workers: threading.workers, folders: spec.folders) {
      Interruption.hasHappened
    }
    context.dataFolder = Environment["FORECAST_DATA_DIR"]
    try UsedFile.requireDistinct(
      read: (spec.file.map { [UsedFile("the spec", $0)] } ?? [])
        + study.files(context).map { UsedFile("the data", $0) }
        + folder.records.map { UsedFile("the record", $0) },
      written: folder.files.map { UsedFile("a page of --directory,", $0) }
        + (output.map { [UsedFile("--output", $0)] } ?? []))
    try CommandFailure.requireNoFile(inPlaceOf: folder.path, option: "--directory")
    try requireNoOther(S.card.name, in: folder)
    if let output { try AtomicFile.requireCreatable(output) }
    Interruption.catchBatchSignal(isKept: true)
    Interruption.enter(.inParts)
    let report = try StudyRun(study, in: folder, context).finished { if !printing.quiet { show($0) } }
    Interruption.enter(.idle)
    try folder.write(report)
    if let output { try AtomicFile.write(report.html, to: output) }
    try Console.results(beside: [output], json: printing.json).print(
      printing.json ? report.json.line : report.text)
    try Interruption.requireNone(isShared: false)
    if report.missingCount > 0, !printing.quiet {
      Console.standardError.show(
        "another process is at \(TextFormatting.count(report.missingCount, "case")), and makes the pages when it is done; "
          + "if it ends before, the same command goes on\n")
    }
    guard report.failures.isEmpty else {
      throw CommandFailure(.incomplete, "\(TextFormatting.count(report.failures.count, "case")) failed")
    }
  }

  /// Makes sure that the tables of another study, or of a sweep, stay.
  private func requireNoOther(_ name: String, in folder: StudyFolder) throws(CommandFailure) {
    let sweep = SweepFolder(folder.path)
    let owner =
      folder.study.flatMap { $0 == name ? nil : "the study \($0.quoted)" }
      ?? (sweep.hasPlan ? "a sweep" : nil)
    guard let owner else { return }
    throw CommandFailure(occupied: folder.path, by: owner, option: "--directory")
  }

  private func show<S: Study>(_ event: StudyRun<S>.Event) {
    switch event {
    case .began(let done, let count):
      let there = done > 0 ? ", \(done) done already" : ""
      Console.standardError.show("\(TextFormatting.count(count, "case"))\(there)\n")
    case .finished(let record, let done, let count):
      let outcome = record.failure.map { "failed: \($0)" } ?? TextFormatting.duration(record.seconds)
      Console.standardError.show("\(done)/\(count)  \(record.study.title)  \(outcome)\n".printableLine)
    }
  }
}

extension String {
  /// One line as a terminal may show it.
  fileprivate var printableLine: String { String(dropLast()).printable + "\n" }
}
