import TestSupport
import Testing

/// Values with a code behind a comma in one cell, as the weather records of NOAA have them.
@Suite struct PackedCodeTests {
  private static func day(_ row: Int) -> String { SampleDate(days: row, after: 2024).iso }

  /// Temperatures in tenths with a quality, alone, beside decimals, and pressures without zeros in front.
  @Test(arguments: [
    ("TMP", "+0%,1", "+0100,1"), ("TMP", "-0%,5", "-0100,5"), ("SLP", "10%,1", "10100,1"),
  ])
  func aCodeBehindAValueIsNoDecimal(name: String, form: String, first: String) throws {
    let cell = { (row: Int) in form.replacing("%", with: "\(100 + row)") }
    for header in ["DATE,\(name)", "DATE,\(name),LATITUDE"] {
      let workspace = try Workspace.withTable(header) {
        "\(Self.day($0)),\"\(cell($0))\"" + (header.contains("LAT") ? ",51.\($0)" : "")
      }
      let run = try workspace.run("check d.csv")
      expectFailure(
        run, 65,
        "d.csv:2: column '\(name)': the comma in '\(first)' seems to stand between a value and a code")
      #expect(run.errors.contains("write values and codes in columns of their own"))
      #expect(run.errors.contains("--ignore \(name)") == header.contains("LAT"), "\(run.errors)")
      #expect(run.errors.contains("--decimal") == (name == "SLP" && !header.contains("LAT")), "\(run.errors)")
    }
    let mended = try Workspace.withTable("DATE,\(name),code") {
      "\(Self.day($0)),\(cell($0))"
    }
    #expect(try mended.run("check d.csv").status == 0)
  }

  /// Who says that the comma is a decimal one is believed; tenths, and halves of degrees, need nobody to say so.
  @Test func decimalsStayDecimals() throws {
    let pressures = try Workspace.withTable("DATE;SLP") { "\(Self.day($0));10\(100 + $0),1" }
    let told = try pressures.run(Workspace.lastValueOfTable + " --decimal ,")
    #expect(told.output == "DATE;SLP\n2024-02-10;10139,1\n", "\(told.errors)")
    for digits in ["0123456789", "05", "9", "37"] {
      let cell = { (row: Int) in "\(20 + row),\(Array(digits)[row % digits.count])" }
      let spreadsheet = try Workspace.withTable("DATE;temp") { "\(Self.day($0));\(cell($0))" }
      let run = try spreadsheet.run(Workspace.lastValueOfTable)
      #expect(run.output == "DATE;temp\n2024-02-10;\(cell(39))\n", "\(run.errors)")
      let quoted = try Workspace.withTable("DATE,temp") { "\(Self.day($0)),\"\(cell($0))\"" }
      let other = try quoted.run(Workspace.lastValueOfTable)
      #expect(other.output == "DATE,temp\n2024-02-10,\"\(cell(39))\"\n", "\(other.errors)")
    }
  }
}
