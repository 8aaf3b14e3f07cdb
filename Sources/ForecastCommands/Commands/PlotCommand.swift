import ArgumentParser
import Drawing
import Experiments
import Persistence
import Platform
import Presentation

struct PlotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plot",
    abstract: "Draws a forecast beside its history, or test windows with forecast and truth.",
    discussion: """
      EXAMPLES
        forecast plot model.safetensors data.csv -o next.svg  what follows
        forecast plot --evaluate -o test.svg                  test windows and truth
        forecast plot --terminal --channel OT                 drawn with characters
      """)

  @OptionGroup var files: ModelOptions

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Where the drawing is written. (default: standard output, as SVG; as characters on a terminal)",
      valueName: "file"))
  var output: String?

  @Option(
    help: ArgumentHelp(
      "A column to draw, repeatable. (default: the first three that are forecast)", valueName: "column"))
  var channel: [String] = []

  @Option(
    help: ArgumentHelp(
      "Rows of history to draw. (default: twice the horizon, at least two seasons)", valueName: "rows"))
  var history: Int?

  @Option(help: .futureFile)
  var future: String?

  @Flag(help: "Draw test windows, with the truth beside the forecast, instead of the future.")
  var evaluate = false

  @Option(help: ArgumentHelp("Test windows to draw, evenly spread. (default: 3)", valueName: "n"))
  var windows: Int?

  @Flag(help: "Draw with characters instead of SVG.")
  var terminal = false

  @Flag(help: "Show no warnings.")
  var quiet = false

  func validate() throws {
    try requireCount(history, "--history")
    try require(windows, "--windows", "1 … 50") { (1...50).contains($0) }
    if windows != nil, !evaluate {
      throw ValidationError("--windows chooses test windows; add --evaluate")
    }
    if let output,
      [".png", ".pdf", ".jpg", ".jpeg", ".gif", ".eps"].contains(where: output.lowercased().hasSuffix)
    {
      throw ValidationError("--output \(output): drawings are SVG; name a file that ends in .svg")
    }
    if future != nil, evaluate {
      throw ValidationError("test windows have their future in the data; leave out --future or --evaluate")
    }
  }

  func run() throws {
    let model = try files.read()
    try files.withData(of: model) { path in
      if let output { try files.requireCreatable(output, besides: path, future) }
      var request = PictureRequest(data: path, reading: try files.reading)
      (request.channels, request.historyRows, request.future) = (channel, history, future)
      let picture =
        try evaluate
        ? ForecastPicture(evaluating: model, windows: windows ?? 3, request, workers: files.workers)
        : ForecastPicture(predicting: model, request)
      if !quiet { Console.standardError.warn(picture.notes) }
      try write(picture)
    }
  }

  private func write(_ picture: ForecastPicture) throws {
    let isDrawnWithCharacters = terminal || (output == nil && Console.standardOutput.isTerminal)
    let text = isDrawnWithCharacters ? picture.text(.forOutput(isFile: output != nil)) : picture.svg
    guard let output else { return try Console.standardOutput.print(text) }
    try AtomicFile.write(text, to: output)
  }
}

extension TerminalStyle {
  /// What standard output, or a file, can show.
  ///
  /// The width is `COLUMNS` or the terminal's. Colours need a terminal, no `NO_COLOR` and no `TERM=dumb`; braille
  /// patterns a locale of UTF-8.
  fileprivate static func forOutput(isFile: Bool) -> TerminalStyle {
    let console = Console.standardOutput
    let columns = Environment["COLUMNS"].flatMap { Int($0) } ?? console.width ?? 80
    let locale =
      ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { Environment[$0] }.first { !$0.isEmpty } ?? ""
    let isUTF8 = locale.lowercased().contains("utf-8") || locale.lowercased().contains("utf8")
    let refusesColor = Environment["NO_COLOR"].map { !$0.isEmpty } ?? false
    return TerminalStyle(
      width: max(40, min(columns, 240)), usesUnicode: isUTF8 && Environment["TERM"] != "dumb",
      usesColor: !isFile && console.isInteractive && !refusesColor)
  }
}
