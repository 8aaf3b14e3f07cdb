import Persistence
import Testing

/// The same rows in another form have the same forecasts, to the last digit.
@Suite struct OtherFormsTests {
  private struct Form {
    let name: String
    let text: String
    var options = ""
  }

  private static let forms: [Form] = {
    let rows = DayTable().rows()
    let commas = rows.map { row in row.map { $0.replacing(".", with: ",") } }
    let tabs = DayTable.text(rows, delimiter: "\t").replacing("\n", with: "\r\n")
    let dayFirst = DayTable().rows { row in
      DayTable.day(row).iso.split(separator: "-").reversed().joined(separator: ".")
    }
    let seconds = DayTable().rows { row in "\(1_704_067_200 + 86_400 * row)" }
    let offsets = DayTable().rows { row in "\(DayTable.day(row).iso)T00:00:00+02:00" }
    let spelt = rows.map { row in row.map { $0.isEmpty ? "NA" : $0 } }
    let more = rows.enumerated().map { index, row in row + ["\(index % 5)"] }
    return [
      Form(name: "newest first", text: DayTable.text(rows.reversed())),
      Form(name: "decimal commas", text: DayTable.text(commas, delimiter: ";")),
      Form(name: "tabs", text: "\u{feff}" + tabs),
      Form(name: "day first", text: DayTable.text(dayFirst)),
      Form(name: "seconds since 1970", text: DayTable.text(seconds)),
      Form(name: "offsets", text: DayTable.text(offsets)),
      Form(name: "empty rows", text: DayTable.text(DayTable().rowsOfAllDays())),
      Form(name: "missing cells spelt", text: DayTable.text(spelt)),
      Form(
        name: "a column to ignore", text: DayTable.text(more, header: ["day", "a", "b", "more"]),
        options: "--ignore more"),
      Form(
        name: "a row twice", text: DayTable.text(Array(rows[...50] + rows[50...])),
        options: "--duplicates first"),
    ]
  }()

  @Test(arguments: RelationTests.fits) func theFormOfAFileDoesNotMatter(fit: String) throws {
    let workspace = try Workspace()
    try workspace.fit(DayTable().text, fit)
    let expected = try workspace.forecast("--level 80").values
    #expect(expected.count == 4)
    for form in Self.forms {
      try workspace.fit(form.text, "\(fit) \(form.options)")
      #expect(try workspace.forecast("--level 80").values == expected, "\(form.name)")
    }
  }

  /// Local models treat series and columns alike.
  @Test func aLongFileHasTheForecastsOfAWideOne() throws {
    let workspace = try Workspace()
    let fit = RelationTests.fits[0]
    try workspace.fit(DayTable().text, fit)
    let wide = try workspace.forecast()
    let expected = try DayTable.columns.flatMap { try wide.column($0) }
    let below = DayTable().longRows()
    let mixed = below.sorted { ($0[1], $0[0]) < ($1[1], $1[0]) }
    for rows in [below, mixed] {
      try workspace.fit(DayTable.text(rows, header: ["id", "day", "y"]), fit)
      let long = try workspace.forecast()
      #expect(try long.column("y") == expected)
      #expect(long.rows.map { $0[0] } == ["a", "a", "a", "a", "b", "b", "b", "b"])
    }
  }

  @Test(arguments: RelationTests.fits) func seriesSideBySideAreAWideFile(fit: String) throws {
    let workspace = try Workspace()
    let wide = try workspace.fit(DayTable().text, "\(fit) --json").json
    let rows = DayTable.text(DayTable().longRows(), header: ["id", "day", "y"])
    let long = try workspace.fit(rows, "\(fit) --json --channels series").json
    for key in ["weights_sha256", "validation", "test"] {
      #expect(try long.member(key).value == wide.member(key).value, "\(key)")
    }
  }
}
