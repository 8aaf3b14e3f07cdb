import Forecasting
import Testing
import TimeSeries

/// Forecasts on their way into a file, in the form of the rows that they follow.
@Suite struct ForecastTableTests {
  private static func panel(_ text: String, series: String? = nil) throws -> Panel {
    var options = ReadingOptions()
    if let series { try options.set(.seriesColumn, to: series) }
    return try Panel(parsing: Array(text.utf8), name: "test.csv", options)
  }

  @Test func forecastsAreWrittenLikeTheInput() throws {
    let text = "\"when, local\",\"a\"\"b\",µ\n1990/12/29 0:00,1,2\n1990/12/30 0:00,1,2\n1990/12/31 0:00,1,2\n"
    let panel = try Self.panel(text)
    let table = ForecastTable(after: panel, channels: [1, 0], values: [0.1, -2, 1e-8, 16_777_216])
    #expect(
      try table.csv == "\"when, local\",\"a\"\"b\",µ\n1991/1/1 0:00,1e-08,0.1\n1991/1/2 0:00,16777216,-2\n")
    let back = try Self.panel(table.csv + "1991/1/3 0:00,5,6\n")
    #expect(back.columns == ["a\"b", "µ"])
    #expect(back.values(ofColumn: 0) == [1e-8, 16_777_216, 5])
  }

  @Test func seriesAreWrittenOneBelowTheOther() throws {
    let panel = try Self.panel(
      "ds;unique_id;y;z\n11.02.2020;007;1;1\n12.02.2020;007;2;1\n13.02.2020;007;3;2\n13.02.2020;a,b;5;1\n")
    let table = ForecastTable(after: panel, channels: [1, 0], series: [[10, 11, 1.5, 2], [12, 13, 3, 4]])
    #expect(
      try table.csv == """
        ds;unique_id;y;z
        14.02.2020;007;1.5;10
        15.02.2020;007;2;11
        14.02.2020;"a,b";3;12
        15.02.2020;"a,b";4;13

        """)
    #expect(
      try table.jsonLines.split(separator: "\n").first
        == #"{"unique_id":"007","ds":"2020-02-14","y":1.5,"z":10}"#)
  }

  @Test func aStampOfSeveralColumnsIsWrittenInAllOfThem() throws {
    let panel = try Self.panel(
      "store_id,date,hour,y\nn,2020-01-01,0,1\ns,2020-01-01,0,5\nn,2020-01-01,1,2\ns,2020-01-01,1,6\nn,2020-01-01,2,3\n"
    )
    let table = ForecastTable(after: panel, channels: [0], series: [[7], [8]])
    #expect(try table.csv == "store_id,date,hour,y\nn,2020-01-01,3,7\ns,2020-01-01,2,8\n")
  }

  @Test func theColumnsThatTellSeriesApartComeBack() throws {
    let rows = [("a/b", "c"), ("a", "b/c"), ("a\\", "c"), ("a", "\\c")].map { first, second in
      (1...3).map { "\(first),\(second),2024-01-0\($0),\($0)\n" }.joined()
    }
    let panel = try Self.panel("one,two,day,y\n" + rows.joined(), series: "one,two")
    let table = ForecastTable(after: panel, channels: [0], series: [[1], [2], [3], [4]])
    #expect(
      try table.csv
        == "one,two,day,y\na/b,c,2024-01-04,1\na,b/c,2024-01-04,2\na\\,c,2024-01-04,3\na,\\c,2024-01-04,4\n")
  }
}
