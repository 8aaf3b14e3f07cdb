import ArgumentParser
import Checks
import Persistence
import Presentation
import Text
import TimeSeries

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Reads a CSV file and says what is in it and what may be wrong with it.")

  @Argument(help: ArgumentHelp("CSV file.", valueName: "data.csv"))
  var data: String

  @OptionGroup(title: "Reading") var reading: DataOptions
  @OptionGroup(title: "Columns") var roles: RoleOptions
  @OptionGroup var threading: ThreadOptions

  @Flag(help: "Print one JSON object.")
  var json = false

  @Flag(help: "End with exit code 1 if anything may be wrong.")
  var strict = false

  func run() throws {
    let check = try reportingFailures {
      var options = try reading.reading(threads: threading.workers.threadCount)
      try roles.apply(to: &options)
      return try DataCheck(data, reading: options)
    }
    try Console.standardOutput.print(json ? check.json.line : text(check))
    guard strict, !check.warnings.isEmpty else { return }
    throw CommandFailure(
      .incomplete, "\(data): \(TextFormatting.count(check.warnings.count, "warning")); see above")
  }

  private func text(_ check: DataCheck) -> String {
    let rows = check.channels.map { channel in
      [channel.name.printable]
        + [channel.mean, channel.deviation, channel.lowest, channel.highest].map {
          TextFormatting.significant($0)
        }
    }
    let notes =
      check.remarks.map { "note: \($0.printable)\n" }.joined()
      + (check.warnings.isEmpty
        ? "nothing unusual\n" : check.warnings.map { "warning: \(line($0).printable)\n" }.joined())
    return
      "\(data.printable): \(TextFormatting.count(check.panel.rowCount, "row")) × \(TextFormatting.count(check.channels.count, "channel")), \(series(check))"
      + "every \(check.panel.frequency), \(check.first.printable) to \(check.last.printable)\n"
      + time(check) + seriesLines(check) + roleLine(check) + seasons(check) + plan(check) + "\n"
      + TextFormatting.table([["column", "mean", "deviation", "lowest", "highest"]] + rows) + "\n" + notes
  }

  /// How many series there are, of a file of several.
  private func series(_ check: DataCheck) -> String {
    let panel = check.panel
    return panel.seriesColumn.map { name in
      "\(TextFormatting.grouped(panel.series.count)) series by \(name.quoted), "
    } ?? ""
  }

  /// Lengths and holes of the series of a long file.
  private func seriesLines(_ check: DataCheck) -> String {
    guard let series = check.series else { return "" }
    let rows = series.rows
    var text =
      rows.shortest == rows.longest
      ? "every series has \(TextFormatting.count(rows.longest, "row"))"
      : "series have \(TextFormatting.grouped(rows.shortest)) to \(TextFormatting.grouped(rows.longest)) rows, "
        + "half of them \(TextFormatting.grouped(rows.median)) or more"
    if series.lowestCoverage.share < 1 {
      text +=
        "; the fewest steps with a row has \(series.lowestCoverage.id.quoted), "
        + "\(TextFormatting.fixed(100 * series.lowestCoverage.share, places: 1)) %"
    }
    guard let most = series.mostMissing.first else { return text + "\n" }
    return text
      + "\ncells are missing in \(TextFormatting.grouped(series.missingSeriesCount)) series, most in \(most.id.quoted): "
      + "\(TextFormatting.grouped(most.count)) of \(TextFormatting.grouped(most.cellCount))\n"
  }

  /// What the columns are for, where it was told.
  private func roleLine(_ check: DataCheck) -> String {
    guard let roles = check.panel.roles else { return "" }
    let names = { (role: ColumnRole) in roles.columns(role).map { check.panel.columns[$0] } }
    let parts = [
      ("forecast", names(.target)), ("known in the past", names(.past)), ("known ahead", names(.future)),
      ("one value a series", check.panel.fixedColumns),
    ]
    return parts.filter { !$0.1.isEmpty }.map { what, names in
      "\(what): \(names.map(\.quoted).joined(separator: ", "))"
    }.joined(separator: "; ") + "\n"
  }

  private func line(_ warning: DataCheck.Warning) -> String {
    warning.text + (warning.remedy.map { "; " + $0.sentence } ?? "")
  }

  private func time(_ check: DataCheck) -> String {
    let names = check.panel.timeColumns.map(\.quoted).joined(separator: ", ")
    guard !names.isEmpty else { return "rows are counted: there is no column of stamps\n" }
    let steps = check.steps
    let missing = steps.count - steps.present
    let rows =
      missing == 0
      ? "every step has a row"
      : "\(TextFormatting.grouped(missing)) of \(TextFormatting.count(steps.count, "step")) have no row"
    return "time in \(names) as \(check.panel.stampForm.description.printable); \(rows)\n"
  }

  private func seasons(_ check: DataCheck) -> String {
    guard !check.seasons.isEmpty else { return "" }
    let texts = check.seasons.prefix(3).map { season in
      "\(TextFormatting.grouped(season.length)) rows (\(season.channelCount) of \(check.seasonChannelCount))"
    }
    return "seasons in the values, and in how many channels: \(texts.joined(separator: ", "))\n"
  }

  private func plan(_ check: DataCheck) -> String {
    guard let plan = check.plan else { return "" }
    return "a fit would look back \(plan.lookback) and ahead \(plan.horizon) rows, split \(plan.split.rule)\n"
  }
}
