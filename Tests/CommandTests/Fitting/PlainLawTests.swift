import TestSupport
import Testing

/// How sure the plain rules are that learn nothing else: last value, last season, line and mean.
@Suite struct PlainLawTests {
  private static let models = ["last-value", "seasonal-naive", "drift", "mean"]
  private static let values = [
    12, 15, 11, 18, 20, 17, 22, 25, 21, 28, 30, 27, 31, 35, 29, 38, 41, 36, 40, 47,
  ]

  /// A line a quarter.
  private static func text(_ rows: Range<Int>, id: String? = nil) -> String {
    rows.map { "\(id.map { "\($0)," } ?? "")\(SampleDate(months: 3 * $0, after: 2018).iso),\(values[$0])\n" }
      .joined()
  }

  /// The numbers of each line behind the stamp.
  private static func numbers(_ output: String, columns: Int = 1) -> [[Double]] {
    output.split(separator: "\n").dropFirst().map { line in
      line.split(separator: ",").dropFirst(columns).compactMap { Double($0) }
    }
  }

  private static func expectAlike(_ one: [[Double]], _ other: [[Double]], _ text: String) {
    #expect(one.count == other.count && !one.isEmpty, "\(text)")
    for (a, b) in zip(one.joined(), other.joined()) {
      #expect((a - b).magnitude <= 1e-9 * b.magnitude, "\(text)\n\(one)\n\(other)")
    }
    #expect(one.map(\.count) == other.map(\.count))
  }

  /// Bounds of 80 % one and five quarters ahead: R 4.2.2, forecast 8.20, `naive`, `snaive`, `rwf(drift = TRUE)` and `meanf` of
  /// `ts(values[1:16], frequency = 4)`.
  private static let ofR = [
    "last-value": [31.8272302464, 44.1727697536, 24.1972672214, 51.8027327786],
    "seasonal-naive": [21.2189821755, 40.7810178245, 17.1675519388, 44.8324480612],
    "drift": [33.5764636515, 45.8902030152, 31.2744924621, 62.0588408712],
    "mean": [12.6358221729, 34.7391778271, 12.6358221729, 34.7391778271],
  ]

