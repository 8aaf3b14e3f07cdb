import Testing

/// A column of the data may be called as a column of an output would be: it is refused, and nothing is written.
@Suite struct OutputNameTests {
  private func workspace(_ header: String) throws -> Workspace {
    let workspace = try Workspace()
    let rows = (0..<40).map { row in
      let day = row % 28 + 1, month = row / 28 + 1
      let date = "2024-0\(month)-\(day < 10 ? "0" : "")\(day)"
      return "\(date),\(row % 7 + row),\(row % 5 + 1)\n"
    }
    try workspace.write(header + "\n" + rows.joined(), to: "data.csv")
    return workspace
  }

  @Test(arguments: [
    ("y-lo-80", "--level 80", "a bound of 'y'"), ("y-hi-80", "--level 80,95", "a bound of 'y'"),
    ("y-q-0.5", "--quantiles 0.5", "a quantile of 'y'"),
  ])
  func aForecastIsRefused(_ name: String, _ options: String, _ other: String) throws {
    let workspace = try workspace("date,y,\(name)")
    #expect(try workspace.run("fit data.csv --model theta --horizon 3 --quiet -o m.safetensors").status == 0)
    for format in ["csv", "jsonl"] {
      let run = try workspace.run("predict m.safetensors \(options) --format \(format) -o out.txt")
      expectFailure(run, 65, "would be called '\(name)': the column of the data and \(other)")
      #expect(run.errors.contains("data.csv: "))
      #expect(run.output.isEmpty && !workspace.exists("out.txt"))
      #expect(try workspace.run("predict m.safetensors --format \(format)").status == 0)
    }
    let fit = "fit data.csv --model theta --horizon 3 --ignore \(name) --quiet -o n.safetensors"
    #expect(try workspace.run(fit).status == 0)
    #expect(try workspace.run("predict n.safetensors \(options)").status == 0)
  }

  /// Names of files: before anything is fitted, the checkpoint's too, which is longer.
  @Test(arguments: [256, 250])
  func aNameThatIsTooLongIsRefusedFirst(_ length: Int) throws {
    let workspace = try Workspace.withData()
    let name = String(repeating: "n", count: length)
    let run = try workspace.run("fit f.csv \(Workspace.small) -o \(name)")
    expectFailure(run, 73, length > 255 ? name : "\(name).checkpoint", "File name too long")
    #expect(!run.errors.contains("training on") && workspace.names == ["f.csv"])
  }

  /// One rule for whatever writes a file: one that is read-only stays, before the work is done.
  @Test(arguments: [
    "fit data.csv --model last-value --horizon 3 -o kept", "update m.safetensors data.csv -o kept",
    "predict m.safetensors -o kept", "plot m.safetensors -o kept",
    "evaluate m.safetensors data.csv --report kept",
    "backtest data.csv --model last-value --horizon 3 --windows 2 -o kept",
    "datasets generate etth kept --rows 9",
    "fit data.csv --model linear-closed-form --lookback 6 --horizon 3 --log kept -o n.safetensors",
  ])
  func aReadOnlyFileStays(_ command: String) throws {
    let workspace = try workspace("date,y,z")
    try #require(workspace.run("fit data.csv --model holt --horizon 3 --quiet -o m.safetensors").status == 0)
    try #require(workspace.shell("echo old > kept && chmod 444 kept").status == 0)
    expectFailure(try workspace.run(command), 73, "kept: cannot be replaced: it is read-only", "chmod u+w")
    #expect(try workspace.text("kept") == "old\n")
    try #require(workspace.shell("chmod u+w kept").status == 0)
    let run = try workspace.run(command)
    #expect(run.status == 0, "\(run.errors)")
    #expect(try workspace.text("kept") != "old\n")
  }

  @Test func aForecastWithoutAModelFileIsRefused() throws {
    let workspace = try workspace("date,y,y-lo-80")
    let command = "fit data.csv --model theta --horizon 3 --level 80 --predict out.csv --quiet"
    expectFailure(try workspace.run(command), 65, "would be called 'y-lo-80'")
    #expect(!workspace.exists("out.csv"))
    #expect(try workspace.run(command + " --ignore y-lo-80").status == 0)
  }

  @Test(arguments: [
    ("cutoff,y,z", "cutoff", "the cutoff"), ("y,a,b", "y", "the observed value"),
    ("last-value,a,b", "last-value", "the forecast of last-value"),
    ("series,a,b", "series", "the column of the data"),
  ])
  func aTableOfABacktestIsRefusedBeforeTheWork(_ header: String, _ name: String, _ other: String) throws {
    let workspace = try workspace(header)
    let command = "backtest data.csv --time-column \(name) --model last-value --horizon 3 --windows 2"
    let run = try workspace.run(command + " --output out.csv")
    expectFailure(run, 65, "two columns of the output would be called '\(name)'")
    #expect(run.errors.contains(other))
    #expect(workspace.names == ["data.csv"])
    #expect(try workspace.run(command).status == 0)
  }
}
