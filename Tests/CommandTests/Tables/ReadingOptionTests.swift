import Persistence
import TestSupport
import Testing

/// What can be told about a file, one file for each option, through the program.
@Suite struct ReadingOptionTests {
  /// A file, what is told about it, and the forecast of its last value two rows ahead.
  struct Told: Sendable, CustomTestStringConvertible {
    let name: String
    let header: String
    /// The line of a row, counted from 0.
    let row: @Sendable (Int) -> String
    let options: [String]
    let forecast: String
    var testDescription: String { name }

    var text: String { header + (0..<40).map { row($0) + "\n" }.joined() }
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
  /// Days of January and February 2024.
  static let files = [
    Told(
      name: "decimal comma and points between thousands", header: "date\tx\n",
      row: { "\(SampleDate.day($0))\t1.0\(two($0)),5" }, options: ["--decimal", ",", "--thousands", "."],
      forecast: "date\tx\n2024-02-10\t1039,5\n2024-02-11\t1039,5\n"),
    Told(
      name: "apostrophes between thousands", header: "date,x\n",
      row: { "\(SampleDate.day($0)),1'0\(two($0))" },
      options: ["--thousands", "'"], forecast: "date,x\n2024-02-10,1039\n2024-02-11,1039\n"),
    Told(
      name: "no header", header: "", row: { "\(SampleDate.day($0)),\($0)" }, options: ["--no-header"],
      forecast: "column1,column2\n2024-02-10,39\n2024-02-11,39\n"),
    Told(
      name: "a title above and units below the names", header: "Report of 2024,\ndate,x\n,kW\n",
      row: { "\(SampleDate.day($0)),\($0)" }, options: ["--skip-rows", "2"],
      forecast: "date,x\n2024-02-10,39\n2024-02-11,39\n"),
    Told(
      name: "no time", header: "x,y\n", row: { "\($0),\(2 * $0 % 7)" }, options: ["--time-column", "none"],
      forecast: "x,y\n39,1\n39,1\n"),
    Told(
      name: "three columns of odd names", header: "a,b,c,x\n",
      row: { "2024,\($0 < 31 ? 1 : 2),\($0 < 31 ? $0 + 1 : $0 - 30),\($0)" },
      options: ["--time-column", "a,b,c", "--time-format", "%Y%|%-m%|%-d"],
      forecast: "a,b,c,x\n2024,2,10,39\n2024,2,11,39\n"),
    Told(
      name: "a form nobody knows", header: "when,x\n",
      row: { "\(two($0 < 31 ? $0 + 1 : $0 - 30))~\($0 < 31 ? "01" : "02")~2024,\($0)" },
      options: ["--time-format", "%d~%m~%Y"], forecast: "when,x\n10~02~2024,39\n11~02~2024,39\n"),
    Told(
      name: "the day first", header: "date,x\n", row: { "01/\(two($0 % 12 + 1))/\(2020 + $0 / 12),\($0)" },
      options: ["--day-first"], forecast: "date,x\n01/05/2023,39\n01/06/2023,39\n"),
    Told(
      name: "local time before the clocks change", header: "time,x\n",
      // The last of 40 hours is 01:00 on 31 March 2024.
      row: { "2024-03-\(two(29 + ($0 + 10) / 24)) \(two(($0 + 10) % 24)):00,\($0)" },
      options: ["--time-zone", "Europe/Berlin"],
      forecast: "time,x\n2024-03-31 03:00,39\n2024-03-31 04:00,39\n"),
    Told(
      name: "offsets before the clocks change", header: "time,x\n",
      // The last of 40 days is 31 March 2024, which begins an hour before.
      row: { "\(SampleDate.day($0 + 51))T00:00+01:00,\($0)" }, options: ["--time-zone", "Europe/Berlin"],
      forecast: "time,x\n2024-04-01T00:00+02:00,39\n2024-04-02T00:00+02:00,39\n"),
    Told(
      name: "another delimiter", header: "date|x, y\n", row: { "\(SampleDate.day($0))|\($0)" },
      options: ["--delimiter", "|"], forecast: "date|\"x, y\"\n2024-02-10|39\n2024-02-11|39\n"),
    Told(
      name: "columns left out", header: "date,x,note,\"a,b\"\n",
      row: { "\(SampleDate.day($0)),\($0),n\($0),?\($0)" },
      options: ["--ignore", "note,\"a,b\""], forecast: "date,x\n2024-02-10,39\n2024-02-11,39\n"),
    Told(
      name: "the frequency", header: "date,x\n", row: { "\(SampleDate.day($0)),\($0)" },
      options: ["--frequency", "D"],
      forecast: "date,x\n2024-02-10,39\n2024-02-11,39\n"),
  ]

