import ArgumentParser
import Forecasting
import Moments
import Persistence
import Platform
import Presentation
import Runs
import Text

struct MomentsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "moments",
    abstract: "Sums up a part of a data set, so that forecast solve can make a model of all parts.",
    discussion: """
      Parts may be divided by time or by series, on as many machines as there are. Parts that follow each other in time may \
      share up to lookback + horizon - 1 rows, or none; forecast solve finds and checks them.

      EXAMPLES
        forecast moments part-0.csv -o 0.moments --horizon 24
        forecast solve *.moments -o model.safetensors
      """)

  @Argument(help: .data)
  var data: String

  @Option(help: ArgumentHelp("Rows to forecast.", valueName: "rows"))
  var horizon = UsualSizes.horizon

  @Option(help: ArgumentHelp("Past rows to forecast from.", valueName: "rows"))
  var lookback = UsualSizes.lookback

  @OptionGroup(title: "Reading") var format: DataOptions
  @OptionGroup var threading: ThreadOptions

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Where the moments are written. (default: the data's name with .moments)", valueName: "file"))
  var output: String?

  @OptionGroup var printing: PrintingOptions

  func validate() throws {
    try requireCount(horizon, "--horizon")
    try requireCount(lookback, "--lookback")
    guard data != "-" || output != nil else {
      throw ValidationError("data from standard input has no name; say where the moments go with --output")
    }
  }

  func run() throws {
    let output = output ?? defaultOutput
    try UsedFile.requireDistinct(
      read: [UsedFile("the data", data)], written: [UsedFile("the moments", output)])
    try AtomicFile.requireCreatable(output)
    try reportingFailures {
      let reading = try format.reading(threads: threading.workers.threadCount)
      let part = try MomentsPart(of: .file(data), reading, lookback: lookback, horizon: horizon)
      try part.write(to: output)
      if !printing.quiet { Console.standardError.show(part.sentence(output).printable + "\n") }
      if !printing.quiet, part.moments.windowCount == 0 {
        Console.standardError.warn([
          "\(data): no window of \(lookback + horizon) rows lies in it, so that it counts only where forecast solve joins it to "
            + "parts before or behind it; smaller windows: --lookback, --horizon"
        ])
      }
      if printing.json { try Console.standardOutput.print(part.json(output).line) }
    }
  }

  private var defaultOutput: String {
    let name = Paths.name(of: data)
    let end = name.lastIndex(of: ".").map { name.distance(from: $0, to: name.endIndex) } ?? 0
    return data.dropLast(end) + ".moments"
  }
}

extension MomentsPart {
  private var rowCount: Int {
    Dictionary(grouping: moments.columns, by: \.series).values.reduce(0) { sum, columns in
      sum + (columns.map(\.rowCount).max() ?? 0)
    }
  }

  fileprivate func sentence(_ output: String) -> String {
    let members = description.series.members.count
    let series = members > 0 ? "\(TextFormatting.grouped(members)) series, " : ""
    return
      "wrote \(output): \(series)\(TextFormatting.count(rowCount, "row")), \(TextFormatting.count(moments.windowCount, "window")) of \(description.shape.lookback) + \(description.shape.horizon) rows"
  }

  fileprivate func json(_ output: String) -> JSONValue {
    [
      "file": .string(output), "series": .integer(max(1, description.series.members.count)),
      "rows": .integer(rowCount), "windows": .integer(moments.windowCount),
      "lookback": .integer(description.shape.lookback), "horizon": .integer(description.shape.horizon),
    ]
  }
}
