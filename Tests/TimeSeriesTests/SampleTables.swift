import TimeSeries

/// Parses text as a file called `test.csv`.
///
/// Not a part of each of the hundreds of tests that call it, with the thirty fields of the options: they would take a sixth
/// longer to compile. So with those below.
@inline(never)
func parse(_ text: String, _ options: ReadingOptions = ReadingOptions()) throws(DataError) -> Panel {
  try Panel(parsing: Array(text.utf8), name: "test.csv", options)
}

/// The error of a text that must not load.
@inline(never)
func error(_ text: String, _ options: ReadingOptions = ReadingOptions()) -> DataError? {
  do {
    _ = try parse(text, options)
    return nil
  } catch {
    return error
  }
}

/// The error of a body that must fail.
func dataError<Result>(_ body: () throws(DataError) -> Result) -> DataError? {
  do {
    _ = try body()
    return nil
  } catch {
    return error
  }
}

/// A column of stamps with one number column of 0, 1, 2, …
func series(_ stamps: [String]) -> String {
  "date,value\n" + stamps.enumerated().map { "\($1),\($0)\n" }.joined()
}

/// Hourly rows in which channel c has the value `1000 c + row`.
@inline(never)
func ramp(rows: Int, channels: [String] = ["a", "b"], source: String = "ramp.csv") throws -> Panel {
  let start = Timestamp(year: 2020)
  let stamps = (0..<rows).map { Frequency.hours(1).advance(start, by: $0) }
  let columns = channels.enumerated().map { index, name in
    (name: name, values: (0..<rows).map { Double(1000 * index + $0) })
  }
  return try Panel(source: source, timestamps: stamps, columns: columns)
}
