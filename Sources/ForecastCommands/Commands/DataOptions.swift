import ArgumentParser
import TimeSeries

struct DataOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Character between fields. (default: found in the header)", valueName: "char"))
  var delimiter: String?

  @Option(help: ArgumentHelp("Column of time stamps. (default: the first)", valueName: "column"))
  var timeColumn: String?

  func validate() throws {
    guard let delimiter else { return }
    guard delimiter.count == 1 || delimiter == "\\t" || delimiter == "tab" else {
      throw ValidationError("--delimiter takes one character, such as ';' or 'tab'")
    }
  }

  func reading(threads: Int) -> CSVOptions {
    let isTab = delimiter == "\\t" || delimiter == "tab"
    return CSVOptions(
      delimiter: isTab ? "\t" : delimiter?.first, timeColumn: timeColumn, threadCount: threads)
  }
}
