import Persistence
import Testing

@Suite struct FitTests {
  @Test func jsonHasEveryKeyOfTheContract() throws {
    let workspace = try Workspace.withData()
    let run = try workspace.run("fit f.csv \(Workspace.small) --json --seed 3")
    #expect(run.status == 0)
    #expect(run.output.split(separator: "\n").count == 1)
    let json = try run.json
    #expect(try json.member("model").string() == "samformer")
    #expect(try json.member("data").string() == "f.csv")
    #expect(try json.member("lookback").integer() == 48)
    #expect(try json.member("horizon").integer() == 12)
    #expect(try json.member("seed").integer() == 3)
    #expect(try json.member("parameters").integer() == 3770)
    #expect(try json.member("epochs").integer() == 2)
    #expect((0...2).contains(try json.member("best_epoch").integer()))
    let seconds = try json.member("seconds")
    let stages = try ["load", "train"].map { try seconds.member($0).number() }
    #expect(stages.allSatisfy { $0 >= 0 })
    #expect(try seconds.member("total").number() >= stages.reduce(0, +))
    try expectScore(json.member("validation"), windows: 120 - 12 + 1, keys: ["mse_norm", "mae_norm"])
    try expectScore(
      json.member("test"), windows: 240 - 12 + 1, keys: ["mse_norm", "mae_norm", "mse", "mae", "mase"])
    for key in ["crps_norm", "pinball_norm"] {
      #expect(try json.member("test").member(key).number() > 0)
    }
    for level in [80, 95] {
      let coverage = try json.member("test").member("coverage_\(level)").number()
      #expect(coverage > 0.5 && coverage <= 1)
    }
    let digest = try json.member("weights_sha256").string()
    #expect(digest.count == 64 && digest.allSatisfy(\.isHexDigit))
    #expect(try json.member("recipe").member("batchSize").integer() == 32)
  }

  private func expectScore(_ score: JSONReader, windows: Int, keys: [String]) throws {
    let all = try score.object().keys
    let ofIntervals = ["coverage_", "width_", "crps_", "pinball_"]
    #expect(all.filter { key in !ofIntervals.contains { key.hasPrefix($0) } } == keys + ["windows"])
    #expect(try score.member("windows").integer() == windows)
    for key in keys { #expect(try score.member(key).number() > 0) }
  }

  @Test func theTableShowsEverySplitBesideTheNaiveForecast() throws {
    let workspace = try Workspace.withData()
    let run = try workspace.run("fit f.csv \(Workspace.small)")
    let lines = run.output.split(separator: "\n")
    #expect(lines.count == 8)
    #expect(lines[0].split(separator: " ") == ["windows", "mse_norm", "mae_norm", "mse", "mae", "mase"])
    #expect(lines[1].hasPrefix("validation "))
    #expect(lines[2].hasPrefix("test "))
    #expect(lines[3].hasPrefix("test, last-value "))
    #expect(lines[4].hasPrefix("test, seasonal-naive "))
    #expect(lines[5].hasPrefix("test, linear-closed-form "))
    #expect(lines[6].hasPrefix("test: 80 % intervals held ") && lines[6].contains("95 % intervals held "))
    #expect(lines[7].hasPrefix("test: CRPS ") && lines[7].hasSuffix(" (standardised units, as the widths)"))
    #expect(run.errors.contains("recipe: 2 epochs at most"))
  }

  @Test func baselinesMayBeLeftOut() throws {
    let workspace = try Workspace.withData()
    let run = try workspace.run("fit f.csv \(Workspace.small) --no-baselines")
    #expect(run.output.split(separator: "\n").count == 5)
    let json = try workspace.run("fit f.csv \(Workspace.small) --json --quiet").json
    #expect(
      try json.member("baselines").object().keys == ["last-value", "seasonal-naive", "linear-closed-form"])
    for (_, score) in try json.member("baselines").members() {
      try expectScore(score, windows: 240 - 12 + 1, keys: ["mse_norm", "mae_norm", "mse", "mae", "mase"])
    }
  }

  @Test(arguments: [
    "--seq_len 48 --pred_len 12 --train_epochs 2 --batch_size 16",
    "--seq-len 48 --pred-len 12 --train-epochs 2 --batch-size 16",
    "--seq_len=48 --pred_len=12 --train_epochs=2 --batch_size=16",
    "--lookback 48 --horizon 12 --epochs 2 --batch-size=16",
  ])
  func benchmarkScriptsMayKeepTheirOptionNames(_ options: String) throws {
    let workspace = try Workspace.withData()
    let json = try workspace.run("fit f.csv --model samformer \(options) --json --quiet").json
    #expect(try json.member("lookback").integer() == 48)
    #expect(try json.member("horizon").integer() == 12)
    #expect(try json.member("epochs").integer() == 2)
    #expect(try json.member("recipe").member("batchSize").integer() == 16)
  }

  @Test func everyTrainingOptionReachesTheStoredRecipe() throws {
    let workspace = try Workspace.withData()
    let options =
      "--batch-size 64 --learning-rate 0.002 --schedule halving:3 --patience 4 --optimizer adamw "
      + "--weight-decay 0.01 --rho 0.1 --adaptive --loss huber:0.5 --clip 2 --averaging ema:0.9"
    let run = try workspace.run("fit f.csv \(Workspace.small) \(options) --quiet")
    try #require(run.status == 0, "\(run.errors)")
    let config = try workspace.run("inspect --json").json.member("config")
    let expected = """
      {"epochs":2,"batchSize":64,"learningRate":0.002,"schedule":"halving:3","patience":4,"optimizer":"adamw",\
      "weightDecay":0.01,"rho":0.1,"isAdaptive":true,"loss":"huber:0.5","gradientLimit":2.0,\
      "averaging":"ema:0.9"}
      """
    #expect(try config.member("recipe").value.text() == expected)
  }