  @Test(arguments: files)
  func whatIsToldIsUsedAndStored(file: Told) throws {
    let workspace = try Workspace()
    try workspace.write(file.text, to: "data.csv")
    let fit = try workspace.run(
      arguments: ["fit", "data.csv"] + file.options + [
        "--model", "last-value", "--horizon", "2", "--lookback", "3", "--quiet",
      ])
    try #require(fit.status == 0, "\(fit.errors)")
    // The model knows: nothing is told again.
    let run = try workspace.run("predict --quiet")
    #expect(run.output == file.forecast, "\(run.errors)")
  }

  @Test func encodingsAreBroughtToUTF8() throws {
    let workspace = try Workspace()
    let rows = (0..<40).map { "\(SampleDate.day($0)),\($0)\n" }.joined()
    try workspace.write(Array("date,Gr".utf8) + [0xF6, 0xDF] + Array("e\n\(rows)".utf8), to: "data.csv")
    let fit = try workspace.run(
      "fit data.csv --encoding ISO-8859-15 --model last-value --horizon 1 --lookback 3 --quiet")
    try #require(fit.status == 0, "\(fit.errors)")
    #expect(try workspace.run("predict --quiet").output == "date,Größe\n2024-02-10,39\n")
  }

  @Test(arguments: [
    "cat data.csv | forecast check -", "mkfifo pipe; cat data.csv > pipe & forecast check pipe",
    "gzip -k data.csv; forecast check data.csv.gz", "gzip -c data.csv | forecast check -",
    "iconv -t UTF-16 data.csv > wide.csv; forecast check wide.csv",
    "cat data.csv | forecast fit - --model last-value --horizon 2 --lookback 3 --quiet && forecast predict model.safetensors data.csv",
  ]) func bytesMayComeFromAnywhere(script: String) throws {
    let workspace = try Workspace()
    try workspace.write(
      "date,x\n" + (0..<40).map { "\(SampleDate.day($0)),\($0)\n" }.joined(), to: "data.csv")
    let run = try workspace.shell(script)
    #expect(run.status == 0, "\(run.errors)")
    #expect(
      run.output.contains("40 rows × 1 channel") || run.output.hasSuffix("2024-02-11,39\n"), "\(run.output)")
  }

  @Test func theDigestOfAPipeIsThatOfItsBytes() throws {
    let workspace = try Workspace()
    try workspace.write(
      "date,x\n" + (0..<40).map { "\(SampleDate.day($0)),\($0)\n" }.joined(), to: "data.csv")
    let run = try workspace.shell(
      """
      cat data.csv | forecast fit - --model last-value --horizon 2 --lookback 3 --quiet >/dev/null
      forecast inspect --json model.safetensors | grep -o '"sha256":"[0-9a-f]*"' | cut -d'"' -f4
      sha256sum data.csv | cut -d' ' -f1
      """)
    let digests = run.output.split(separator: "\n")
    #expect(digests.count == 2 && digests[0] == digests[1], "\(run.output) \(run.errors)")
  }

