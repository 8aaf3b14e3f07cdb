import TestSupport
import Testing

/// Validation rows without values choose nothing, and the usual split would not help.
@Suite struct ValidationRowsTests {
  /// 200 days, of which 140 to 159, the validation rows, have no value.
  private static func workspace() throws -> Workspace {
    let workspace = try Workspace()
    let rows = (0..<200).map { row -> String in
      let value = (140..<160).contains(row) ? "" : "\(30 + row % 7 + (row * row * 7 + row * 3) % 11)"
      return "\(SampleDate.day(row)),\(value)"
    }
    try workspace.write((["day,y"] + rows).joined(separator: "\n") + "\n", to: "d.csv")
    return workspace
  }

  @Test(arguments: [("nlinear --epochs 1", "the best epoch"), ("linear-closed-form", "settings")])
  func anotherSplitIsAdvised(model: String, choice: String) throws {
    let workspace = try Self.workspace()
    let fit = "fit d.csv --model \(model) --lookback 14 --horizon 4 --quiet --no-baselines"
    expectFailure(
      try workspace.run(fit), 64,
      "the validation rows of the split 0.7/0.1/0.2 have too few values to choose \(choice) on; try --split 0.6/0.2/0.2"
    )
    #expect(try workspace.run("\(fit) --split 0.6/0.2/0.2").status == 0)
  }

  /// The last rows before the first cutoff, a length of an eighth, are those without values.
  @Test func aBacktestSaysWhichRowsHaveTooFew() throws {
    let workspace = try Self.workspace()
    let backtest = "backtest d.csv --model nlinear --epochs 1 --lookback 14 --horizon 4 --stride 36 --quiet"
    expectFailure(
      try workspace.run("\(backtest) --windows 2"), 65,
      "d.csv: nlinear chooses on the last rows before the first cutoff, which have too few values; move the cutoffs"
    )
    #expect(try workspace.run("\(backtest) --windows 1").status == 0)
  }
}
