import Glibc
import Persistence
import TestSupport
import Testing

/// Stored models that go on with new rows.
@Suite struct UpdateTests {
  private static func row(_ row: Int, scale: Int = 1) -> String {
    let season = [10, 6, 0, -4, -8, -10, -7, -2, 3, 5, 8, -1][row % 12]
    let value = scale * (200 + row + 3 * season + [2, -3, 1, 4, -2, -1, 0][row % 7])
    return "\(SampleDate(months: row, after: 2015).iso),\(value)\n"
  }

  private static func text(_ rows: some Sequence<Int>) -> String {
    "date,sales\n" + rows.map { row($0) }.joined()
  }

  private static func long(_ rows: Range<Int>, _ ids: [String]) -> String {
    "unique_id,ds,y\n"
      + ids.enumerated().flatMap { index, id in rows.map { "\(id),\(row($0, scale: index + 1))" } }.joined()
  }

  /// A model of 60 months, of which it has seen the first 48; 72 months, and those that are new to it alone.
  private static func workspace(_ model: String) throws -> Workspace {
    let workspace = try Workspace()
    try workspace.write(text(0..<60), to: "sales.csv")
    try workspace.write(text(0..<72), to: "all.csv")
    try workspace.write(text(48..<72), to: "new.csv")
    let run = try workspace.run("fit sales.csv --model \(model) --no-refit --quiet")
    try #require(run.status == 0, "\(run.errors)")
    return workspace
  }

  private static let models = [
    "naive2", "ses", "holt-damped", "hw-multiplicative", "ets", "theta", "dotm", "auto-theta", "arima",
    "stlf-ets", "ces", "scum", "croston", "mean4", "harmonic-arima --set long=24",
  ]

  /// The state is the one that the same coefficients have after all rows, however they come.
  @Test(arguments: models)
  func theStateFollowsNewRowsExactly(_ model: String) throws {
    let workspace = try Self.workspace(model)
    let expected = try workspace.run("predict model.safetensors all.csv").output
    let first = try workspace.run("update model.safetensors new.csv -o a.safetensors --json")
    #expect(first.status == 0)
    #expect(try first.json.member("last").string().hasPrefix("2020-12-01"), "\(first.errors)")
    let second = try workspace.run("update model.safetensors all.csv -o b.safetensors --json")
    #expect(try first.json.member("weights_sha256").string() == second.json.member("weights_sha256").string())
    for data in ["all.csv", "new.csv"] {
      #expect(try workspace.run("predict a.safetensors \(data)").output == expected)
    }
    // Row by row it is the same too.
    try workspace.write(Self.text(48..<66), to: "half.csv")
    _ = try workspace.run("update model.safetensors half.csv --quiet")
    _ = try workspace.run("update model.safetensors all.csv --quiet")
    #expect(try workspace.run("predict model.safetensors new.csv").output == expected)
  }

