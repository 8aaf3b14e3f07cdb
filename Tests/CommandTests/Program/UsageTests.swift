import Testing

@Suite struct UsageTests {
  @Test(arguments: [
    ("fit f.csv --model samfomer", "there is no forecaster 'samfomer'; did you mean 'samformer'?"),
    ("models samfomer", "did you mean 'samformer'?"),
    (
      "fit f.csv --model samformer --set hidensize=8",
      "'hidensize' is not a setting; did you mean 'hiddenSize'?"
    ),
    ("fit f.csv --model samformer --set hiddenSize=0", "hiddenSize: 0 is not accepted; use 1 … 4096"),
    ("fit f.csv --model samformer --set hiddenSize=wide", "hiddenSize: wide is not accepted; use 1 … 4096"),
    (
      "fit f.csv --model samformer --set valuePath=ful", "valuePath: ful is not accepted; use low-rank | full"
    ),
    (
      "fit f.csv --model fan --lookback 6 --horizon 3 --set hiddenSize=1",
      "fan: a FAN layer 1 column wide has no room for a cosine and a sine at its periodicFraction; make"
    ),
    (
      "fit f.csv --model fanformer --lookback 6 --horizon 3 --set periodicFraction=0.001",
      "fanformer: a FAN layer 128 columns wide has no room"
    ),
    (
      "fit f.csv --model linear-closed-form --lookback 6 --horizon 3 --set scope=own",
      "normalization: best is not accepted; use ways other than instance with maps of single channels, such as last"
    ),
    (
      "fit f.csv --model patchtst --lookback 6 --horizon 3 --set headCount=3", "use a divisor of the width 16"
    ),
    ("fit f.csv --model samformer --set hiddenSize", "--set hiddenSize is not of the form key=value"),
    ("fit f.csv --model samformer --set =8", "--set =8 is not of the form key=value"),
    ("fit f.csv --model last-value --set a=1", "'a' is not a setting"),
    (
      "fit f.csv --model last-value --epochs 3 --rho 1",
      "last-value has nothing to train step by step; leave out the options of training (--epochs, --rho)"
    ),
    (
      "backtest f.csv --model theta,ets --patience 3",
      "theta, ets have nothing to train step by step; leave out the options of training (--patience)"
    ),
    ("fit f.csv --patience 3", "--patience: options of training belong to one model; name it, as in"),
    (
      "fit f.csv --model ets --set form=A,N,N --set form=M,N,N",
      "--set form=A,N,N and --set form=M,N,N tell two values; leave one of them out"
    ),
    (
      "fit f.csv --model ets:A,N,N --set form=M,N,N", "--model ets:A,N,N and --set form=M,N,N tell two values"
    ),
    ("backtest f.csv --model ets:A,N,N --set form=M,N,N", "--model ets:A,N,N and --set form=M,N,N tell"),
    ("fit f.csv --budget 1m --set budget=2m", "--budget 1m and --set budget=2m tell two values"),
    (
      "fit f.csv --features S --target A,OT",
      "--features S forecasts one column, and --target A,OT names several"
    ),
    ("fit f.csv --model last-value --rho 0.5", "last-value has nothing to train"),
    ("fit f.csv --model last-value --initial-weights w.safetensors", "last-value has nothing to train"),
    ("fit f.csv --model samformer --features Q", "--features: 'Q' is not a choice of features; use M"),
    (
      "fit f.csv --model samformer --gaps interpolate",
      "--gaps: 'interpolate' is not one of the rules; use one of fill"
    ),
    ("fit f.csv --model samformer --split 0.7", "--split: '0.7' is not a split; use auto"),
    ("fit f.csv --model samformer --split 0.7/0.7/0.1", "do not make a whole"),
    ("fit f.csv --model samformer --split 0/0/1", "the split '0/0/1' leaves no rows to train on"),
    (
      "fit f.csv --model samformer --loss cubic",
      "--loss cubic is not accepted; use mse | mae | huber[:DELTA] | spectrum[:ALPHA] | quantile[:P,P,…] | gaussian | student-t"
    ),
    (
      "fit f.csv --model samformer --optimizer adm", "--optimizer adm is not accepted; use adam | adamw | sgd"
    ),
    ("fit f.csv --model samformer --schedule cosine", "--schedule cosine is not accepted; use constant"),
    (
      "fit f.csv --model samformer --learning-rate nan",
      "--learning-rate nan is not accepted; use a positive number"
    ),
    ("fit f.csv --model samformer --batch_size 0", "--batch-size 0 is not accepted; use 1 … 1000000"),
    (
      "fit f.csv --model samformer --horizon 9223372036854775807",
      "--horizon 9223372036854775807 is not accepted"
    ),
    ("fit f.csv --model samformer --lookback 0", "--lookback 0 is not accepted"),
    ("fit f.csv --model samformer --horizon -3", "--horizon -3 is not accepted; use 1 … "),
    ("fit f.csv --model samformer --learning-rate -1e-3", "--learning-rate -1e-3 is not accepted"),
    (
      "fit f.csv --model samformer --seed -1",
      "'-1' is invalid for '--seed <seed>'; use a whole number from 0 on"
    ),
    ("fit f.csv --horizon 99999999999999999999", "'--horizon <rows>'; use a smaller whole number"),
    ("fit f.csv --budget -5m", "--budget -5m is not accepted; use a time"),
    ("predict - f.csv", "a model is read from its file, and only data from a pipe"),
    (
      "predict m.safetensors f.csv --target A",
      "there is no option '--target' here; forecast fit, forecast backtest"
    ),
    ("reproduce m3 --models dlinear", "there is no local model 'dlinear'; use some of "),
    ("fit f.csv --model samformer --horizon ten", "'ten' is invalid for '--horizon"),
    ("fit f.csv --model samformer --horizon 1.5", "use a whole number"),
    ("backtest f.csv --shard x -o b.csv", "use I/N with I from 0 on"),
    ("fit f.csv --model ets --season 7", "forecast fit … --set season=VALUE"),
    ("fit f.csv --model mlp --hidden-size 7", "--set hiddenSize=VALUE"),
    ("predict --level 80 95", "no spaces: --level 80,95"),
    ("predict --quantiles=", "--quantiles has no value; leave it out"),
    ("fit f.csv --model ets --refit --no-refit", "had already been set"),
    ("fit f.csv --model ets --target OT,OT", "column 'OT' is named twice"),
    ("fit f.csv --model ets --target OT --ignore OT", "column 'OT' is told a role, and to be left out"),
    ("fit f.csv --model samformer --threads 0", "--threads 0 is not accepted"),
    (
      "fit f.csv --model samformer --seed 18446744073709551615", "--seed 18446744073709551615 is not accepted"
    ),
    ("fit f.csv --model samformer --delimiter ab", "--delimiter: 'ab' is not one character"),
    ("fit f.csv --model samformer --horizn 3", "Did you mean '--horizon'?"),
    ("fit", "Missing expected argument '<data.csv>'"),
    ("fit f.csv --model samformer g.csv", "Unexpected argument 'g.csv': one word too many"),
    ("predct", "there is no command 'predct'; did you mean 'predict'?"),
    ("datasets lst", "there is no command 'lst'; did you mean 'list'?"),
    ("help predct", "there is no command 'predct'; did you mean 'predict'?"),
    ("fit f.csv --model mlp --loss quantile --quantiles 0.1,2", "--quantiles '2' is not a probability"),
    ("fit f.csv --split last:x", "use rows at the end like last:12/12"),
    ("predict f.csv", "name the model before the data: model.safetensors f.csv"),
    ("evaluate f.csv m.safetensors", "name the model before the data: m.safetensors f.csv"),
    ("predict --format xml", "'xml' is invalid"),
    ("datasets generate eth g.csv", "there is no synthetic data set 'eth'; did you mean 'etth'?"),
    ("datasets generate etth g.csv --rows 0", "--rows 0 is not accepted"),
    ("datasets fetch ETTh9", "there is no data set 'ETTh9'; did you mean"),
  ])
  func aWrongRequestNamesTheFix(_ arguments: String, _ message: String) throws {
    let workspace = try Workspace()
    try workspace.write(Self.tinyData, to: "f.csv")
    expectFailure(try workspace.run(arguments), 64, message)
    #expect(workspace.names == ["f.csv"])
  }

