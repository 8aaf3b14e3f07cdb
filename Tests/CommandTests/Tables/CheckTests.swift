import Persistence
import TestSupport
import Testing

@Suite struct CheckTests {
  @Test func soundDataIsSummarised() throws {
    let workspace = try Workspace.withData()
    let text = try workspace.run("check f.csv").output
    #expect(
      text.hasPrefix("f.csv: 1,200 rows × 7 channels, every 1 h, 2016-07-01 00:00:00 to 2016-08-19 23:00:00"))
    #expect(text.contains("nothing unusual"))
    let json = try workspace.run("check f.csv --json").json
    #expect(try json.member("rows").integer() == 1200)
    #expect(try json.member("columns").elements().count == 7)
    #expect(try json.member("warnings").elements().isEmpty)
  }

  /// Halves and thirds of months are no finer steps, of which a usual horizon has 96.
  @Test(arguments: [(["01", "16"], 12), (["01", "11", "21"], 18)])
  func halfAYearOfPartsOfMonthsIsForecast(_ days: [String], horizon: Int) throws {
    let workspace = try Workspace()
    let rows = (0..<120).flatMap { month in
      days.map { "\(SampleDate(months: month, after: 2010).iso.dropLast(2))\($0),\(month % 12 + 5)\n" }
    }
    try workspace.write("date,v\n" + rows.joined(), to: "p.csv")
    let output = try workspace.run("check p.csv").output
    #expect(output.contains(" and ahead \(horizon) rows"), "\(output)")
  }

  @Test func manySeriesAreSummarised() throws {
    let workspace = try Workspace()
    let days = (1...20).map { "2024-01-\($0 < 10 ? "0" : "")\($0)" }
    var text = "shop,day,sales,promo,size\n"
    for (index, id) in ["007", "12", "30"].enumerated() {
      for (row, day) in days.enumerated().dropFirst(index * 4) where index != 1 || row != 9 {
        let sales = index == 2 ? "4" : row == 6 ? "" : "\(row % 7 + index)"
        text += "\(id),\(day),\(sales),\(row % 2),\(index)\n"
      }
    }
    try workspace.write(text, to: "shops.csv")
    let options = "--series-column shop --target sales --future promo --fixed size"
    let check = try workspace.run("check shops.csv \(options)")
    for part in [
      "shops.csv: 48 rows × 2 channels, 3 series by 'shop', every 1 day, 2024-01-01 to 2024-01-20",
      "series have 12 to 20 rows, half of them 16 or more; the fewest steps with a row has '12', 93.8 %",
      "cells are missing in 2 series, most in '12': 3 of 32",
      "forecast: 'sales'; known ahead: 'promo'; one value a series: 'size'",
      "warning: column 'sales' is the same in all rows of 1 of 3 series",
      "warning: column 'sales': 2 cells missing, the first on line 8",
    ] { #expect(check.output.contains(part), "\(part): \(check.output) \(check.errors)") }
    let json = try workspace.run("check shops.csv \(options) --json").json
    #expect(try json.member("series").member("count").integer() == 3)
    #expect(try json.member("series").member("rows").member("min").integer() == 12)
    #expect(try json.member("roles").member("future").elements().map { try $0.string() } == ["promo"])
    #expect(try json.member("columns").elements()[0].member("missing").integer() == 3)
    let one = try workspace.run("check shops.csv \(options) --series 30 --json").json
    #expect(try one.member("rows").integer() == 12)
    #expect(try one.member("columns").elements()[0].member("deviation").number() == 0)
    expectFailure(
      try workspace.run("check shops.csv \(options) --series 7"), 65, "there is no series '7'")
  }

  @Test func otherDelimitersAndTimeColumnsAreRead() throws {
    let workspace = try Workspace.withData()
    let moved = try workspace.lines("f.csv").map { line in
      let cells = line.split(separator: ",")
      return (cells.dropFirst() + [cells[0]]).joined(separator: ";")
    }
    try workspace.write(moved.joined(separator: "\n"), to: "moved.csv")
    #expect(
      try workspace.run("check moved.csv --time-column date --json").json.member("rows").integer() == 1200)
    let fit = try workspace.run(
      "fit moved.csv \(Workspace.small) --time-column date --delimiter ; --json --quiet")
    #expect(try fit.json.member("weights_sha256").string() == workspace.digest())
    #expect(try workspace.run("predict").output.split(separator: "\n").count == 13)
  }

  /// Rows of what is planned, behind the last of what was sold: how to say so is said.
  @Test func columnsThatGoOnMayBeKnownAhead() throws {
    let workspace = try Workspace.withData()
    let lines = try workspace.lines("f.csv")
    func cut(_ columns: ClosedRange<Int>) throws {
      let rows = lines.enumerated().map { index, line in
        line.split(separator: ",").enumerated().map { index > 1190 && columns.contains($0) ? "" : $1 }
          .joined(separator: ",")
      }
      try workspace.write(rows.joined(separator: "\n") + "\n", to: "cut.csv")
    }
    try cut(1...6)
    let some = try workspace.run("check cut.csv")
    #expect(some.output.contains(", or tell that 'OT' is known ahead, if so"), "\(some.output)")
    try cut(1...7)
    let all = try workspace.run("check cut.csv")
    #expect(all.output.contains("remove these rows") && !all.output.contains("known ahead"), "\(all.output)")
  }

  @Test func irregularStampsAreWarnings() throws {
    let workspace = try Workspace.withData()
    var lines = try workspace.lines("f.csv")
    lines.remove(at: 500)
    try workspace.write(lines.joined(separator: "\n"), to: "gap.csv")
    let warnings = try workspace.run("check gap.csv --json").json.member("warnings").elements()
    #expect(warnings.count == 1)
    #expect(try warnings[0].string().contains("line 501"))
  }
}