  /// Each reads the model, adds its rows and replaces it: the second one waits for the first.
  @Test func twoUpdatesAtOnceAddTheRowsOfBoth() throws {
    let workspace = try Self.workspace("ets")
    let expected = try workspace.run("predict model.safetensors all.csv").output
    try workspace.write(Self.text(60..<72), to: "second.csv")
    try #require(mkfifo(workspace.file("pipe"), 0o600) == 0)
    let first = try workspace.start("update model.safetensors pipe")
    // Returns when the program has opened the other end, behind the model.
    let end = open(workspace.file("pipe"), O_WRONLY | O_CLOEXEC)
    let second = try workspace.start("update model.safetensors second.csv")
    second.waitForErrors(containing: "another process is at model.safetensors")
    try workspace.write(Self.text(48..<60), to: "pipe")
    close(end)
    let runs = try [first.finish(), second.finish()]
    for run in runs { #expect(run.status == 0 && run.errors.contains("12 new rows"), "\(run.errors)") }
    #expect(try workspace.run("predict model.safetensors second.csv").output == expected)
  }

  @Test func theModelIsReplacedAndKnowsItsData() throws {
    let workspace = try Self.workspace("holt")
    let run = try workspace.run("update model.safetensors all.csv")
    #expect(run.status == 0 && run.output.isEmpty, "\(run.errors)")
    #expect(
      run.errors.contains("wrote model.safetensors: 24 new rows of 1 series, to 2020-12-01"), "\(run.errors)")
    #expect(try workspace.run("predict").output.split(separator: "\n")[1].hasPrefix("2021-01-01,"))
    // The same rows again change nothing.
    let before = try workspace.bytes("model.safetensors")
    let again = try workspace.run("update")
    #expect(again.status == 0 && again.errors.contains("no row is new"), "\(again.errors)")
    #expect(try workspace.bytes("model.safetensors") == before)
    // Nor do older ones, which a forecast does not go on from.
    try workspace.write(Self.text(0..<50), to: "old.csv")
    #expect(try workspace.run("update model.safetensors old.csv").errors.contains("no row is new"))
    #expect(try workspace.bytes("model.safetensors") == before)
    // It has seen its test rows.
    expectFailure(try workspace.run("evaluate model.safetensors all.csv"), 64, "has been updated", "before")
  }