  /// Variables of a shell that are not set, and a tilde that the shell has not replaced.
  @Test func emptyArgumentsAndTildesAreNamed() throws {
    let workspace = try Workspace()
    try workspace.write(Self.tinyData, to: "f.csv")
    expectFailure(try workspace.run(arguments: ["check", ""]), 64, "an argument is empty; leave it out")
    for option in ["--series", "--encoding", "--target", "-o"] {
      let run = try workspace.run(arguments: ["fit", "f.csv", option, ""])
      expectFailure(run, 64, "\(option) has an empty value; leave it out")
    }
    expectFailure(try workspace.run(arguments: ["check", "~/none.csv"]), 66, "write \"$HOME/none.csv\"")
    let output = try workspace.run(arguments: ["fit", "f.csv", "--model", "ets", "--output=~/m.safetensors"])
    expectFailure(output, 73, "write \"$HOME/m.safetensors\"")
    #expect(workspace.names == ["f.csv"])
  }

  /// What would change nothing is told of the recipe as it is, not only of what is told.
  @Test(arguments: [
    ("--model samformer --adaptive --rho 0", "--adaptive scales the radius of SAM, which is 0"),
    ("--model dlinear --adaptive", "--adaptive scales the radius of SAM, which is 0"),
    ("--model dlinear --averaging swa:5 --epochs 2", "--averaging swa:5 begins behind the last epoch, 2"),
    ("--model dlinear --averaging swa:999999", "--averaging swa:999999 begins behind the last epoch"),
    ("--model last-value --scaling shared", "--scaling shared is for many series"),
    ("--model theta --predict - --no-refit", "--no-refit does not go with --predict"),
    ("--model theta --predict - --refit", "--refit does not go with --predict"),
  ])
  func whatWouldChangeNothingIsRefused(_ options: String, _ message: String) throws {
    let workspace = try Workspace()
    try workspace.write(Self.tinyData, to: "f.csv")
    let sizes = options.contains("--predict") ? "" : "--lookback 6 "
    expectFailure(try workspace.run("fit f.csv --horizon 3 --quiet \(sizes)\(options)"), 64, message)
    #expect(workspace.names == ["f.csv"])
  }

