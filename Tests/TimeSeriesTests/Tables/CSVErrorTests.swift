import Glibc
import TestSupport
import Testing
import TimeSeries

@Suite struct CSVErrorTests {
  @Test func missingFilesDirectoriesAndOddDelimitersAreToldApart() throws {
    let directory = try TemporaryFolder()
    let missing = dataError { () throws(DataError) in try Panel(reading: directory.path + "/no.csv") }
    #expect(missing?.kind == .missingFile)
    #expect(missing?.description == directory.path + "/no.csv: there is no such file; check the path")
    let folder = dataError { () throws(DataError) in try Panel(reading: directory.path) }
    #expect(folder?.kind == .unreadable)
    #expect(folder?.description == directory.path + ": this is a directory; name a CSV file in it")
    let delimiter = error("a,b\n", ReadingOptions(delimiter: "é"))
    #expect(delimiter?.description == "test.csv: 'é' cannot be a delimiter; use one of , ; | or a tab")
  }

  @Test(.enabled(if: getuid() != 0, "root may read everything"))
  func filesThatMayNotBeReadSaySo() throws {
    let directory = try TemporaryFolder()
    let path = try directory.write("secret.csv", Array("a,b\n".utf8))
    chmod(path, 0)
    let denied = dataError { () throws(DataError) in try Panel(reading: path) }
    #expect(denied?.description == "\(path): the file may not be read; change its permissions")
  }

  /// Text, expected message.
  static let messages: [(String, String)] = [
    ("", "test.csv: the file is empty; it needs a header line and rows"),
    ("\n \n\t\n", "test.csv: the file is empty; it needs a header line and rows"),
    ("\u{FEFF}", "test.csv: the file is empty; it needs a header line and rows"),
    ("date,a\n", "test.csv: there is a header but no rows; add rows below the header"),
    ("date,a", "test.csv: there is a header but no rows; add rows below the header"),
    ("date,a\0b\n", "test.csv: the file is not plain text (binary?); save it as CSV in UTF-8"),
    (
      "date\n2020\n",
      "test.csv:1: there is only one column, 'date'; a time column and at least one number column are needed, separated by , ; | or a tab"
    ),
    ("date,a,a\n2020,1,2\n", "test.csv:1: two columns are called 'a'; rename one of them"),
    ("\ndate,a,\n2020,1,2\n", "test.csv:2: column 3 has no name; name every column in the first line"),
    (
      "2020-01-01 00:00,1\n2020-01-01 01:00,2\n",
      "test.csv:1: the first line has the stamp '2020-01-01 00:00' instead of a column name; add a line with the column names on top"
    ),
    (
      "date,OT\n2020-01-01,1\n2020-01-02,abc\n",
      "test.csv:3: column 'OT': 'abc' is not a number; write a number"
    ),
    (
      "date,OT\n2020-01-01,1\n\n\"2020-01-02\n\",\"1\n2\"\n",
      "test.csv:5: column 'OT': '1\\u{a}2' is not a number; write a number"
    ),
    (
      "date,OT\n2020-01-01,1.5\n2020-01-02,\"2,5\"\n",
      "test.csv:3: column 'OT': '2,5' has a decimal comma, and other cells a point; write it with a point"
    ),
    (
      "date,OT\n2020-01-01,\"2,500\"\n2020-01-02,\"2,501\"\n",
      "test.csv:2: column 'OT': the comma in '2,500' may stand between thousands or before decimals; say which"
    ),
    (
      "date,OT\n2020-01-01,€ 5\n2020-01-02,€ 6\n",
      "test.csv:2: column 'OT': '€ 5' has a currency sign, '€'; remove the sign from the column"
    ),
    (
      "date,OT\n2020-01-01,-inf\n",
      "test.csv:2: column 'OT': '-inf' is infinite or too large for a number; write a finite number or remove the row"
    ),
    (
      "date,OT\n2020-01-01,1e309\n",
      "test.csv:2: column 'OT': '1e309' is infinite or too large for a number; write a finite number or remove the row"
    ),
    (
      "date,a,b\n2020-01-01,1\n", "test.csv:2: the row has 2 fields, the header has 3; add the missing fields"
    ),
    (
      "date,a\n2020-01-01,1\n2020-01-02,x,3\n",
      "test.csv:3: the row has 3 fields, the header has 2; remove the surplus fields, or quote cells that contain ','"
    ),
    (
      "date\ta\n2020-01-01,1\n",
      "test.csv:2: the row has 1 field, the header has 2; complete the row, where fields are separated by a tab as in the header, or remove the line if it is a remark"
    ),
    (
      "date,a\n2020-01-01,1\n2020-01-02,\"3\n",
      "test.csv:3: column 'a': a quote opened here is never closed; add the closing quote"
    ),
    ("date,\"a\n", "test.csv:1: a quote opened here is never closed; add the closing quote"),
    (
      "date,a\nyesterday,1\n",
      "test.csv:2: column 'date': 'yesterday' is not a date and time of a known form; write stamps like 2016-07-01 00:00:00"
    ),
    (
      "x,a\n0.0000,1\n0.1987,1\n",
      "test.csv:2: column 'x': '0.0000' is not a date and time of a known form; write stamps like 2016-07-01 00:00:00"
    ),
    (
      "date,a\n2020-01-01,1\n2020-02-30,1\n",
      "test.csv:3: column 'date': '2020-02-30' is not a date and time written like the first one, '2020-01-01'; correct the stamp or remove the row"
    ),
    (
      "date,a\n1/2/2020,1\n1/3/2020,1\n1/4/2020,1\n",
      "test.csv:2: column 'date': day and month cannot be told apart in stamps like '1/2/2020'; write dates as year-month-day, such as 2016-07-01"
    ),
    (
      "date,a\n2020-01-01,1\n2020-01-03,1\n\n2020-01-02,1\n",
      "test.csv:5: column 'date': time goes backwards, from 2020-01-03 to 2020-01-02; sort the rows by time"
    ),
    (
      "date,a\n2020-01-01,1\n2020-01-02,1\n",
      "test.csv: column 'date': has 2 rows, and the frequency needs at least 3; add rows"
    ),
    (
      "date,a\n2020-01-01,1\n2020-01-01,1\n2020-01-01,1\n",
      "test.csv: column 'date': all stamps are equal; give every row its own stamp, in time order"
    ),
    (
      "date,a\n2020-01-01,1\n2020-01-02,1\n2020-01-04,1\n2020-01-09,1\n",
      "test.csv: column 'date': the stamps have no regular step: the most frequent, 1 day, covers only 33 % of the rows; resample to a fixed step first"
    ),
  ]

