import Persistence
import Platform
import Testing

@Suite struct DiagnoseCommandTests {
  private let few = "--windows 32 --hessian-steps 4"

  @Test func itPrintsTablesAndWritesAPage() throws {
    let workspace = try Workspace.withModel()
    let run = try workspace.run("diagnose model.safetensors f.csv \(few) -o page.html")
    #expect(run.status == 0, "\(run.errors)")
    for part in ["sharpness", "gradient norm", "entropy", "channels", "HUFL"] {
      #expect(run.output.contains(part), "\(part)")
    }
    let page = try workspace.text("page.html")
    #expect(page.hasPrefix("<!DOCTYPE html>") && page.contains("<svg") && !page.contains("<script"))
  }

  @Test func itsJSONHoldsEverything() throws {
    let workspace = try Workspace.withModel()
    let json = try workspace.run("diagnose --json --quiet \(few)").json
    let layer = try json.member("attention").elements()[0].member("measures")
    let (entropy, largest) = (
      try layer.member("entropy").number(), try layer.member("largest_entropy").number()
    )
    #expect(entropy > 0 && entropy <= largest)
    #expect(try json.member("hessian").member("lambda_max").number() > 0)
    #expect(try json.member("slices").elements().count == 4 && json.member("channels").elements().count == 7)
    let plain = try workspace.run("diagnose --json --quiet --windows 32 --hessian-steps 0").json
    #expect(try plain.member("hessian").value == .null)
  }

  /// A law states several values for each target: an output is no target in the place of one that is missing.
  @Test(arguments: ["mse", "quantile", "gaussian"]) func missingTargetsAreInNoLoss(_ loss: String) throws {
    let workspace = try Workspace()
    let rows = (0..<80).map { "\(1900 + $0)-01-01,\($0 == 30 ? "" : "\(10 + $0 % 7)")" }
    try workspace.write((["time,y"] + rows).joined(separator: "\n") + "\n", to: "d.csv")
    let fit = try workspace.run(
      "fit d.csv --model mlp --lookback 8 --horizon 2 --epochs 1 --loss \(loss) --quiet")
    try #require(fit.status == 0, "\(fit.errors)")
    let run = try workspace.run("diagnose --json --quiet --hessian-steps 0")
    try #require(run.status == 0, "\(run.errors)")
    #expect(try run.json.member("loss").number() > 0)
  }

  /// By default exact models are fitted again to all rows; errors of test rows are those of the model before.
  @Test func errorsAreOfTheModelThatHadNotSeenTheTestRows() throws {
    let workspace = try Workspace.withData()
    for refit in ["refit", "no-refit"] {
      let fit = try workspace.run(
        "fit f.csv --model linear-closed-form --lookback 24 --horizon 6 --\(refit) -o \(refit).safetensors --quiet"
      )
      try #require(fit.status == 0, "\(fit.errors)")
    }
    let channels = try ["refit", "no-refit"].map {
      try workspace.run("diagnose \($0).safetensors f.csv --json --quiet").json.member("channels").value
    }
    #expect(channels[0] == channels[1])
    for option in ["--windows 8", "--hessian-steps 0"] {
      expectFailure(
        try workspace.run("diagnose refit.safetensors f.csv \(option)"), 64,
        "linear-closed-form has none; leave them out")
    }
  }

  @Test func thePageIsNotWrittenOverTheModel() throws {
    let workspace = try Workspace.withModel()
    expectFailure(
      try workspace.run("diagnose model.safetensors f.csv -o model.safetensors"), 64, "same file as the model"
    )
    expectFailure(try workspace.run("diagnose --windows 0"), 64, "--windows 0")
  }
}

@Suite struct StudyCommandTests {
  private let tiny =
    "--quick --set trainingCount=64 --set validationCount=32 --set epochs=1 --set lookback=8 --set horizon=2 --set hessianSteps=0"

