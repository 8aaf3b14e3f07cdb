import Persistence
import Testing
import TimeSeries

@Suite struct ColumnRoleTests {
  let text =
    "unique_id,ds,sales,price,promo,size\n"
    + "a,2020-01-01,1,9,0,5\na,2020-01-02,2,9,1,5\na,2020-01-03,,9,1,5\na,2020-01-04,,,0,5\n"
    + "b,2020-01-01,1,8,0,7\nb,2020-01-02,2,8,1,7\nb,2020-01-03,3,8,1,7\n"

  var options: ReadingOptions {
    var options = ReadingOptions()
    options.targetColumns = ["sales"]
    (options.futureColumns, options.fixedColumns) = (["promo"], ["size"])
    return options
  }

  @Test func toldRolesAreKnownAndTheOthersArePast() throws {
    let panel = try parse(text, options)
    #expect(panel.columns == ["sales", "price", "promo"])
    #expect(panel.roles?.roles == [.target, .past, .future])
    #expect(panel.fixedColumns == ["size"] && panel.series.map(\.fixed) == [[5], [7]])
    #expect(try panel.selecting(columns: ["promo", "sales"]).roles?.roles == [.future, .target])
    #expect(try parse("date,x\n2020,1\n2021,1\n2022,2\n").roles == nil)
  }

  @Test func rowsBehindTheLastTargetAreKeptWhereAFutureIsTold() throws {
    let panel = try parse(text, options)
    #expect(panel.series.map(\.targetEnd) == [2, 3] && panel.series.map(\.rowCount) == [4, 3])
    #expect(panel.series[0].stamps(afterLastCount: 2).map(\.day) == [3, 4])
    #expect(panel.values(ofColumn: 2) == [0, 1, 1, 0])
    var strict = options
    strict.missingRule = .error
    // The price of a future row is missing, its target is not.
    #expect(error(text, strict)?.column == "price")
  }

  @Test func whatIsKnownAheadOrInThePastLeavesTheRestToBeForecast() throws {
    var options = ReadingOptions()
    options.pastColumns = ["price"]
    options.ignoredColumns = ["size"]
    options.futureColumns = ["promo"]
    #expect(try parse(text, options).roles?.roles == [.target, .past, .future])
  }

  @Test func aFixedColumnThatChangesIsRefusedWithItsLine() throws {
    var options = options
    options.fixedColumns = ["promo"]
    options.futureColumns = []
    let refused = error(text, options)
    #expect(refused?.column == "promo" && refused?.line == 3)
    #expect(refused?.problem.contains("'a'") == true)
  }

  @Test func twoRolesOfOneColumnAreRefused() {
    var options = options
    options.pastColumns = ["sales"]
    #expect(error(text, options)?.description.contains("'sales' is told two roles") == true)
    options = self.options
    options.pastColumns = ["sale"]
    #expect(error(text, options)?.description.contains("did you mean 'sales'?") == true)
  }

  @Test func rolesAndRulesReadBackFromALayout() throws {
    var told = options
    (told.gapRule, told.duplicateRule, told.missingRule) = (.segment, .mean, .linear)
    let layout = try parse(text, told).origin.form.layout
    let stored = try TableLayout(json: JSONReader(try JSONValue(parsing: layout.json.text())))
    #expect(stored == layout && stored.targetColumns == ["sales"] && stored.gapRule == .segment)
    var later = ReadingOptions()
    later.form = FileForm(layout: stored)
    let panel = try parse(text, later)
    #expect(panel.roles?.roles == [.target, .past, .future] && panel.missingRule == .linear)
    // Earlier formats say nothing of rules: rows stay as they are.
    let old = try TableLayout(
      json: JSONReader(try JSONValue(parsing: #"{"delimiter":",","decimal":".","timeColumns":["date"]}"#)))
    #expect(old.gapRule == .keep && old.duplicateRule == .keep && old.missingRule == .mask)
  }
}
