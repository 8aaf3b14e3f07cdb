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

  /// Nobody who knows the next eight rows wants a forecast of more, and none could be made.
  @Test func theHorizonEndsWithWhatIsKnownAhead() throws {
    let workspace = try Workspace()
    try workspace.write(Self.sales(knownRows: 8), to: "sales.csv")
    let options = "--target sales --future holiday,price --model linear-closed-form --lookback 14"
    let fit = try workspace.run("fit sales.csv \(options)")
    #expect(fit.errors.contains("'holiday' is known for 8 rows behind the last target"), "\(fit.errors)")
    #expect(!fit.errors.contains("missing") && !fit.errors.contains("only"), "\(fit.errors)")
    #expect(try workspace.run("predict model.safetensors sales.csv").output.split(separator: "\n").count == 9)
    let told = try workspace.run("fit sales.csv \(options) --horizon 5")
    #expect(told.status == 0 && !told.errors.contains("behind the last target"), "\(told.errors)")
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
