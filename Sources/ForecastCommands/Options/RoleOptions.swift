import ArgumentParser
import TimeSeries

/// What the columns of a data file are for; a model keeps it.
struct RoleOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Columns to forecast, any number; all others are known in the past. Of a fit with --features S or MS one. "
        + "(default: all, with S and MS OT or the last column)", valueName: "a,b,…"))
  var target: String?

  @Option(help: ArgumentHelp("Columns whose past alone is known.", valueName: "a,b,…"))
  var past: String?

  @Option(help: ArgumentHelp("Columns that are known ahead, such as holidays.", valueName: "a,b,…"))
  var future: String?

  @Option(help: ArgumentHelp("Columns with one value for each series.", valueName: "a,b,…"))
  var fixed: String?

  func validate() throws { try told.validate() }

  /// Puts the roles into what is known of a file.
  ///
  /// - Parameter features: Which channels are forecast; the target of `S` and `MS` is no role of a column.
  func apply(to options: inout ReadingOptions, features: Features = .multivariate) throws(DataError) {
    for (key, text) in told where key != .target || features == .multivariate {
      try options.set(key, to: text)
    }
  }

  private var told: [(key: ReadingOptions.Key, text: String)] {
    let texts: [(ReadingOptions.Key, String?)] = [
      (.target, target), (.past, past), (.future, future), (.fixed, fixed),
    ]
    return texts.compactMap { key, text in text.map { (key: key, text: $0) } }
  }
}
