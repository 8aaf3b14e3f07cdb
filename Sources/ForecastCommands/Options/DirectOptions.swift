import ArgumentParser

/// Forecasts straight from the fits of a local model.
struct DirectOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Of models that are fitted to each series by itself: fit each to all of its rows and write its forecast at once (- is "
        + "standard output). Nothing is scored and no model is kept, so there may be any number of series.",
      valueName: "file"))
  var predict: String?

  @Option(
    help: ArgumentHelp(
      "With --predict: levels of intervals in percent, columns NAME-lo-95 and NAME-hi-95 beside the forecast.",
      valueName: "80,95"))
  var level: String?

  func validate() throws {
    guard predict != nil || level == nil else {
      throw ValidationError("--level goes with --predict FILE, or with: forecast predict")
    }
    _ = try LevelList(level, option: "--level")
  }
}