  @Test(arguments: [
    ("--frequency 7foo", "--frequency: '7foo' is not a frequency"),
    ("--decimal x", "--decimal: 'x' stands before no decimals"),
    ("--thousands 1", "--thousands: '1' stands between no thousands"),
    ("--time-format %Q", "--time-format: "), ("--skip-rows 99999", "--skip-rows: "),
    ("--day-first --month-first", "--day-first and --month-first exclude each other"),
    ("--time-column none --time-zone Europe/Berlin", "--time-zone is about stamps"),
    ("--time-column none --day-first", "--day-first is about stamps"),
    ("--time-format %Y-%m-%d --day-first", "--time-format says what stands first"),
    ("--time-zone Mars/Base", "there is no time zone 'Mars/Base'"),
    ("--encoding klingon", "there is no encoding 'klingon'"),
    ("--decimal , --thousands ,", "--thousands: ',' stands before decimals and between thousands"),
    ("--ignore dat", "there is no column 'dat'; did you mean 'date'?"),
    ("--time-column dat", "there is no column 'dat'; did you mean 'date'?"),
    (
      "--series a",
      "one series without a name; ask for no series, or tell the column that names the series with --series-column"
    ),
  ]) func whatCannotBeMeantIsRefused(options: String, message: String) throws {
    let workspace = try Workspace()
    try workspace.write(
      "date,x\n" + (0..<40).map { "\(SampleDate.day($0)),\($0)\n" }.joined(), to: "data.csv")
    let run = try workspace.run("check data.csv \(options)")
    #expect([64, 65].contains(run.status) && run.errors.contains(message), "\(run.status) \(run.errors)")
  }

  /// What a model leaves out need not be in a later file; what is told must.
  @Test func columnsToLeaveOutAreThere() throws {
    let workspace = try Workspace()
    let rows = (0..<40).map { "\(SampleDate.day($0)),\($0),0\n" }.joined()
    try workspace.write("date,x,note\n" + rows, to: "data.csv")
    try workspace.write("date,x\n" + rows.replacing(",0\n", with: "\n"), to: "later.csv")
    let fit = try workspace.run("fit data.csv --model last-value --horizon 2 --ignore note --quiet")
    try #require(fit.status == 0, "\(fit.errors)")
    #expect(try workspace.run("predict model.safetensors later.csv --ignore note").status == 0)
    for command in ["predict", "evaluate", "update", "plot -o p.svg"] {
      let words = command.split(separator: " ", maxSplits: 1)
      let rest = words.count > 1 ? " \(words[1])" : ""
      let run = try workspace.run("\(words[0]) model.safetensors later.csv\(rest) --ignore notes")
      expectFailure(run, 65, "later.csv:1", "there is no column 'notes'")
    }
  }

  @Test func aHeaderThatWasToldNotToBeThereIsOne() throws {
    let workspace = try Workspace()
    try workspace.write(
      "date,x\n" + (0..<40).map { "\(SampleDate.day($0)),\($0)\n" }.joined(), to: "data.csv")
    expectFailure(try workspace.run("check data.csv --no-header"), 65, "data.csv:1", "leave out --no-header")
    #expect(try workspace.run("check data.csv").status == 0)
  }

  @Test func oneColumnOfNumbersIsCounted() throws {
    let workspace = try Workspace()
    let rows = (0..<40).map { "\(($0 * 37) % 11).5\n" }.joined()
    try workspace.write("y\n" + rows, to: "data.csv")
    expectFailure(try workspace.run("check data.csv"), 65, "only one column, 'y'", "try --time-column none")
    let run = try workspace.run("check data.csv --time-column none")
    #expect(run.status == 0 && run.output.contains("40 rows × 1 channel"), "\(run.errors)")
    let fit = try workspace.run(
      "fit data.csv --time-column none --model last-value --horizon 1 --lookback 3 --quiet")
    #expect(fit.status == 0, "\(fit.errors)")
    #expect(try workspace.run("predict --quiet").status == 0)
    try workspace.write(rows, to: "data.csv")
    expectFailure(try workspace.run("check data.csv --time-column none"), 65, "try --no-header")
    #expect(try workspace.run("check data.csv --time-column none --no-header").status == 0)
  }

  @Test func aSeriesWithACommaInItsNameIsFound() throws {
    let workspace = try Workspace()
    let rows = ["\"a, b\"", "c"].flatMap { name in (0..<40).map { "\(name),\(SampleDate.day($0)),\($0)\n" } }
    try workspace.write("id,date,x\n" + rows.joined(), to: "data.csv")
    for name in ["a, b", "\"a, b\"", "c"] {
      let run = try workspace.run(arguments: ["check", "data.csv", "--series-column", "id", "--series", name])
      #expect(run.status == 0, "\(name): \(run.errors)")
    }
  }

