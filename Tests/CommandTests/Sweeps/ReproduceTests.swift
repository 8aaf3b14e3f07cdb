import Testing

@Suite struct ReproduceTests {
  /// Made-up data under the name of a benchmark file, with its length and so its split.
  private func workspace() throws -> Workspace {
    let workspace = try Workspace()
    let run = try workspace.run("datasets generate etth ETTh1.csv --rows 14400 --seed 1")
    try #require(run.status == 0, "\(run.errors)")
    return workspace
  }

  @Test func aMissedLimitIsShownAndEndsWithOne() throws {
    let workspace = try workspace()
    let run = try workspace.run("reproduce linear --data ETTh1.csv --horizons 96 --quiet --json")
    #expect(run.status == 1, "\(run.errors)")
    let cells = try run.json.member("cells").elements()
    #expect(try cells.map { try $0.member("model").string() } == ["linear-closed-form", "last-value"])
    #expect(try cells.map { try $0.member("published").number() } == [0.3673, 1.294])
    for cell in cells {
      let (ours, limit) = (try cell.member("mse_norm_mean").number(), try cell.member("limit").number())
      let verdict = try cell.member("verdict").string()
      #expect((verdict == "missed") == (ours > limit) && ["missed", "reproduced"].contains(verdict))
    }
    #expect(try cells.contains { try $0.member("verdict").string() == "missed" })
    #expect(try cells.allSatisfy { try !$0.member("is_known_file").boolean() })
    #expect(workspace.exists("reproduce-linear/results.csv"))
    let report = try workspace.text("reproduce-linear/report.md")
    #expect(
      report.contains("ETTh1.csv is not the known file of this name") && !report.contains("For comparison"))
    let again = try workspace.run("reproduce linear --data ETTh1.csv --horizons 96")
    #expect(again.status == 1 && again.errors.contains("nothing is left to run"))
    #expect(again.output.contains("published") && again.output.contains("missed"))
    #expect(
      again.output.hasSuffix(
        "\nETTh1.csv is not the known file of this name: the published numbers are of other data\n"))
    // Named by itself, the model chooses another on validation rows.
    #expect(again.output.contains("linear-closed-form with normalization=instance: "), "\(again.output)")
  }

  @Test func dataWithoutPublishedNumbersHasNoVerdict() throws {
    let workspace = try Workspace.withData()
    #expect(try workspace.run("datasets generate etth g.csv --rows 3000 --seed 1").status == 0)
    let run = try workspace.run("reproduce linear --data g.csv --horizons 24 --quiet")
    #expect(run.status == 0 && run.output.contains("no published number"), "\(run.errors)")
  }

  @Test func anUnknownProtocolNamesTheNearest() throws {
    let workspace = try Workspace()
    expectFailure(try workspace.run("reproduce samfomer"), 64, "did you mean 'samformer'?")
    expectFailure(
      try workspace.run("reproduce linear --data none.csv"), 66, "there is no file 'none.csv' here")
  }
}