  @Test(arguments: messages.indices)
  func everyMessageNamesPlaceProblemAndFix(index: Int) {
    let (text, message) = Self.messages[index]
    #expect(error(text)?.description == message)
  }

  @Test func unknownTimeColumnNamesTheNearest() {
    #expect(
      error("date,a\n2020,1\n", ReadingOptions(timeColumn: "dates"))?.description
        == "test.csv:1: there is no column 'dates'; did you mean 'date'?")
    #expect(
      error("date,a\n2020,1\n", ReadingOptions(timeColumn: "timestamp"))?.description
        == "test.csv:1: there is no column 'timestamp'; the columns are 'date', 'a'")
  }

  /// Text whose first block has no end of a line is no file of bytes that are no text.
  @Test func aHeaderWithoutEndIsSaidToBeOne() throws {
    var options = ReadingOptions()
    (options.wholeBytes, options.blockBytes) = (256, 512)
    let names = "date," + String(repeating: "a", count: 1000)
    #expect(
      error("\(names)\n2020-01-01,1\n", options)?.description
        == "test.csv:1: the line does not end within the first 512 bytes of the file: no names of columns, and no row; write a line for each row"
    )
    #expect(error("date,\0\(names)\n", options)?.kind == .notText)
  }

  @Test func longAndBinaryValuesArePrintedShort() throws {
    let long = error("date,a\n2020-01-01,\(String(repeating: "x", count: 500))\n")
    #expect(long?.value == String(repeating: "x", count: 39) + "…")
    let bytes = Array("date,a\n2020-01-01,".utf8) + [0xFF, 0x1B, 0x5B] + Array("\n".utf8)
    let binary = dataError { () throws(DataError) in try Panel(parsing: bytes, name: "test.csv") }
    #expect(binary?.value == "ÿ\\u{1b}[")
  }
}
