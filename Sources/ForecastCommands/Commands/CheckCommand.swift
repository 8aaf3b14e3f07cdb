import ArgumentParser
import Persistence
import Runs
import Text
import TimeSeries

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Reads a CSV file and says what is in it and what may be wrong with it.")

  @Argument(help: ArgumentHelp("CSV file.", valueName: "data.csv"))
  var data: String

  @OptionGroup(title: "Reading") var reading: DataOptions
  @OptionGroup var threading: ThreadOptions

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() throws {
    let check = try reportingFailures {
      try DataCheck(data, reading: reading.reading(threads: threading.workers.threadCount))
    }
    try Console.standardOutput.print(json ? check.json.text(.printable) + "\n" : text(check))
  }

  private func text(_ check: DataCheck) -> String {
    let rows = check.channels.map { channel in
      [channel.name.printable]
        + [channel.mean, channel.deviation, channel.lowest, channel.highest].map {
          TextFormatting.significant($0)
        }
    }
    let notes =
      check.notes.isEmpty ? "nothing unusual\n" : check.notes.map { "warning: \($0.printable)\n" }.joined()
    return
      "\(data.printable): \(TextFormatting.grouped(check.rowCount)) rows × \(check.channels.count) channels, every "
      + "\(check.frequency), \(check.first) to \(check.last)\n\n"
      + TextFormatting.table([["column", "mean", "deviation", "lowest", "highest"]] + rows) + "\n" + notes
  }
}
