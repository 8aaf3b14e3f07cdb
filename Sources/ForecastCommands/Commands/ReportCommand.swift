import ArgumentParser
import Experiments
import Persistence
import Platform
import Presentation
import Studies
import Text

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Makes the pages of a sweep anew, from its records alone.",
    discussion: """
      A folder gets results.csv, report.md and report.html; a single record becomes report.html in the working \
      directory.

      EXAMPLES
        forecast report results                            all pages of a sweep
        forecast report results/runs/0123456789abcdef.json one run
        forecast report results -o page.html               one page, .html or .md
      """)

  @Argument(
    help: ArgumentHelp("The output folder of a sweep, or a record in it.", valueName: "folder-or-record"))
  var source: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Write only this page: .md for Markdown, otherwise HTML.", valueName: "file"))
  var output: String?

  /// What will be written.
  private var pages: [UsedFile] {
    if let output { return [UsedFile("--output", output)] }
    guard Folder.isFolder(source) else { return [UsedFile("the page", "report.html")] }
    return SweepFolder(source).tables.map { UsedFile("the page", $0) }
  }

  func run() throws {
    try reportingFailures {
      try UsedFile.requireDistinct(
        read: ReportSource.files(of: source).map { UsedFile("the record or plan", $0) }, written: pages)
      if let study = StudyFolder(source).study {
        throw CommandFailure(
          .usage, "\(source): holds the study \(study.quoted), which makes its pages itself: forecast study")
      }
      let report = try ReportSource(reading: source)
      Console.standardError.warn(report.problems)
      guard !report.table.records.isEmpty else {
        throw CommandFailure(
          .badData,
          report.problems.isEmpty
            ? "\(source): no records; name the output folder of forecast sweep"
            : "\(source): none of the records can be read")
      }
      if output == nil, let folder = report.folder { return try folder.write(report.table) }
      let path = output ?? "report.html"
      let isMarkdown = path.lowercased().hasSuffix(".md")
      try AtomicFile.write(isMarkdown ? report.table.markdown : HTMLReport(report.table).text, to: path)
    }
  }
}
