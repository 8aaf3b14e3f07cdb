import TestSupport
import Testing

/// What users see of how columns known ahead act.
@Suite struct KnownAheadTests {
  /// Sales that rise on the day before a holiday, and what is known of the days after the last one.
  private static func sales(knownRows: Int) -> String {
    let holidays = (0..<140).map { $0 % 11 == 9 ? 1 : 0 }
    let rows = (0..<100 + knownRows).map { row -> String in
      let value = 100 + 5 * (row % 7) + row * 37 % 5 + 40 * holidays[row + 1]
      return
        "\(SampleDate.day(row)),\(row < 100 ? "\(value)" : ""),\(holidays[row]),7\n"
    }
    return "date,sales,holiday,price\n" + rows.joined()
  }

  /// The 110th day is a holiday: behind nine rows to forecast it counts where the file tells of it.
  @Test func rowsBehindTheHorizonCount() throws {
    let workspace = try Workspace()
    func last(_ knownRows: Int) throws -> Double {
      try workspace.write(Self.sales(knownRows: knownRows), to: "sales.csv")
      let fit = try workspace.run(
        "fit sales.csv --target sales --future holiday --ignore price --model dynamic-regression --horizon 8 --predict - --quiet"
      )
      #expect(fit.status == 0, "\(fit.errors)")
      let cell = try #require(fit.output.split(separator: "\n").last?.split(separator: ",").last)
      return try #require(Double(cell))
    }
    let (untold, told) = (try last(8), try last(9))
    #expect(told - untold > 30, "\(untold) \(told)")
  }

  @Test func autoNamesColumnsWithoutEffect() throws {
    let workspace = try Workspace()
    try workspace.write(Self.sales(knownRows: 8), to: "sales.csv")
    let fit = try workspace.run(
      "fit sales.csv --target sales --future holiday,price --set members=dynamic-regression --horizon 8")
    #expect(fit.status == 0, "\(fit.errors)")
    #expect(fit.errors.contains("dynamic-regression finds no effect of price\n"), "\(fit.errors)")
  }
}
