import Persistence
import Testing

/// Stored models that go on with new rows.
@Suite struct UpdateTests {
  private static func row(_ row: Int, scale: Int = 1) -> String {
    let season = [10, 6, 0, -4, -8, -10, -7, -2, 3, 5, 8, -1][row % 12]
    let value = scale * (200 + row + 3 * season + [2, -3, 1, 4, -2, -1, 0][row % 7])
    let month = row % 12 + 1
    return "\(2015 + row / 12)-\(month < 10 ? "0" : "")\(month)-01,\(value)\n"
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
    "stlf-ets", "ces", "scum", "croston", "mean4",
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
    #expect(run.errors.contains("1 series are not known to the model"), "\(run.errors)")
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
    let run = try workspace.run("update model.safetensors later.csv")
    #expect(run.status == 0 && run.errors.contains("3 rows missing between"), "\(run.errors)")
    #expect(try workspace.run("predict model.safetensors later.csv").output == expected)
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
      try workspace.run("update model.safetensors hole.csv"), 65,
      "'sales' is missing at 2018-12-01 00:00:00 and was ")
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

  @Test func neuralModelsSayThatTheyCannot() throws {
    let workspace = try Workspace.withModel()
    expectFailure(
      try workspace.run("update model.safetensors f.csv"), 65, "samformer keeps no state",
      "forecast fit DATA --model samformer")
  }
}
