import Persistence
import Platform
import TestSupport
import Testing
import Text

/// The page "Your own CSV": its commands are run, and its outputs must be theirs. `FORECAST_UPDATE_PAGES=1` writes them anew.
@Suite struct OwnDataPageTests {
  private static let page =
    PackageFolder.path + "/Sources/ForecastCommands/ForecastCommands.docc/YourOwnCSV.md"

  @Test func theCommandsOfThePageSayWhatItShows() throws {
    let workspace = try Workspace()
    try OwnData.write(to: workspace)
    let text = String(decoding: try FileContents.bytes(ofFile: Self.page), as: UTF8.self)
    var actual: [String] = []
    var isConsole = false, isOutput = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        isConsole = line == "```console"
        isOutput = false
      }
      if isConsole, line.hasPrefix("$ ") {
        actual.append(String(line))
        let run = try workspace.shell("{ \(line.dropFirst(2)); } 2>&1")
        actual += run.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(
          String.init)
        isOutput = true
      } else if !isOutput {
        actual.append(String(line))
      }
    }
    let made = actual.joined(separator: "\n")
    if Environment["FORECAST_UPDATE_PAGES"] != nil { try AtomicFile.write(made, to: Self.page) }
    for (shown, said) in zip(text.split(separator: "\n"), made.split(separator: "\n")) where shown != said {
      Issue.record("the page shows '\(shown)', the program says '\(said)'")
      return
    }
    #expect(text == made)
  }
}

/// Files as people bring them.
private enum OwnData {
  static func write(to workspace: Workspace) throws {
    try workspace.write(german, to: "umsatz.csv")
    try workspace.write(newestFirst, to: "prices.csv")
    try workspace.write(hours, to: "meter.csv")
    try workspace.write(milliseconds, to: "log.csv")
    try workspace.write(quarters, to: "survey.csv")
    try workspace.write(local, to: "plant.csv")
    try workspace.write(shops, to: "shops.csv")
    try workspace.write(countries, to: "gdp.csv")
    try workspace.write(sensor, to: "sensor.csv")
    #expect(try workspace.shell("gzip -n log.csv").status == 0)
  }

  /// A day of 2024, counted from 0.
  private static func date(_ day: Int) -> SampleDate { SampleDate(days: day, after: 2024) }

  /// A line a country, of which the second begins late and the third ends early.
  private static var countries: String {
    var text =
      "\"Data Source\",\"World Development Indicators\",\n\n\"Last Updated Date\",\"2024-10-24\",\n\n"
    text += "Country Name,Country Code,Indicator Name," + (1994...2023).map { "\($0)," }.joined() + "\n"
    for (place, country) in ["Aruba,ABW", "\"Korea, Rep.\",KOR", "Chad,TCD"].enumerated() {
      text += country + ",GDP,"
      for year in 0..<30 {
        let isKnown = place == 1 ? year > 5 : place == 0 || year < 28
        text += isKnown ? "\(20 + 10 * place + year + year * year % 7)," : ","
      }
      text += "\n"
    }
    return text
  }

  private static var german: String {
    var text = "sep=;\r\nDatum;Umsatz;Kunden\r\n"
    for row in 0..<120 {
      let date = date(row)
      let cents = 98_050 + 2_500 * (row % 7) + 350 * row
      let euros = cents / 100
      let whole =
        euros >= 1000 ? "\(euros / 1000).\((euros % 1000 / 100).padded(to: 2))\(euros % 100)" : "\(euros)"
      let grouped = euros >= 1000 ? "\(euros / 1000)." + String("\(1000 + euros % 1000)".dropFirst()) : whole
      text +=
        "\(date.day.padded(to: 2)).\(date.month.padded(to: 2)).\(date.year);\(grouped),\((cents % 100).padded(to: 2));\(40 + row % 7)\r\n"
    }
    return text
  }

  private static var newestFirst: String {
    // The first of January is a Monday.
    let days = (0..<210).filter { $0 % 7 < 5 }
    let rows = days.enumerated().map { row, day in
      "\(date(day).iso),\(180 + row / 5).\((row * 7 % 100).padded(to: 2)),USD\n"
    }
    return "Date,Close,Currency\n" + rows.reversed().joined()
  }

  private static var hours: String {
    var text = "Date,Hour Ending,MWh\n"
    for row in 0..<24 * 20 {
      text += "\(date(row / 24).iso),\(row % 24 + 1),\(300 + 10 * (row % 24) + row / 24)\n"
    }
    return text
  }

  private static var milliseconds: String {
    var text = "ts,total\n"
    for row in 0..<200 { text += "\(1_704_067_200_000 + 300_000 * row),\(9_007_199_200_000 + 17 * row)\n" }
    return text
  }

  private static var quarters: String {
    var text = "quarter,index\n"
    for row in 0..<60 {
      text += "\(2009 + row / 4)Q\(row % 4 + 1),\(row == 23 ? "-999" : "\(100 + row % 4 * 3 + row).5")\n"
    }
    return text
  }

  private static var shops: String {
    var text = "store_id,date,sales,promotion,area\n"
    for (index, id) in ["0007", "0012", "0030"].enumerated() {
      for row in index * 20..<90 {
        let promotion = row % 10 < 2 ? 1 : 0
        let sales = row < 84 ? "\(100 * (index + 1) + 5 * (row % 7) + 40 * promotion)" : ""
        text += "\(id),\(date(row).iso),\(sales),\(promotion),\(250 * (index + 1))\n"
      }
    }
    return text
  }

  private static var sensor: String {
    var text = "time,level\n"
    for row in 0..<24 * 10 where !(100..<105).contains(row) {
      let level = row % 90 == 30 ? "NA" : "\(20 + row % 24).\(row % 10)"
      let line = "\(date(row / 24).iso) \((row % 24).padded(to: 2)):00,\(level)\n"
      text += row == 150 ? line + line.replacing(".", with: ".9") : line
    }
    return text
  }

  private static var local: String {
    var text = "time,kW\n"
    // 31 March 2024: clocks in Berlin go from 01:59 to 03:00.
    for row in 0..<24 * 12 where row != 24 * 10 + 2 {
      text += "\(date(80 + row / 24).iso) \((row % 24).padded(to: 2)):00,\(50 + row % 24)\n"
    }
    return text
  }
}
