import TestSupport
import Testing

/// The mean and the line of a series: of all rows where no lookback is told, whoever asks.
@Suite struct WholePastTests {
  /// Uneven daily values; some rows are missing where asked.
  private static func workspace(hasGaps: Bool) throws -> (workspace: Workspace, values: [Double]) {
    let workspace = try Workspace()
    let values: [Double] = (0..<56).map { row in
      let wave = (row * row * 7 + row * 3) % 41
      return Double(wave) / 4 + Double(row) / 8
    }
    let isMissing = { (row: Int) in hasGaps && row % 11 == 5 }
    let rows = values.indices.map { (row: Int) -> String in
      let day = row % 28 + 1
      let date = "2024-0\(row / 28 + 1)-\(day < 10 ? "0" : "")\(day)"
      return "\(date),\(isMissing(row) ? "" : "\(values[row])")"
    }
    // January has 31 days, so that rows 28 to 30 are missing as a whole.
    try workspace.write((["date,y"] + rows).joined(separator: "\n"), to: "d.csv")
    return (workspace, values.indices.map { isMissing($0) ? Double.nan : values[$0] })
  }

  private static func numbers(_ output: String) -> [Double] {
    output.split(separator: "\n").dropFirst().compactMap { Double($0.split(separator: ",")[1]) }
  }

  @Test(arguments: ["mean", "drift", "seasonal-naive"], [false, true])
  func aForecastIsTheSameWithAndWithoutAModelFile(model: String, hasGaps: Bool) throws {
    let (workspace, values) = try Self.workspace(hasGaps: hasGaps)
    let streamed = try workspace.run("fit d.csv --model \(model) --predict - --horizon 3 --quiet")
    #expect(try workspace.run("fit d.csv --model \(model) --horizon 3 --quiet").status == 0)
    let stored = try workspace.run("predict model.safetensors d.csv --quiet")
    let (one, other) = (Self.numbers(streamed.output), Self.numbers(stored.output))
    #expect(one.count == 3 && other.count == 3, "\(streamed.errors) \(stored.errors)")
    #expect(zip(one, other).allSatisfy { ($0 - $1).magnitude < 1e-9 * $0.magnitude }, "\(one) \(other)")
    let known = values.filter { !$0.isNaN }
    let expected =
      switch model {
      case "mean": known.reduce(0, +) / Double(known.count)
      case "drift": values[55] + (values[55] - values[0]) / 58
      // The row of a week before, or of two weeks where that is missing.
      default: values[49].isNaN ? values[42] : values[49]
      }
    #expect((one[0] - expected).magnitude < 1e-9, "\(one) \(expected)")
  }

  @Test func aToldLookbackIsWhatIsLookedBackOver() throws {
    let (workspace, values) = try Self.workspace(hasGaps: false)
    #expect(try workspace.run("fit d.csv --model mean --horizon 3 --lookback 7 --quiet").status == 0)
    let seven = Self.numbers(try workspace.run("predict model.safetensors d.csv --quiet").output)
    #expect((seven[0] - values.suffix(7).reduce(0, +) / 7).magnitude < 1e-9)
    let told = "fit d.csv --model mean --horizon 3 --lookback 7 --set history=all --quiet"
    #expect(try workspace.run(told).status == 0)
    let all = Self.numbers(try workspace.run("predict model.safetensors d.csv --quiet").output)
    #expect((all[0] - values.reduce(0, +) / 56).magnitude < 1e-9)
  }

  /// At a cutoff nothing behind it is known, and all rows before are.
  @Test(arguments: ["", " --refit"])
  func aBacktestLooksBackOverAllRowsBeforeACutoff(refit: String) throws {
    let (workspace, values) = try Self.workspace(hasGaps: false)
    let run = try workspace.run(
      "backtest d.csv --model mean --horizon 2 --windows 3 --stride 4 --output out.csv --quiet" + refit)
    #expect(run.status == 0, "\(run.errors)")
    let lines = try workspace.lines("out.csv").dropFirst().map { $0.split(separator: ",") }
    let forecasts = stride(from: 0, to: 6, by: 2).compactMap { Double(lines[$0][3]) }
    // Three rows are missing in January, which the row numbers do not count.
    let expected = [46, 50, 54].map { end in values[..<end].reduce(0, +) / Double(end) }
    #expect(zip(forecasts, expected).allSatisfy { ($0 - $1).magnitude < 1e-9 }, "\(forecasts) \(expected)")
    #expect(forecasts.count == 3)
  }

  /// Half of the training rows would hold no season; all of them do.
  @Test func aSeasonFitsIntoALookbackThatIsNotTold() throws {
    let workspace = try Workspace()
    let values: [Int] = (0..<30).map { row in row * row % 37 }
    let rows = values.indices.map { (row: Int) -> String in
      return "\(SampleDate(months: row, after: 2020).iso),\(values[row])"
    }
    try workspace.write((["month,y"] + rows).joined(separator: "\n"), to: "m.csv")
    let fit = try workspace.run("fit m.csv --model seasonal-naive --no-baselines --json")
    #expect(try fit.json.member("lookback").integer() == 12, "\(fit.errors)")
    #expect(!fit.errors.contains("does not fit into the lookback"), "\(fit.errors)")
    let forecasts = Self.numbers(try workspace.run("predict").output)
    #expect(!forecasts.isEmpty && forecasts == values[18...].prefix(forecasts.count).map(Double.init))
    let told = try workspace.run("fit m.csv --model seasonal-naive --no-baselines --lookback 9")
    #expect(told.errors.contains("a season of 12 rows does not fit into the lookback"), "\(told.errors)")
  }

  @Test func aRowThatAMethodCannotTakeIsCalledByItsStamp() throws {
    let (workspace, _) = try Self.workspace(hasGaps: false)
    let text = try workspace.text("d.csv").replacing("2024-01-01,0.0", with: "2024-01-01,5.0")
      .replacing("2024-01-05,", with: "2024-01-05,-")
    try workspace.write(text, to: "d.csv")
    for option in ["--predict -", "--quiet"] {
      let run = try workspace.run("fit d.csv --model hw-multiplicative --horizon 3 \(option)")
      #expect(run.status != 0 && run.errors.contains("the row of 2024-01-05 is -0.75"), "\(run.errors)")
    }
  }
}
