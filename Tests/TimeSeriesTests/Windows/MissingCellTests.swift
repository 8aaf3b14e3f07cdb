import Testing
import TimeSeries

@Suite struct MissingCellTests {
  let text =
    "date,x,y\n2020-01-01,1,5\n2020-01-02,,6\n2020-01-03,3,NA\n2020-01-04,NA,8\n2020-01-05,5,9\n2020-01-06,6,9\n"

  @Test func missingCellsAreNaNAndCounted() throws {
    let panel = try parse(text)
    let x = panel.values(ofColumn: 0)
    #expect(x.map(\.isNaN) == [false, true, false, true, false, false] && x[4] == 5)
    #expect(panel.missingCount(ofColumn: 0) == 2 && panel.missingCount(ofColumn: 1) == 1)
    #expect(!panel.isComplete && panel.missingRule == .mask)
    #expect(
      panel.origin.notes.map(\.description) == [
        "column 'x': 2 cells missing, the first on line 3",
        "column 'y': 1 cell missing, the first on line 4 ('NA')",
      ])
    let selected = try panel.selecting(columns: ["y"])
    #expect(selected.missingCount(ofColumn: 0) == 1 && !selected.isComplete)
  }

  @Test func missingCellsAreRefusedWhereAskedWithAWayThatWorks() throws {
    var options = ReadingOptions()
    options.missingRule = .error
    let refused = error(text, options)
    #expect(refused?.kind == .missingValue && refused?.line == 3 && refused?.column == "x")
    #expect(refused?.remedies == [.missing(.mask)])
    #expect(
      refused?.description
        == "test.csv:3: column 'x': the cell is empty; fill it in (for instance with the value before), remove the row, "
        + "or let it be masked")
    #expect(
      error(
        text.replacing("2020-01-02,,6", with: "2020-01-02,2,6").replacing("04,NA", with: "04,4"), options)?
        .description.hasPrefix("test.csv:4: column 'y': 'NA' stands for a missing value") == true)
    options.missingRule = .mask
    #expect(try parse(text, options).rowCount == 6)
  }

  @Test func aTargetMostOfWhichIsMissingIsRefused() throws {
    let rows = (1...9).map { "2020-01-0\($0),\($0),\($0 > 4 ? "" : "7")\n" }.joined()
    let refused = error("date,x,y\n" + rows)
    #expect(refused?.column == "y" && refused?.remedies == [.ignoreColumns(["y"])])
    #expect(refused?.problem == "5 of 9 cells are missing, more than half")
    var options = ReadingOptions()
    options.ignoredColumns = ["y"]
    #expect(try parse("date,x,y\n" + rows, options).columns == ["x"])
    options = ReadingOptions()
    options.pastColumns = ["y"]
    #expect(try parse("date,x,y\n" + rows, options).missingCount(ofColumn: 1) == 5)
    // Of the only column there is nothing to leave out.
    #expect(error("date,y\n2020-01-01,\n2020-01-02,\n2020-01-03,1\n")?.remedies == [])
  }

  @Test func rulesAreToldByTheirNames() throws {
    var options = ReadingOptions()
    try options.set(.missing, to: "Seasonal")
    try options.set(.gaps, to: "segment")
    try options.set(.duplicates, to: "mean")
    #expect(options.missingRule == .seasonal && options.gapRule == .segment && options.duplicateRule == .mean)
    let refused = dataError { () throws(DataError) in try options.set(.gaps, to: "interpolate") }
    #expect(refused?.description.contains("use one of fill, segment, error, keep") == true)
  }
}