  @Test func shortDataTakesSmallerSizesAndSaysSo() throws {
    let workspace = try Workspace.withData()
    let run = try workspace.run("fit f.csv --model samformer --epochs 1 --json")
    #expect(run.status == 0)
    #expect(try run.json.member("lookback").integer() == 372)
    #expect(run.errors.contains("warning: only 840 training rows: using lookback 372 and horizon 96"))
  }

  @Test func aPatchThatDoesNotFitIsMadeSmallerAndSaid() throws {
    let workspace = try Workspace()
    let rows = (1...5).map { "2023-01-0\($0),\(10 * $0)" }
    try workspace.write((["date,y"] + rows).joined(separator: "\n") + "\n", to: "five.csv")
    let fit = try workspace.run("fit five.csv --model patchtst --horizon 1 --epochs 1")
    #expect(fit.status == 0, "\(fit.errors)")
    #expect(fit.errors.contains("a patch of 16 rows does not fit into the lookback; patches have 1"))
    let prediction = try workspace.run("predict model.safetensors five.csv --quiet")
    #expect(prediction.status == 0 && prediction.output.contains("2023-01-06"), "\(prediction.errors)")
    expectFailure(
      try workspace.run("fit five.csv --model patchtst --horizon 1 --set patchLength=3"), 64, "patchLength",
      "1 … 1")
  }

  @Test func fortyRowsAreEnoughWithoutSizes() throws {
    let workspace = try Workspace.withData()
    try workspace.write(workspace.lines("f.csv").prefix(41).joined(separator: "\n"), to: "short.csv")
    let run = try workspace.run("fit short.csv --model samformer --epochs 1")
    #expect(run.status == 0)
    #expect(run.errors.contains("warning: only 28 training rows"))
  }

  @Test func sizesThatDoNotFitShowTheSum() throws {
    let workspace = try Workspace.withData()
    expectFailure(
      try workspace.run("fit f.csv --model samformer --lookback 1000 --horizon 96"), 65,
      "f.csv: need lookback 1000 + horizon 96 = 1096 training rows, have 840; try --lookback 512")
  }

  @Test func featuresChooseWhatIsForecast() throws {
    let workspace = try Workspace.withData()
    for (options, header, parameters) in [
      ("--features S --target HULL", "date,HULL", 3758),
      ("--features MS --target HULL", "date,HULL", 3770),
      ("--features S", "date,OT", 3758),
      ("--features M", "date,HUFL,HULL,MUFL,MULL,LUFL,LULL,OT", 3770),
    ] {
      let run = try workspace.run("fit f.csv \(Workspace.small) --json --quiet \(options)")
      #expect(try run.json.member("parameters").integer() == parameters)
      #expect(try workspace.run("predict").output.hasPrefix(header + "\n"))
    }
  }

  /// Where each channel is forecast by itself, the others change nothing: this is said.
  @Test func channelsThatAreNotLookedAtAreNamed() throws {
    let workspace = try Workspace.withData()
    let words = "does not look at columns whose past alone is known"
    for (model, isSaid) in [
      ("linear-closed-form", true), ("last-value", true), ("samformer --epochs 1", false),
    ] {
      let fit = "fit f.csv --model \(model) --lookback 24 --horizon 6 --target OT --quiet"
      let run = try workspace.run(fit + " --features MS")
      #expect(run.status == 0 && run.errors.contains(words) == isSaid, "\(model): \(run.errors)")
      #expect(try !workspace.run(fit + " --features S").errors.contains(words))
    }
  }

  @Test func ratiosDivideTheRows() throws {
    let workspace = try Workspace.withData()
    let json = try workspace.run("fit f.csv \(Workspace.small) --split 0.6/0.2/0.2 --json --quiet").json
    #expect(try json.member("validation").member("windows").integer() == 240 - 12 + 1)
  }

  @Test func withoutTestRowsThereIsNoTestScore() throws {
    let workspace = try Workspace.withData()
    let json = try workspace.run("fit f.csv \(Workspace.small) --split 0.9/0.1/0 --json --quiet").json
    #expect(try json.member("test").value == .null)
  }

  @Test func trainingNeedsValidationRows() throws {
    let workspace = try Workspace.withData()
    expectFailure(
      try workspace.run("fit f.csv \(Workspace.small) --split 0.8/0/0.2"), 64, "no validation rows",
      "try --split 0.7/0.1/0.2")
  }

  @Test func aDivergingFitSaysWhatToTry() throws {
    let workspace = try Workspace.withData()
    expectFailure(
      try workspace.run("fit f.csv \(Workspace.small) --learning-rate 1e30 --quiet"), 64, "epoch 1",
      "try --learning-rate")
    #expect(!workspace.exists("model.safetensors"))
  }

  @Test func theNaiveForecastHasNothingToTrain() throws {
    let workspace = try Workspace.withData()
    let run = try workspace.run("fit f.csv --model last-value --lookback 48 --horizon 12 --json --quiet")
    #expect(try run.json.member("parameters").integer() == 0)
    let (test, baseline) = try (run.json.member("test"), run.json.member("baselines").member("last-value"))
    for key in try baseline.object().keys {
      #expect(try test.member(key).value == baseline.member(key).value)
    }
  }
}
