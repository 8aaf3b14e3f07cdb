import ArgumentParser
import Forecasting
import Persistence
import Presentation
import Runs
import Text

struct UpdateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "update",
    abstract: "Lets a stored model go on with rows that came after its fit; nothing is fitted again.",
    discussion:
      "The data may hold all rows or the new ones alone. Local models, and members of auto that are such, move their state. Their coefficients stay as they were fitted: now and then a new fit is worth its time, and it is needed where one of the last 24 rows that a state has seen was revised. Models that are solved exactly and keep their moments (fit … --set keepsMoments=true) become those of all rows."
  )

  @OptionGroup var files: ModelOptions

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Where the model is written. (default: over the old one)", valueName: "file"))
  var output: String?

  @Option(
    help: ArgumentHelp(
      "Take the oldest rows out, so that these many of each series count; for models that keep their moments.",
      valueName: "rows"))
  var window: Int?

  @OptionGroup var printing: PrintingOptions

  func validate() throws { try requireCount(window, "--window") }

  func run() throws {
    let output = output ?? files.path
    guard let place = AtomicFile.place(of: output), place == AtomicFile.place(of: files.path) else {
      return try update(to: output)
    }
    // The rows of two updates at once are both new to the model.
    let note = "another process is at \(files.path): waiting until it is done".printable + "\n"
    try reportingFailures {
      try AtomicFile.changing(
        files.path, waiting: { if !printing.quiet { Console.standardError.show(note) } },
        { try update(to: output) })
    }
  }

  private func update(to output: String) throws {
    let model = try files.read()
    try files.withData(of: model) { path in
      try UsedFile.requireDistinct(
        read: [UsedFile("the data", path)], written: [UsedFile("the model", output)])
      if self.output != nil { try UsedFile.requireBinary(output, "a model") }
      try AtomicFile.requireCreatable(output)
      let update = try updated(model, path)
      try update.model.write(to: output)
      if !printing.quiet {
        Console.standardError.warn(update.notes)
        Console.standardError.show(update.sentence(output).printable + "\n")
      }
      if printing.json { try Console.standardOutput.print(update.json.line) }
    }
  }

  /// The model with the new rows; what is wrong with rows is told of their file.
  private func updated(_ model: ModelFile, _ path: String) throws -> ModelUpdate {
    do {
      return try ModelUpdate(model, data: .file(path), reading: files.reading, window: window)
    } catch let error as UpdateError where error.isOfRows {
      throw CommandFailure(error, model: DataSource.file(path).name)
    }
  }
}

extension ModelUpdate {
  /// What happened in one line.
  fileprivate func sentence(_ output: String) -> String {
    let last = last.map { ", to \($0)" } ?? ""
    let dropped =
      report.droppedCount > 0 ? ", \(TextFormatting.count(report.droppedCount, "row")) dropped" : ""
    guard report.rowCount > 0 else {
      return "wrote \(output): no row is new to the model\(dropped)\(last)"
    }
    return
      "wrote \(output): \(TextFormatting.count(report.rowCount, "new row")) of \(TextFormatting.grouped(report.updatedCount)) series\(dropped)\(last)"
  }
}
