import TestSupport
import Testing
import TimeSeries

/// Series that two columns tell apart together.
@Suite struct SeveralSeriesColumnsTests {
  private static func options(_ text: String) throws -> ReadingOptions {
    var options = ReadingOptions()
    try options.set(.seriesColumn, to: text)
    return options
  }

  @Test func idsAreJoinedSoThatNoTwoAreAlike() throws {
    let rows = [("a/b", "c"), ("a", "b/c"), ("a\\", "c"), ("a", "\\c")].map { first, second in
      (1...3).map { "\(first),\(second),2024-01-0\($0),\($0)\n" }.joined()
    }
    let panel = try parse("one,two,day,y\n" + rows.joined(), Self.options("one,two"))
    #expect(panel.series.map(\.id) == ["a\\/b/c", "a/b\\/c", "a\\\\/c", "a/\\\\c"])
  }

  /// Rows in any order: series come in the order in which they first occur, each in time order.
  @Test func theOrderOfSeriesIsThatOfTheirFirstRows() throws {
    let rows = [("y", "2", 3), ("x", "1", 1), ("y", "1", 2), ("x", "1", 3), ("y", "2", 1), ("y", "1", 1)]
    let more = [("x", "1", 2), ("y", "2", 2), ("y", "1", 3)]
    let text = (rows + more).map { "\($0),\($1),2024-01-0\($2),\($2)\n" }.joined()
    let panel = try parse("one,two,day,y\n" + text, Self.options("one,two"))
    #expect(panel.series.map(\.id) == ["y/2", "x/1", "y/1"])
    for series in 0..<3 { #expect(panel.values(ofColumn: 0, ofSeries: series) == [1, 2, 3]) }
  }

  @Test func aColumnWhoseNameHasACommaIsOneColumn() throws {
    let text = "\"a,b\",day,y\nx,2024-01-01,1\nx,2024-01-02,2\nx,2024-01-03,3\n"
    for told in ["a,b", "\"a,b\""] {
      #expect(try parse(text, Self.options(told)).series.map(\.id) == ["x"])
    }
    #expect(error(text, try Self.options("b,c"))?.kind == .unknownColumn)
  }

  @Test func anIdThatIsMissingIsNamed() throws {
    let text = "a,b,day,y\nx,1,2024-01-01,1\nx,,2024-01-02,2\nx,1,2024-01-03,3\n"
    let error = error(text, try Self.options("a,b"))
    #expect(error?.line == 3 && error?.problem.contains("to which series it belongs") == true)
  }
}