  /// Files that are refused, and what the refusal says to try.
  static let refusals = [
    Told(
      name: "a point that may stand between thousands", header: "date,x\n",
      row: { "\(SampleDate.day($0)),\($0 < 20 ? "9\(two($0 + 60))" : "1.0\(two($0))")" },
      options: ["--thousands", "--decimal"],
      forecast: ""),
    Told(name: "no names", header: "", row: { "\($0 + 1),\($0)" }, options: ["--no-header"], forecast: ""),
    Told(
      name: "units under the names", header: "date,x\n,kW\n", row: { "\(SampleDate.day($0)),\($0)" },
      options: ["--skip-rows"], forecast: ""),
    Told(
      name: "days and months", header: "date,x\n", row: { "0\($0 % 9 + 1)/0\(($0 * 5) % 9 + 1)/2020,\($0)" },
      options: ["--day-first"], forecast: ""),
    Told(
      name: "text in a column", header: "date,x,remark\n", row: { "\(SampleDate.day($0)),\($0),r\($0)" },
      options: ["--ignore"], forecast: ""),
    Told(
      name: "numbers that are no stamps", header: "x,y\n",
      row: { "\(Double(($0 * 37) % 11) / 8 - 0.3),\($0)" },
      options: ["--time-column none"], forecast: ""),
  ]

  @Test(arguments: refusals)
  func aRefusalNamesTheOptionThatHelps(file: Told) throws {
    let workspace = try Workspace()
    try workspace.write(file.text, to: "data.csv")
    let run = try workspace.run("check data.csv")
    #expect(run.status == 65)
    for option in file.options { #expect(run.errors.contains("try \(option)"), "\(run.errors)") }
    // The first that gives a whole option works.
    guard let advice = run.errors.firstMatch(of: /try (--[a-z-]+(?: (?:'[^']*'|[^-;,\s][^;,\s]*))?)/)?.1
    else { return }
    let better = try workspace.shell("forecast check data.csv \(advice)")
    let isMended = better.status == 0 || !better.errors.hasPrefix(run.errors.prefix(40))
    #expect(isMended, "\(advice): \(better.errors)")
  }

  @Test func aSweepTakesTheSameNames() throws {
    let workspace = try Workspace()
    try workspace.write(Self.files[0].text, to: "data.csv")
    try workspace.write(
      """
      data: [data.csv]
      reading: {decimal: ",", thousands: "."}
      models: [last-value]
      horizons: [2]
      lookbacks: [3]
      """, to: "spec.yaml")
    let run = try workspace.run("sweep spec.yaml --output out --quiet")
    #expect(run.status == 0, "\(run.errors)")
    let results = try workspace.lines("out/results.csv")
    #expect(results.count == 2 && results[1].hasPrefix("data.csv,last-value,3,2,"))
    try workspace.write(
      "data: [data.csv]\nreading: {decimals: x}\nmodels: [last-value]\nhorizons: [2]\n", to: "spec.yaml")
    let wrong = try workspace.run("sweep spec.yaml --output out2 --quiet")
    #expect(
      wrong.status == 65 && wrong.errors.contains("'decimals'") && wrong.errors.contains("'decimal'"),
      "\(wrong.errors)")
  }

  /// Local and untrained models take missing rows as missing: a rule by which histories are filled would change nothing.
  @Test func aRuleForHistoriesIsRefusedWhereNobodyLooksAtThem() throws {
    let workspace = try Workspace()
    let rows = (0..<60).map { "\(1900 + $0)-01-01,\($0 == 40 ? "" : "\(9 + $0 % 7)")" }
    try workspace.write((["time,y"] + rows).joined(separator: "\n") + "\n", to: "d.csv")
    let message = "missing rows as missing; leave it out"
    for command in [
      "fit d.csv --model ets", "fit d.csv --model last-value --predict -",
      "backtest d.csv --model theta,ets:A,N,N",
    ] {
      expectFailure(try workspace.run("\(command) --missing previous"), 64, "--missing previous", message)
    }
    let fit = try workspace.run("fit d.csv --model theta --missing mask --quiet")
    try #require(fit.status == 0, "\(fit.errors)")
    expectFailure(try workspace.run("predict --missing linear"), 64, "theta takes \(message)")
    let network = try workspace.run(
      "backtest d.csv --model theta,linear-closed-form --missing linear --quiet")
    #expect(network.status == 0, "\(network.errors)")
  }
}