  @Test func manySeriesGoOnEach() throws {
    let workspace = try Workspace()
    try workspace.write(Self.long(0..<60, ["a", "b"]), to: "long.csv")
    try workspace.write(Self.long(0..<72, ["a", "b"]), to: "all.csv")
    try workspace.write(Self.long(60..<72, ["new", "b"]), to: "later.csv")
    let fit = try workspace.run("fit long.csv --model ets:A,A,A --quiet")
    #expect(fit.status == 0, "\(fit.errors)")
    let expected = try workspace.run("predict model.safetensors all.csv").output.split(separator: "\n")
    _ = try workspace.run("update model.safetensors long.csv --quiet")
    let run = try workspace.run("update model.safetensors later.csv --json")
    #expect(run.errors.contains("1 series is not known to the model"), "\(run.errors)")
    #expect(
      try run.json.member("new_rows").integer() == 12 && run.json.member("updated_series").integer() == 1)
    let lines = try workspace.run("predict model.safetensors later.csv").output.split(separator: "\n")
    #expect(lines.filter { $0.hasPrefix("b,") } == expected.filter { $0.hasPrefix("b,") })
  }

  @Test func missingMonthsCountAsMissingRows() throws {
    let workspace = try Self.workspace("ets:A,A,A")
    try workspace.write(Self.text(Array(0..<60) + Array(63..<72)), to: "gap.csv")
    let expected = try workspace.run("predict model.safetensors gap.csv").output
    _ = try workspace.run("update model.safetensors sales.csv --quiet")
    try workspace.write(Self.text(63..<72), to: "later.csv")
    let predicted = try workspace.run("predict model.safetensors later.csv")
    #expect(predicted.output == expected)
    #expect(predicted.errors.contains("later.csv: 3 rows are missing between"), "\(predicted.errors)")
    let run = try workspace.run("update model.safetensors later.csv")
    #expect(run.status == 0 && run.errors.contains("3 rows are missing between"), "\(run.errors)")
    #expect(try workspace.run("predict model.safetensors later.csv").output == expected)
  }

  /// New rows may lack what a column had before: it is the whole of the rows that tells whether most is missing.
  @Test func aColumnMayBeEmptyInTheNewRows() throws {
    let workspace = try Workspace()
    func text(_ rows: Range<Int>) -> String {
      "date,sales,visits\n"
        + rows.map { row in
          Self.row(row).replacing("\n", with: row < 60 ? ",\(50 + row % 7)\n" : ",\n")
        }.joined()
    }
    try workspace.write(text(0..<60), to: "old.csv")
    try workspace.write(text(0..<72), to: "all.csv")
    try workspace.write(text(60..<72), to: "new.csv")
    let fit = try workspace.run("fit old.csv --model ses --quiet")
    try #require(fit.status == 0, "\(fit.errors)")
    let run = try workspace.run("update model.safetensors new.csv -o new.safetensors")
    #expect(run.status == 0 && run.errors.contains("12 new rows of 1 series"), "\(run.errors)")
    _ = try workspace.run("update model.safetensors all.csv -o all.safetensors")
    let forecasts = try ["new", "all"].map { try workspace.run("predict \($0).safetensors all.csv").output }
    #expect(forecasts[0] == forecasts[1] && forecasts[0].hasPrefix("date,sales,visits\n2021-01-01,"))
  }

  @Test func rowsThatDoNotFollowAreRefused() throws {
    let workspace = try Self.workspace("holt")
    let before = try workspace.bytes("model.safetensors")
    try workspace.write(Self.text(0..<60).replacing("2018-12-01,2", with: "2018-12-01,3"), to: "changed.csv")
    expectFailure(
      try workspace.run("update model.safetensors changed.csv"), 65, "2018-12-01",
      "when the model saw that row")
    try workspace.write(Self.text(Array(0..<47) + Array(48..<60)), to: "hole.csv")
    expectFailure(
      try workspace.run("update model.safetensors hole.csv"), 65, "'sales' is missing at 2018-12-01 and was ")
    try workspace.write(Self.text(0..<60).replacing("2018-06-01,2", with: "2018-06-01,3"), to: "revised.csv")
    expectFailure(
      try workspace.run("update model.safetensors revised.csv"), 65,
      "'sales' is 311.0 at 2018-06-01 and was 211.0 when the model saw that row", "fit the model again")
    try workspace.write(Self.text(60..<72).replacing("-01,", with: "-15,"), to: "off.csv")
    expectFailure(
      try workspace.run("update model.safetensors off.csv"), 65, "2020-01-15", "no whole number of steps")
    try workspace.write(Self.long(60..<72, ["x"]), to: "other.csv")
    #expect(try workspace.run("update model.safetensors other.csv").status == 65)
    expectFailure(try workspace.run("update model.safetensors none.csv"), 66, "none.csv")
    expectFailure(
      try workspace.run("update model.safetensors all.csv --output all.csv"), 64, "same file")
    #expect(try workspace.bytes("model.safetensors") == before)
  }

  @Test func modelsWithoutAStateSayWhatGoesOn() throws {
    let workspace = try Workspace.withModel()
    expectFailure(
      try workspace.run("update model.safetensors f.csv"), 65, "samformer keeps no state",
      "forecast predict MODEL DATA goes on", "forecast fit DATA --model samformer")
    let untrained = try Self.workspace("last-value")
    let run = try untrained.run("update model.safetensors all.csv")
    expectFailure(run, 65, "last-value keeps no state", "forecast predict MODEL DATA goes on")
    #expect(!run.errors.contains("forecast fit"), "\(run.errors)")
    #expect(try untrained.run("predict model.safetensors all.csv").output.contains("2021-01-01,"))
  }

  /// A month of 72 with noise, so that a combination of two does better than each.
  private static func noisy(_ rows: Range<Int>) -> String {
    "date,sales\n"
      + rows.map { row in
        let season = [10, 6, 0, -4, -8, -10, -7, -2, 3, 5, 8, -1][row % 12]
        let noise = (row * row * 7 + row * 5) % 23 - 11
        return "\(SampleDate(months: row, after: 2015).iso),\(200 + row + 3 * season + noise)\n"
      }.joined()
  }

  /// Its local members go on, its maps look back at the rows that they are given.
  @Test func aCombinationWithMapsGoesOn() throws {
    let workspace = try Workspace()
    try workspace.write(Self.noisy(0..<60), to: "sales.csv")
    try workspace.write(Self.noisy(0..<72), to: "all.csv")
    try workspace.write(Self.noisy(48..<72), to: "new.csv")
    let fit = "fit sales.csv --model auto --horizon 6 --no-refit --quiet --set members="
    #expect(try workspace.run(fit + "ets+linear-closed-form").status == 0)
    let members = try workspace.run("inspect model.safetensors").output
    try #require(members.contains("ets: weight 0.5") && members.contains("linear-closed-form: weight 0.5"))
    let expected = try workspace.sales("model.safetensors")
    for data in ["all.csv", "new.csv"] {
      let run = try workspace.run("update model.safetensors \(data) -o later.safetensors")
      #expect(run.status == 0 && run.errors.contains("of 1 series, to 2020-12-01\n"), "\(run.errors)")
      // Windows for maps hold numbers of single precision, which a state that goes on from the stored one is moved by too.
      let found = try workspace.sales("later.safetensors")
      #expect(found.count == 6 && zip(found, expected).allSatisfy { abs($0 - $1) < 1e-5 * $1 })
    }
    // Of maps alone there is nothing to move.
    #expect(try workspace.run(fit + "linear-closed-form+last-value -o maps.safetensors").status == 0)
    expectFailure(
      try workspace.run("update maps.safetensors all.csv"), 65, "auto, of linear-closed-form, keeps no state",
      "forecast predict MODEL DATA", "forecast fit DATA --model auto")
    #expect(try workspace.run("predict maps.safetensors all.csv").status == 0)
  }

  @Test func mapsThatCannotKeepMomentsAreNotAdvisedTo() throws {
    let workspace = try Self.workspace("linear-closed-form")
    let run = try workspace.run("update model.safetensors all.csv")
    expectFailure(run, 65, "forecast predict MODEL DATA", "--set keepsMoments=true")
    let lines = try workspace.lines("sales.csv").enumerated().map { row, line in
      row == 0 ? line + ",promo" : line + ",\(row % 5 == 0 ? 1 : 0)"
    }
    try workspace.write(lines.joined(separator: "\n"), to: "promo.csv")
    #expect(
      try workspace.run("fit promo.csv --future promo --model linear-closed-form --horizon 6 --quiet").status
        == 0)
    let refused = try workspace.run("update model.safetensors promo.csv")
    expectFailure(refused, 65, "linear-closed-form keeps no state", "forecast fit DATA")
    #expect(!refused.errors.contains("keepsMoments"), "\(refused.errors)")
  }

  /// Rows that are counted from the first of their file are not taken for those that the model has seen.
  @Test func countedRowsHaveToBeAllThere() throws {
    let workspace = try Workspace()
    let values = try Self.text(0..<72).split(separator: "\n").dropFirst().map { line in
      String(try #require(line.split(separator: ",").last))
    }
    func write(_ rows: Range<Int>, to name: String) throws {
      try workspace.write("sales\n" + values[rows].joined(separator: "\n") + "\n", to: name)
    }
    try write(0..<60, to: "sales.csv")
    try write(0..<72, to: "all.csv")
    try write(60..<72, to: "new.csv")
    try write(5..<72, to: "cut.csv")
    let fit = "fit sales.csv --time-column none --model holt --quiet"
    try #require(workspace.run(fit).status == 0)
    let update = try workspace.run("update model.safetensors all.csv -o later.safetensors --json")
    #expect(update.errors.contains("12 new rows of 1 series, to row 72\n"), "\(update.errors)")
    #expect(try update.json.member("last").value == .null)
    expectFailure(
      try workspace.run("update model.safetensors new.csv"), 65, "has 12 of them", "the model has seen 60",
      "give all rows")
    expectFailure(
      try workspace.run("update model.safetensors cut.csv"), 65, "at row 60 and was", "fit the model again")
  }

  /// Stamps of messages are those of the file, also where it writes local time.
  @Test func theLastRowIsNamedAsTheFileDoes() throws {
    let workspace = try Workspace()
    func text(_ rows: Range<Int>) -> String {
      "time,load\n"
        + rows.map { row in
          let (day, hour) = (row / 24 + 1, row % 24)
          return
            "\(day < 10 ? "0" : "")\(day).07.2024 \(hour < 10 ? "0" : "")\(hour):00,\(50 + hour + row % 7)\n"
        }.joined()
    }
    try workspace.write(text(0..<240), to: "load.csv")
    try workspace.write(text(0..<264), to: "later.csv")
    let fit = "fit load.csv --time-zone Europe/Berlin --model holt --horizon 3 --quiet"
    try #require(workspace.run(fit).status == 0)
    let run = try workspace.run("update model.safetensors later.csv --json")
    #expect(run.errors.contains("24 new rows of 1 series, to 11.07.2024 23:00\n"), "\(run.errors)")
    #expect(try run.json.member("last").string() == "11.07.2024 23:00")
  }

  /// The file, the series and the row are named; the other series can go on.
  @Test(arguments: ["holt", "linear-closed-form --lookback 12 --horizon 6 --set keepsMoments=true"])
  func aRevisedSeriesLetsTheOthersGoOn(_ model: String) throws {
    let workspace = try Workspace()
    try workspace.write(Self.long(0..<60, ["a", "b"]), to: "long.csv")
    try #require(workspace.run("fit long.csv --model \(model) --quiet").status == 0)
    let rows = Self.long(0..<72, ["a", "b"])
    try workspace.write(rows.replacing(/b,2019-12-01,\d+/, with: "b,2019-12-01,999"), to: "later.csv")
    expectFailure(
      try workspace.run("update model.safetensors later.csv"), 65,
      "later.csv: series 'b': 'y' is ",
      " at 2019-12-01 and was ",
      "fit the model again, or let the other series go on without it: --series with their names")
    let run = try workspace.run("update model.safetensors later.csv --series a")
    #expect(run.status == 0 && run.errors.contains("12 new rows of 1 series"), "\(run.errors)")
  }

  /// A model of a wide file has one state, which two series cannot move.
  @Test(arguments: ["holt", "linear-closed-form --lookback 12 --horizon 6 --set keepsMoments=true"])
  func severalSeriesAreNoRowsOfOne(_ model: String) throws {
    let workspace = try Self.workspace(model)
    let before = try workspace.bytes("model.safetensors")
    let rows = Self.long(0..<72, ["a", "b"]).replacing("unique_id,ds,y", with: "unique_id,date,sales")
    try workspace.write(rows, to: "long.csv")
    expectFailure(
      try workspace.run("update model.safetensors long.csv"), 65, "long.csv: the data has 2 series",
      "the model was fitted on one without a name", "(--series with its name)")
    #expect(try workspace.bytes("model.safetensors") == before)
    let run = try workspace.run("update model.safetensors long.csv --series a")
    #expect(run.status == 0 && run.errors.contains("new rows of 1 series, to 2020-12-01"), "\(run.errors)")
  }

  /// A mistyped century does not move a state.
  @Test(arguments: ["holt", "linear-closed-form --lookback 12 --horizon 6 --set keepsMoments=true"])
  func rowsCenturiesLaterAreRefused(_ model: String) throws {
    let workspace = try Self.workspace(model)
    let rows = Self.text(60..<72)
    try workspace.write(rows.replacing("2020-", with: "2520-"), to: "far.csv")
    expectFailure(
      try workspace.run("update model.safetensors far.csv"), 65, "far.csv: ", "rows are missing between",
      "2520-01-01; correct the stamps, or fit the model again")
    try workspace.write(rows.replacing("2020-", with: "2050-"), to: "later.csv")
    let run = try workspace.run("update model.safetensors later.csv")
    #expect(run.status == 0 && run.errors.contains("rows are missing between"), "\(run.errors)")
  }
}

extension Workspace {
  /// What a model forecasts behind the rows of `all.csv`.
  fileprivate func sales(_ model: String) throws -> [Double] {
    let lines = try run("predict \(model) all.csv").output.split(separator: "\n").dropFirst()
    return lines.compactMap { Double($0.split(separator: ",").last ?? "") }
  }
}