  @Test func aBudgetIsNoReasonForEpochsWhereNothingIsTrained() throws {
    let workspace = try Workspace()
    try workspace.write(Self.tinyData, to: "f.csv")
    let options = "--horizon 3 --budget 1m"
    let local = try workspace.run("fit f.csv --model ets \(options)")
    expectFailure(local, 64, "--budget is for --model auto; leave it out")
    #expect(!local.errors.contains("--epochs"))
    expectFailure(
      try workspace.run("fit f.csv --model dlinear \(options)"), 64, "leave it out, or use --epochs")
  }

  @Test func shellsCompleteItsOptions() throws {
    let run = try Workspace().shell(
      "forecast --generate-completion-script bash > words && . ./words && complete -p forecast")
    #expect(run.status == 0 && run.output.contains("-F _forecast forecast"), "\(run.errors)")
  }

  private static let tinyData =
    "date,A,OT\n"
    + (1...60).map { "2024-01-01 00:\($0 < 11 ? "0" : "")\($0 - 1):00,\($0),\($0 % 7)\n" }.joined()

  @Test(arguments: [
    "", "fit", "predict", "evaluate", "models", "inspect", "check", "datasets", "datasets list",
    "datasets generate",
    "datasets fetch",
  ])
  func everyCommandHasHelpThatFitsTheTerminal(_ command: String) throws {
    let run = try Workspace().run(command + " --help")
    #expect(run.status == 0)
    #expect(run.errors.isEmpty)
    #expect(run.output.contains("USAGE: forecast \(command)"))
    let tooWide = run.output.split(separator: "\n").filter { $0.count > 80 && !$0.hasPrefix("USAGE") }
    #expect(tooWide.isEmpty)
    #expect(!run.output.contains("(default: model.safetensors) (default: model.safetensors)"))
  }

  @Test func withoutArgumentsItShowsTheHelp() throws {
    let run = try Workspace().run("")
    #expect(run.status == 0)
    #expect(run.output.contains("forecast fit data.csv --horizon 96   fit a model"))
  }

  @Test func itKnowsItsVersion() throws {
    let run = try Workspace().run("--version")
    #expect(run.status == 0)
    #expect(run.output.split(separator: ".").count == 3)
  }

  /// No line of it is broken by the width of the help.
  @Test func theSpecInTheHelpOfSweepIsOne() throws {
    let workspace = try Workspace()
    let help = try workspace.run("sweep run --help").output
    let start = try #require(help.firstRange(of: "EXAMPLE OF A SPEC\n")?.upperBound)
    let end = try #require(help[start...].firstRange(of: "USAGE")?.lowerBound)
    try workspace.write(String(help[start..<end]), to: "spec.yaml")
    try #require(workspace.run("datasets generate etth ETTh1.csv --rows 3000").status == 0)
    let run = try workspace.run("sweep spec.yaml --dry-run")
    #expect(run.status == 0, "\(run.errors)")
  }

  /// An example that is broken by the width of the help cannot be copied.
  @Test func noExampleInAHelpIsBroken() throws {
    let workspace = try Workspace()
    let overview = try workspace.run("--help").output.split(separator: "\n", omittingEmptySubsequences: false)
    let first = try #require(overview.firstIndex(of: "SUBCOMMANDS:"))
    let commands = overview[(first + 1)...].prefix { !$0.isEmpty }
      .filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
      .compactMap { $0.split(separator: " ").first.map { String($0) + " --help" } }
    #expect(commands.contains("backtest --help"))
    for command in ["--help"] + commands {
      let lines = try workspace.run(command).output.split(separator: "\n", omittingEmptySubsequences: false)
      guard let start = lines.firstIndex(of: "EXAMPLES") else { continue }
      for line in lines[(start + 1)...].prefix(while: { !$0.isEmpty }) {
        #expect(line.hasPrefix("  "), "\(command): \(line)")
      }
    }
  }

  @Test func helpNamesEveryOptionOfTheContract() throws {
    let help = try Workspace().run("fit --help").output
    for option in [
      "model", "horizon", "lookback", "features", "target", "split", "epochs", "batch-size", "learning-rate",
      "schedule", "patience", "optimizer", "rho", "loss", "seed", "threads", "set", "log", "json", "quiet",
      "output", "resume", "initial-weights",
    ] {
      #expect(help.contains("--\(option)"), "--\(option)")
    }
    // What a log promises.
    let words = help.split { $0.isWhitespace }.joined(separator: " ")
    #expect(words.contains("all of them are on the disk when it has ended"))
    #expect(words.contains("rows at the end such as last:12/12"))
    #expect(words.contains("Windows per step. (default: the model's)"))
  }
}
