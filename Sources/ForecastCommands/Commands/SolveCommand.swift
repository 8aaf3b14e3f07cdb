import ArgumentParser
import Moments
import Persistence
import Presentation
import Runs
import Text
import Training

struct SolveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "solve",
    abstract: "Makes the linear map of all rows from the moments of their parts, exactly.",
    discussion: """
      The model is linear-closed-form fitted to all rows of all parts, in whatever order they are given. What is not set is chosen by \
      leaving out each part in turn.
      """)

  @Argument(help: ArgumentHelp("Files that forecast moments made.", valueName: "part.moments"))
  var parts: [String]

  @Option(
    help: ArgumentHelp(
      "A setting of linear-closed-form, repeatable (see: forecast models linear-closed-form).",
      valueName: "key=value"))
  var set: [String] = []

  @OptionGroup var threading: ThreadOptions

  @Option(name: .shortAndLong, help: ArgumentHelp("Where the model is written.", valueName: "file"))
  var output = ModelOptions.defaultModel

  @OptionGroup var printing: PrintingOptions

  func validate() throws { _ = try SettingArguments(set) }

  func run() throws {
    let display = ProgressDisplay(isQuiet: printing.quiet)
    defer { display.clear() }
    let read = parts.map { UsedFile("the part", $0) }
    try UsedFile.requireEachOnce(read)
    try UsedFile.requireDistinct(read: read, written: [UsedFile("the model", output)])
    try UsedFile.requireBinary(output, "a model")
    try AtomicFile.requireCreatable(output)
    try reportingFailures {
      var named: [MomentsSolution.NamedPart] = []
      for path in parts { named.append((path, try MomentsPart(reading: path))) }
      var control = TrainingControl()
      control.isInterrupted = { Interruption.hasHappened }
      control.report = { display.show($0) }
      let solution = try MomentsSolution(
        of: named, settings: try SettingArguments(set).settings, workers: threading.workers, control: control)
      try solution.model.write(to: output)
      display.note(
        "wrote \(output): \(TextFormatting.count(parts.count, "part")), \(TextFormatting.grouped(solution.seriesCount)) series, "
          + "\(TextFormatting.count(solution.rowCount, "row")), \(TextFormatting.count(solution.windowCount, "window"))"
      )
      if printing.json { try Console.standardOutput.print(solution.json.line) }
    }
  }
}