  @Test func aStudyLeavesRecordsAndPagesAndGoesOn() throws {
    let workspace = try Workspace()
    let run = try workspace.run("study toy \(tiny) -o toy.html")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("oracle") && run.output.contains("reproduced"))
    for page in ["study-toy/results.csv", "study-toy/report.md", "study-toy/report.html", "toy.html"] {
      #expect(workspace.exists(page), "\(page)")
    }
    let again = try workspace.run("study toy \(tiny) --json")
    #expect(again.errors.contains("6 cases, 6 done already"))
    #expect(try again.json.member("missing").integer() == 0)
    #expect(try again.json.member("table").elements().count == 6)
  }

  /// As a sweep: whatever would replace the tables of something else is refused.
  @Test func theTablesOfAnotherStudyAreNotReplaced() throws {
    let workspace = try Workspace.withData()
    #expect(try workspace.run("study toy \(tiny) --directory mine --quiet").status == 0)
    let table = try workspace.text("mine/results.csv")
    expectFailure(
      try workspace.run("study periodic --quick --directory mine"), 64, "the study 'toy'",
      "try --directory mine-2")
    try workspace.write("data: f.csv\nmodels: last-value\nhorizons: 6\nlookbacks: 48", to: "s.yaml")
    expectFailure(try workspace.run("sweep s.yaml -o mine"), 64, "the study 'toy'", "try --output mine-2")
    #expect(try workspace.text("mine/results.csv") == table)
    #expect(try workspace.run("sweep s.yaml -o mine-2 --quiet").status == 0)
    expectFailure(
      try workspace.run("study toy \(tiny) --directory mine-2"), 64, "a sweep", "try --directory mine-2-2")
    // Other settings of the same study lie beside each other.
    let fewer = tiny.replacing("trainingCount=64", with: "trainingCount=32")
    let other = try workspace.run("study toy \(fewer) --directory mine --quiet")
    #expect(other.status == 0, "\(other.errors)")
  }

  /// What `report` cannot read is not called damaged where it is whole: nobody removes a record on its advice.
  @Test func aReportLeavesAStudyToItself() throws {
    let workspace = try Workspace()
    #expect(try workspace.run("study toy \(tiny) --directory mine --quiet").status == 0)
    let (page, table) = (try workspace.text("mine/report.html"), try workspace.text("mine/results.csv"))
    expectFailure(
      try workspace.run("report mine"), 64, "mine: holds the study 'toy', which makes its pages itself")
    let record = try #require(try Folder.names(in: workspace.file("mine/runs")).first)
    let single = try workspace.run("report mine/runs/\(record)")
    expectFailure(single, 65, "mine/runs/\(record): is whole, but no record of a sweep")
    #expect(!single.errors.contains("remove"), "\(single.errors)")
    #expect(try workspace.text("mine/report.html") == page && workspace.text("mine/results.csv") == table)
  }

  @Test func sumsWithAHoleAreAStudy() throws {
    let workspace = try Workspace()
    let tiny = "--quick --set size=8 --set headCount=2 --set epochs=1 --set tasks=modular"
    let run = try workspace.run("study modular \(tiny) -o page.html")
    #expect(run.status == 0, "\(run.errors)")
    for part in ["fanformer", "transformer + atm", "transformer + atl", "The Transformer has a hole"] {
      #expect(run.output.contains(part), "\(part)")
    }
    let page = try workspace.text("page.html")
    #expect(page.contains("modular: fanformer") && page.contains("<rect") && !page.contains("<script"))
    #expect(try workspace.run("study modular \(tiny) --json").errors.contains("4 cases, 4 done already"))
    #expect(workspace.exists("study-modular/pictures/modular--fanformer.svg"))
  }

  @Test func scalingReadsATextOfOnesOwn() throws {
    let workspace = try Workspace()
    let lines = (0..<3_000).map { "line \($0 * $0 % 97) of a text\n" }.joined()
    try workspace.write(lines, to: "own.txt")
    let tiny =
      "--quick --set sizes=8,16 --set tokens=512,1024 --set usualSize=8 --set usualTokens=1024"
      + " --set contextLength=16 --set validationTokens=512 --set headCount=2"
    let run = try workspace.run("study scaling \(tiny) --set text=own.txt")
    #expect(run.status == 0, "\(run.errors)")
    for part in ["bits per byte", "69.2 % of the parameters", "79.7 % of the tokens"] {
      #expect(run.output.contains(part), "\(part)")
    }
    #expect(try workspace.text("study-scaling/report.md").contains("scaled-down analogue"))
    expectFailure(
      try workspace.run("study scaling \(tiny) --set text=none.txt --directory other"), 64, "none.txt",
      "apt-get install perl-modules-5.36")
    expectFailure(
      try workspace.run("study scaling --quick --set text=own.txt --directory other"), 64, "more than")
  }

  /// What comes through a pipe can be read once.
  @Test func scalingTakesNoTextFromAPipe() throws {
    let run = try Workspace().shell(
      "head -c 600 /dev/zero | forecast study scaling --quick --set text=/dev/stdin")
    expectFailure(run, 64, "text: /dev/stdin is not accepted", "use a file of text")
  }

  @Test func whatAnotherProcessIsAtIsLeftToItAndSaid() throws {
    let workspace = try Workspace()
    #expect(try workspace.run("study toy \(tiny) --directory mine --quiet").status == 0)
    let record = try #require(try Folder.names(in: workspace.file("mine/runs")).first)
    try workspace.remove("mine/runs/\(record)")
    let lock = "mine/runs/\(record.dropLast(".json".count)).lock"
    let held = try FileDescriptor(creating: workspace.file(lock), isPrivate: false)
    let isHeld = held.lock()
    #expect(isHeld)
    let run = try workspace.run("study toy \(tiny) --directory mine")
    #expect(run.status == 0 && run.errors.contains("another process is at 1 case"), "\(run.errors)")
    #expect(!workspace.exists("mine/runs/\(record)"))
    _ = consume held
    let again = try workspace.run("study toy \(tiny) --directory mine")
    #expect(again.status == 0 && !again.errors.contains("another process"), "\(again.errors)")
    #expect(workspace.exists("mine/runs/\(record)"))
  }

  /// Data that a setting names, and records, are read: no page replaces them.
  @Test func pagesAreNotWrittenOverWhatIsRead() throws {
    let workspace = try Workspace.withData()
    let before = try workspace.bytes("f.csv")
    #expect(try workspace.run("study toy \(tiny) --directory mine --quiet").status == 0)
    let record = try #require(try Folder.names(in: workspace.file("mine/runs")).first)
    for (command, role) in [
      ("study scaling --quick --set text=f.csv -o f.csv", "the data"),
      ("study sharpness --quick --set data=f.csv -o ./f.csv", "the data"),
      ("study toy \(tiny) --directory mine -o mine/runs/\(record)", "the record"),
    ] {
      expectFailure(try workspace.run(command), 64, "is the same file as \(role)")
    }
    #expect(try workspace.bytes("f.csv") == before)
    #expect(try workspace.run("study toy \(tiny) --directory mine").errors.contains("6 done already"))
  }

  /// A spec, and the options that say the same, have the same records; what a run keeps of its settings is a spec too.
  @Test func aSpecIsWhatTheOptionsSay() throws {
    let workspace = try Workspace()
    try workspace.write(
      """
      # a first look
      study: toy
      quick: true
      set: {trainingCount: 64, validationCount: 32, epochs: 1, lookback: 8, horizon: 2}
      """, to: "look.yaml")
    let run = try workspace.run("study look.yaml --set hessianSteps=0")
    #expect(run.status == 0, "\(run.errors)")
    let again = try workspace.run("study toy \(tiny) --directory study-look")
    #expect(again.status == 0 && again.errors.contains("6 cases, 6 done already"), "\(again.errors)")
    #expect(again.output == run.output)
    let kept = try workspace.run("study study-look/spec.yaml --directory other --quiet")
    #expect(kept.status == 0 && kept.output == run.output, "\(kept.errors)")
    #expect(try workspace.bytes("other/spec.yaml") == workspace.bytes("study-look/spec.yaml"))
    #expect(try workspace.text("study-look/spec.yaml").contains("  hessianSteps: 0\n"))
  }

  @Test func whatIsWrongInASpecIsNamedWithItsPlace() throws {
    let workspace = try Workspace()
    for (text, problem) in [
      ("study: toi", "s.yaml:1:8: there is no study 'toi'; did you mean 'toy'?"),
      ("stud: toy", "s.yaml:1:1: 'stud' is not a key of a study's spec; did you mean 'study'?"),
      ("study: toy\nset: {epoch: 3}", "s.yaml:2:7: 'epoch' is not a setting; did you mean 'epochs'?"),
      ("study: toy\nset:\n  epochs: -3", "s.yaml:3:11: epochs: -3 is not accepted; use 1 … 10000"),
      ("study: scaling\nset: {text: none.txt}", "s.yaml:2:13: text: none.txt is not accepted"),
      ("study: [toy\nset: x", "s.yaml:2:4: not valid YAML"), ("", "s.yaml: the file is empty"),
    ] {
      try workspace.write(text, to: "s.yaml")
      expectFailure(try workspace.run("study s.yaml --quiet --directory out"), 65, problem)
    }
    expectFailure(try workspace.run("study none.yaml"), 66, "none.yaml")
    try workspace.write("study: toy", to: "out/spec.yaml")
    expectFailure(
      try workspace.run("study out/spec.yaml --directory out"), 64, "is the same file as the spec")
    expectFailure(try workspace.run("study out/spec.yaml --set epochs=-3"), 64, "epochs: -3 is not accepted")
    #expect(try workspace.text("out/spec.yaml") == "study: toy")
  }

  /// Beside the spec, wherever the program is started.
  @Test func aSpecFindsWhatStandsBesideIt() throws {
    let workspace = try Workspace()
    try Folder.create(workspace.file("in"))
    try workspace.write((0..<3_000).map { "line \($0 * $0 % 97) of a text\n" }.joined(), to: "in/own.txt")
    try workspace.write(
      """
      study: scaling
      quick: true
      set:
        text: own.txt
        sizes: [8, 16]
        tokens: [512]
        usualSize: 8
        usualTokens: 512
        contextLength: 16
        validationTokens: 512
        headCount: 2
      """, to: "in/own.yaml")
    let run = try workspace.run("study in/own.yaml")
    #expect(run.status == 0 && workspace.exists("study-own/report.html"), "\(run.errors)")
  }

  @Test func whatIsNotAStudyOrASettingIsNamed() throws {
    let workspace = try Workspace()
    expectFailure(try workspace.run("study toi"), 64, "did you mean 'toy'?")
    expectFailure(try workspace.run("study toy --set epoch=3"), 64, "did you mean 'epochs'?")
    expectFailure(try workspace.run("study toy --set epochs"), 64, "key=value")
    #expect(workspace.names.isEmpty)
  }

  @Test func aFileInTheFoldersPlaceIsRefused() throws {
    let workspace = try Workspace()
    try workspace.write("mine", to: "out")
    expectFailure(
      try workspace.run("study toy \(tiny) --directory out"), 73,
      "out: is no folder; give --directory another name")
    #expect(try workspace.text("out") == "mine")
  }
}

@Suite struct SharpnessOptionTests {
  @Test func relativesOfSAMAreOptions() throws {
    let workspace = try Workspace.withData()
    for options in [
      "--sam gsam:0.3", "--sam momentum", "--sam looksam --sam-parameters attention", "--sam fsam",
    ] {
      let run = try workspace.run("fit f.csv \(Workspace.small) \(options)")
      #expect(run.status == 0, "\(options): \(run.errors)")
    }
    #expect(try workspace.run("inspect").output.contains("in the form fsam:1.0:0.9"))
    expectFailure(try workspace.run("fit f.csv \(Workspace.small) --sam sum"), 64, "--sam sum", "looksam")
  }

  @Test func aPartThatTheModelDoesNotHaveIsNamed() throws {
    let workspace = try Workspace.withData()
    expectFailure(
      try workspace.run(
        "fit f.csv --model mlp --horizon 12 --lookback 48 --rho 0.1 --sam-parameters attention --epochs 1"),
      64, "samParameters: attention is not accepted")
    expectFailure(
      try workspace.run("fit f.csv --model mlp --horizon 12 --lookback 48 --sam gsam --epochs 1"), 64,
      "rho above 0")
  }
}
