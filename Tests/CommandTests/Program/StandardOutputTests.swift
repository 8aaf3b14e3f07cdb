import Testing

/// Results that cannot be written are no success.
@Suite struct StandardOutputTests {
  @Test(arguments: [
    "--help", "--version", "help fit", "models", "models --json", "models samformer", "models --markdown",
    "datasets list", "datasets list --json", "check f.csv", "check f.csv --json", "inspect", "inspect --json",
    "predict", "predict --format jsonl", "evaluate", "evaluate --json", "plot", "plot --terminal",
    "fit f.csv --model last-value --lookback 48 --horizon 12 --quiet -o other.safetensors",
  ])
  func aFullDiskIsAFailure(_ command: String) throws {
    let workspace = try Workspace.withModel()
    let run = try workspace.run(command, output: .file("/dev/full"))
    expectFailure(run, 74, "standard output: cannot be written: No space left on device")
  }

  /// A limit of the user (`ulimit -f`) is an error as a full disk is: nothing is left behind, the old file stays.
  @Test func aLimitOfTheSizeOfFilesIsAFailure() throws {
    let workspace = try Workspace()
    try workspace.write("old", to: "big.csv")
    let run = try workspace.shell("ulimit -f 8; forecast datasets generate etth big.csv --rows 2000")
    expectFailure(run, 74, "big.csv: cannot be written: File too large")
    #expect(try workspace.names == ["big.csv"] && workspace.text("big.csv") == "old")
  }

  @Test(arguments: ["--help", "models", "inspect --json", "predict", "predict -o -", "evaluate"])
  func aClosedPipeEndsQuietlyWithTheStatusOfShells(_ command: String) throws {
    let workspace = try Workspace.withModel()
    let run = try workspace.run(command, output: .closedPipe)
    // A signal ends the process; shells call that 141.
    #expect(run.status == -13)
    #expect(run.errors.isEmpty)
    // Where whoever starts it ignores that signal, as some do, it ends the same way by itself.
    let ignoring = try workspace.shell(
      "trap '' PIPE; mkfifo pipe; exec 3<>pipe 4>pipe 3<&-; forecast \(command) >&4")
    #expect(ignoring.status == 141)
    #expect(ignoring.errors.isEmpty)
  }

  /// What is written by name and what is printed do not write over each other, or over what was there.
  @Test func standardOutputByItsNameIsTheSameStream() throws {
    let workspace = try Workspace.withModel()
    let fit = "forecast fit f.csv \(Workspace.small) --quiet -o other.safetensors --log"
    for name in ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"] {
      let run = try workspace.shell("echo first > all; \(fit) \(name) >> all && cat all")
      let lines = run.output.split(separator: "\n")
      #expect(lines.first == "first" && lines.count > 2, "\(run.output) \(run.errors)")
      #expect(lines.contains { $0.hasPrefix("{\"event\":\"fit\"") })
      #expect(!run.output.contains("validation  ") && run.errors.contains("\nvalidation  "))
      let forecast = try workspace.shell("echo first > all; forecast predict -o \(name) >> all && cat all")
      #expect(try forecast.output == "first\n" + workspace.run("predict").output)
    }
  }

  /// A file on standard output is there alone: the table that comes with it goes to standard error.
  @Test(arguments: [
    ("backtest f.csv --model last-value --horizon 12 --windows 2 -o", "last-value "),
    ("backtest f.csv --model last-value --horizon 12 --windows 2 --report", "last-value "),
    ("evaluate --report", "test "), ("diagnose model.safetensors f.csv --windows 8 --hessian-steps 0 -o", ""),
  ])
  func tablesBesideAFileOnStandardOutputAreMessages(_ command: String, row: String) throws {
    let workspace = try Workspace.withModel()
    let printed = try workspace.run("\(command) -")
    #expect(printed.status == 0)
    let named = try workspace.run("\(command) file")
    #expect(try printed.output == workspace.text("file"))
    #expect(!named.output.isEmpty && row.isEmpty || named.output.contains("\n\(row)"), "\(named.output)")
    let table = named.output.split(separator: "\n")
    // A last line may tell the seconds.
    #expect(table.dropLast().allSatisfy { printed.errors.contains($0) }, "\(printed.errors)")
  }

  @Test func aClosedStandardOutputIsAFailureAndNoFileTakesItsPlace() throws {
    let workspace = try Workspace.withData()
    let run = try workspace.shell("forecast fit f.csv \(Workspace.small) --quiet --log l.jsonl >&-")
    expectFailure(run, 74, "standard output: cannot be written")
    #expect(try workspace.lines("l.jsonl").allSatisfy { $0.hasPrefix("{") })
    #expect(try workspace.run("inspect").status == 0)
  }
}
