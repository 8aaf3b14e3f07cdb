import Testing
import TimeSeries

/// A panel of values in memory is the one that a file with the same rows would be.
@Suite struct SeriesDataTests {
  private static let days = Frequency.days(1).stamps(after: Timestamp(year: 2026), count: 20)

  private static func values(_ panel: Panel, _ column: Int, _ series: Int) -> [Double?] {
    panel.values(ofColumn: column, ofSeries: series).map { $0.isNaN ? nil : $0 }
  }

  private static func one(
    _ rows: [Int], _ values: [Double], _ options: ReadingOptions = ReadingOptions()
  ) throws(DataError) -> Panel {
    try Panel(
      source: "m", timestamps: rows.map { days[$0] }, columns: [(name: "a", values: values)], options)
  }

  private static var roles: ReadingOptions {
    var options = ReadingOptions()
    options.targetColumns = ["sales"]
    options.futureColumns = ["promotion"]
    options.fixedColumns = ["size"]
    return options
  }

  /// Values that a program has from elsewhere may be too few: they are an error and do not end the program.
  @Test func columnsThatDoNotFitTheirStampsAreRefused() {
    let short = #expect(throws: DataError.self) { try Self.one([0, 1, 2], [1, 2]) }
    #expect(short?.kind == .raggedRow && short?.column == "a")
    #expect(short?.problem == "there are 2 values for 3 stamps")
    let days = Array(Self.days.prefix(3))
    for (columns, problem) in [
      ([[1.0, 2, 3]], "there is 1 column, and 2 by name"),
      ([[1.0, 2, 3], [4, 5, 6]], "there are 0 fixed values, and 1 by name"),
    ] {
      let series = [SeriesData(id: "s", timestamps: days, columns: columns)]
      let error = #expect(throws: DataError.self) {
        try Panel(source: "m", columns: ["sales", "promotion"], series: series, Self.roles)
      }
      #expect(error?.problem.contains(problem) == true)
    }
  }

  /// Three series: one is complete, one lacks days, and one begins late; promotions are known four days ahead.
  @Test func manySeriesWithGapsAndRolesAreThoseOfAFile() throws {
    let rows = [Array(0..<20), Array(0..<7) + Array(9..<20), Array(5..<20)]
    var (text, series) = ("series,date,sales,promotion,size\n", [SeriesData]())
    for (number, rows) in rows.enumerated() {
      let sales: [Double] = rows.map { $0 >= 16 || $0 == 12 ? .nan : Double(10 * number + $0) }
      let promotions: [Double] = rows.map { Double($0 % 3) }
      for (place, row) in rows.enumerated() {
        let sale = sales[place].isNaN ? "" : "\(sales[place])"
        text += "s\(number),\("\(Self.days[row])".prefix(10)),\(sale),\(promotions[place]),\(100 + number)\n"
      }
      series.append(
        SeriesData(
          id: "s\(number)", timestamps: rows.map { Self.days[$0] }, columns: [sales, promotions],
          fixed: [Double(100 + number)]))
    }
    let panel = try Panel(source: "m", columns: ["sales", "promotion"], series: series, Self.roles)
    let read = try parse(text, Self.roles)
    #expect(panel.columns == read.columns && panel.fixedColumns == read.fixedColumns)
    #expect(panel.roles == read.roles && panel.frequency == read.frequency)
    #expect(panel.origin.form == read.origin.form && panel.origin.fileColumns == read.origin.fileColumns)
    #expect(panel.series.map(\.id) == read.series.map(\.id))
    #expect(panel.series.map(\.fixed) == read.series.map(\.fixed))
    #expect(panel.series.map(\.targetEnd) == [16, 16, 11])
    for index in 0..<3 {
      #expect(panel.series[index].timestamps == read.series[index].timestamps)
      #expect(panel.series[index].targetEnd == read.series[index].targetEnd)
      for column in 0..<2 {
        #expect(Self.values(panel, column, index) == Self.values(read, column, index))
      }
    }
  }

  /// Rows that follow each other must be steps of the grid: a lookback of a day is a day.
  @Test func missingRowsOfOneSeriesAreInsertedAsInAFile() throws {
    let rows = Array(0..<9) + Array(11..<20)
    var options = ReadingOptions()
    options.frequency = .days(1)
    let panel = try Self.one(rows, rows.map(Double.init), options)
    #expect(panel.rowCount == 20)
    #expect(Self.values(panel, 0, 0) == (0..<20).map { rows.contains($0) ? Double($0) : nil })
    options.gapRule = .segment
    let divided = try Self.one(rows, rows.map(Double.init), options)
    #expect(divided.rowCount == 18 && divided.only.breaks == [9])
    options.gapRule = .keep
    let kept = try Self.one(rows, rows.map(Double.init), options)
    #expect(kept.rowCount == 18 && kept.only.breaks.isEmpty)
    options.gapRule = .error
    #expect(
      dataError { () throws(DataError) in try Self.one(rows, rows.map(Double.init), options) }?.kind
        == .missingRow)
  }

  @Test func rowsWithTheSameStampAreRefusedOrMerged() throws {
    let rows = [0, 1, 1, 2, 3, 4], values: [Double] = [1, 2, 3, 4, 5, 6]
    let refused = dataError { () throws(DataError) in try Self.one(rows, values) }
    #expect(refused?.kind == .duplicateStamp && refused?.file == "m")
    var options = ReadingOptions()
    options.duplicateRule = .sum
    #expect(try Self.values(Self.one(rows, values, options), 0, 0) == [1, 5, 4, 5, 6])
  }

  /// New rows for a model may be one alone.
  @Test func aFrequencyThatIsToldMakesAPanelOfOneRow() throws {
    var options = ReadingOptions()
    #expect(dataError { () throws(DataError) in try Self.one([4], [1]) }?.kind == .tooFewRows)
    options.frequency = .days(1)
    let panel = try Self.one([4], [1], options)
    #expect(panel.rowCount == 1 && panel.frequency == .days(1))
  }

  /// Days have no time of day, and fractions of seconds are not lost.
  @Test(arguments: [
    (Frequency.days(1), "2026-01-01", "2026-01-02"),
    (.hours(12), "2026-01-01 00:00:00", "2026-01-01 12:00:00"),
    (.months(1, isMonthEnd: false), "2026-01-01", "2026-02-01"),
    (.fixed(milliseconds: 250), "2026-01-01 00:00:00.000", "2026-01-01 00:00:00.250"),
  ])
  func stampsAreWrittenAsShortAsTheyAre(step: Frequency, first: String, second: String) throws {
    let start = Timestamp(year: 2026)
    for count in [1, 2] {
      var options = ReadingOptions()
      options.frequency = step
      let stamps = Array(([start] + step.stamps(after: start, count: 1)).prefix(count))
      let values = [Double](repeating: 1, count: count)
      let panel = try Panel(source: "m", timestamps: stamps, columns: [(name: "a", values: values)], options)
      #expect(panel.stampForm.string(for: start) == first)
      #expect(panel.stampForm.string(for: step.advance(start)) == second)
    }
  }

  @Test func whatDoesNotMakeAPanelIsRefusedByName() throws {
    let days = Array(Self.days[..<3])
    func kind(
      _ columns: [String], _ series: [SeriesData], _ options: ReadingOptions = ReadingOptions()
    ) -> DataError.Kind? {
      dataError { () throws(DataError) in
        try Panel(source: "m", columns: columns, series: series, options)
      }?.kind
    }
    let plain = SeriesData(timestamps: days, columns: [[1, 2, 3]])
    let named = SeriesData(id: "x", timestamps: days, columns: [[1, 2, 3]])
    #expect(kind(["a"], []) == .empty)
    #expect(kind([], [SeriesData(timestamps: days, columns: [])]) == .empty)
    #expect(
      kind(["a", "a"], [SeriesData(timestamps: days, columns: [[1, 2, 3], [1, 2, 3]])]) == .badHeader)
    #expect(kind(["date"], [plain]) == .badHeader && kind(["series"], [named]) == .badHeader)
    #expect(kind(["series"], [plain]) == nil)
    #expect(kind(["a"], [named, named]) == .scatteredSeries)
    #expect(kind(["a"], [named, plain]) == .unknownSeries)
    #expect(kind(["a"], [SeriesData(timestamps: days, columns: [[1, .infinity, 3]])]) == .outOfRange)
    #expect(
      kind(["a"], [SeriesData(timestamps: days.reversed(), columns: [[1, 2, 3]])]) == .timeGoesBackwards)
    var options = ReadingOptions()
    options.targetColumns = ["b"]
    #expect(kind(["a"], [plain], options) == .unknownColumn)
    (options.targetColumns, options.pastColumns) = (["a"], ["a"])
    #expect(kind(["a"], [plain], options) == .invalidOption)
    options = ReadingOptions()
    options.missingRule = .error
    #expect(kind(["a"], [SeriesData(timestamps: days, columns: [[1, .nan, 3]])], options) == .missingValue)
  }
}