  @Test(arguments: models) func aStoredOneIsAsSureAsOneWithoutAFile(model: String) throws {
    let workspace = try Workspace()
    try workspace.write("quarter,y\n" + Self.text(0..<16), to: "q.csv")
    let direct = try workspace.run(
      "fit q.csv --model \(model) --horizon 5 --predict - --level 80,95 --quiet")
    #expect(try workspace.run("fit q.csv --model \(model) --horizon 5 --quiet").status == 0)
    let stored = try workspace.run("predict model.safetensors q.csv --level 80,95")
    #expect(stored.status == 0 && stored.errors.contains("those that the model states"), "\(stored.errors)")
    Self.expectAlike(Self.numbers(stored.output), Self.numbers(direct.output), stored.errors)
    // y, y-lo-95, y-lo-80, y-hi-80, y-hi-95
    let rows = Self.numbers(stored.output)
    #expect(rows.allSatisfy { $0.count == 5 })
    let (found, expected) = ([0, 4].flatMap { rows[$0][2...3] }, try #require(Self.ofR[model]))
    #expect(zip(found, expected).allSatisfy { ($0 - $1).magnitude < 1e-8 }, "\(found) \(expected)")
    #expect(try workspace.run("inspect").output.contains("sigma2 = "))
  }

  /// The variance is that of the rows of the fit, however few are at hand afterwards.
  @Test(arguments: models) func laterRowsMoveTheForecastAndNotTheVariance(model: String) throws {
    let workspace = try Workspace()
    try workspace.write("quarter,y\n" + Self.text(0..<16), to: "q.csv")
    try workspace.write("quarter,y\n" + Self.text(0..<20), to: "later.csv")
    #expect(try workspace.run("fit q.csv --model \(model) --horizon 4 --quiet").status == 0)
    func halfWidths(_ name: String) throws -> [Double] {
      let run = try workspace.run("predict model.safetensors \(name) --level 80")
      #expect(run.status == 0, "\(run.errors)")
      return Self.numbers(run.output).map { ($0[2] - $0[1]) / 2 }
    }
    let (first, later) = (try halfWidths("q.csv"), try halfWidths("later.csv"))
    #expect(zip(first, later).allSatisfy { ($0 - $1).magnitude < 1e-9 * $0 }, "\(first) \(later)")
    #expect(first.count == 4)
  }

  /// A lookback that is told is what the rule knows, and what its law is made of: R's `meanf` of the last eight rows.
  @Test func aToldLookbackIsWhatTheLawIsMadeOf() throws {
    let workspace = try Workspace()
    try workspace.write("quarter,y\n" + Self.text(0..<16), to: "q.csv")
    try workspace.write("quarter,y\n" + Self.text(8..<16), to: "eight.csv")
    let fit = try workspace.run("fit q.csv --model mean --lookback 8 --horizon 1 --quiet")
    #expect(fit.status == 0, "\(fit.errors)")
    let stored = try workspace.run("predict model.safetensors q.csv --level 95")
    let direct = try workspace.run("fit eight.csv --model mean --horizon 1 --predict - --level 95 --quiet")
    Self.expectAlike(Self.numbers(stored.output), Self.numbers(direct.output), stored.errors)
  }

  /// Residuals are asked as far as they reach, and the law beyond; the rows behind the last value may be empty.
  @Test(arguments: ["mean", "drift"]) func residualsComeFirst(model: String) throws {
    let rows = (0..<72).map { "\(SampleDate(months: $0, after: 2018).iso),\(100 + $0 * 7 % 11 + $0 % 5)" }
    let workspace = try Workspace.withTable("month,y", 72) { rows[$0] }
    #expect(try workspace.run("fit d.csv --model \(model) --lookback 5 --horizon 4 --quiet").status == 0)
    let run = try workspace.run("predict model.safetensors d.csv --level 50,99.9")
    #expect(run.errors.contains("too few residuals for levels above"), "\(run.errors)")
    let bounds = Array(Self.numbers(run.output)[0].dropFirst())
    #expect(bounds.count == 4 && bounds == bounds.sorted(), "\(bounds)")
    try workspace.write(
      "month,y\n" + rows.joined(separator: "\n") + "\n2024-01-01,\n2024-02-01,\n", to: "e.csv")
    let empty = try workspace.run("predict model.safetensors e.csv --level 50")
    #expect(empty.status == 0 && Self.numbers(empty.output)[0].count == 3, "\(empty.errors)")
  }

  /// How far a plain rule is off says nothing of a combination with others.
  @Test func combinationsDoNotTakeTheLawOfAPlainMember() throws {
    let workspace = try Workspace.withTable("day,y", 200) {
      "\(SampleDate(days: $0, after: 2024).iso),\(100 + $0 % 7 * 3 + $0 * 13 % 5)"
    }
    let fit = try workspace.run("fit d.csv --set members=last-value+mean --horizon 7 --quiet")
    #expect(fit.status == 0, "\(fit.errors)")
    #expect(try workspace.run("predict model.safetensors d.csv --level 80").status == 0)
    expectFailure(
      try workspace.run("predict model.safetensors d.csv --level 99.99"), 64, "residuals are too few")
  }

  /// They are continued by the rule that suits so few rows, by whose law they have intervals, beside a model that has none for them.
  @Test(arguments: ["last-value", "linear-closed-form"])
  func seriesShorterThanTheLookbackHaveIntervalsToo(model: String) throws {
    let workspace = try Workspace()
    try workspace.write(
      "shop,quarter,y\n" + Self.text(0..<20, id: "a") + Self.text(14..<20, id: "b"), to: "shops.csv")
    try workspace.write("quarter,y\n" + Self.text(14..<20), to: "b.csv")
    let fit = try workspace.run(
      "fit shops.csv --model \(model) --lookback 8 --horizon 1 --split 0.5/0.4/0.1 --quiet --no-baselines")
    #expect(fit.status == 0, "\(fit.errors)")
    let run = try workspace.run("predict model.safetensors shops.csv --level 50")
    #expect(run.status == 0, "\(run.errors)")
    let short = Self.numbers(run.output, columns: 2).suffix(1)
    let rule = model == "last-value" ? model : "seasonal-naive"
    let alone = try workspace.run("fit b.csv --model \(rule) --horizon 1 --predict - --level 50 --quiet")
    Self.expectAlike(Array(short), Self.numbers(alone.output), "\(run.output)\(alone.output)")
  }
}
