import TestSupport
import Testing

/// Where forecasts begin: after a row that is told, and after rows without a value.
@Suite struct OriginTests {
  private static let fit = "--model last-value --lookback 5 --horizon 2 --quiet"

  private static func fitted(_ lines: [String], _ options: String = "") throws -> Workspace {
    let workspace = try Workspace()
    try workspace.write(lines.joined(separator: "\n") + "\n", to: "d.csv")
    let run = try workspace.run("fit d.csv \(fit) \(options)")
    try #require(run.status == 0, "\(run.errors)")
    return workspace
  }

  /// Series `a` has all rows, `b` ends early and `c` begins late.
  @Test func seriesThatBeginLaterAreLeftOut() throws {
    let rows = [("a", 0..<60), ("b", 0..<30), ("c", 45..<60)].flatMap { id, rows in
      rows.map { "\(id),\(SampleDate.day($0)),\(20 + $0 % 7)" }
    }
    let workspace = try Self.fitted(["id,day,y"] + rows, "--series-column id")
    let run = try workspace.run("predict --at 2024-02-05")
    #expect(run.status == 0)
    let stamps = run.output.split(separator: "\n").dropFirst().map { $0.split(separator: ",").prefix(2) }
    #expect(
      stamps.map { $0.joined(separator: " ") } == [
        "a 2024-02-06", "a 2024-02-07", "b 2024-01-31", "b 2024-02-01",
      ])
    #expect(
      run.errors.contains("d.csv: 1 of 3 series begin after '2024-02-05' and are left out: 'c'"),
      "\(run.errors)")
    #expect(run.errors.contains("1 of 2 series end before 2024-02-05"), "\(run.errors)")
    let whole = try workspace.run("predict")
    #expect(whole.errors.contains("1 of 3 series end before 2024-02-29"), "\(whole.errors)")
    #expect(whole.errors.contains("series' own last row: 'b' on 2024-01-30\n"), "\(whole.errors)")
  }

  /// Columns of a file are found by name, whatever row counts as the last.
  @Test func columnsInAnotherOrderKeepTheirNames() throws {
    let workspace = try Self.fitted(
      ["day,x,y"] + (0..<60).map { "\(SampleDate.day($0)),\(1000 + $0),\(20 + $0 % 7)" })
    let swapped = ["day,y,more,x"] + (0..<60).map { "\(SampleDate.day($0)),\(20 + $0 % 7),1,\(1000 + $0)" }
    try workspace.write(swapped.joined(separator: "\n") + "\n", to: "swapped.csv")
    let run = try workspace.run("predict model.safetensors swapped.csv --at 2024-02-05")
    // Row 35 counts as the last.
    #expect(run.output == "day,y,x\n2024-02-06,20,1035\n2024-02-07,20,1035\n", "\(run.errors)")
  }

  @Test func emptyRowsAtTheEndAreNamed() throws {
    let rows = (0..<45).map { "\(SampleDate.day($0)),\($0 % 3),\($0 < 40 ? "\(20 + $0 % 7)" : "")" }
    let workspace = try Self.fitted(["day,promo,y"] + rows, "--target y")
    let words = "d.csv: 'y' has no value from 2024-02-10, line 42 on"
    let run = try workspace.run("predict")
    #expect(run.output.contains("\n2024-02-15,"))
    #expect(run.errors.contains(words), "\(run.errors)")
    let fit = try workspace.run("fit d.csv \(Self.fit.replacing(" --quiet", with: "")) --target y")
    #expect(fit.errors.contains(words), "\(fit.errors)")
    // The advice, followed.
    #expect(run.errors.contains("forecast as of 2024-02-09"))
    let early = try workspace.run("predict --at 2024-02-09")
    #expect(
      early.status == 0 && early.output.contains("\n2024-02-10,") && early.errors.isEmpty, "\(early.errors)")
  }

  /// A sensor that is late by a row is nothing to speak of.
  @Test func aLateSensorIsNotNamed() throws {
    let rows = (0..<45).map { "\(SampleDate.day($0)),\($0 % 3),\($0 < 44 ? "\(20 + $0 % 7)" : "")" }
    let workspace = try Self.fitted(["day,x,y"] + rows)
    #expect(try workspace.run("predict").errors.isEmpty)
  }
}
