import Persistence
import Testing

@Suite struct ModelsAndInspectTests {
  @Test func modelsAreListedAndDescribed() throws {
    let workspace = try Workspace()
    let list = try workspace.run("models")
    #expect(list.status == 0)
    #expect(list.output.contains("samformer  ") && list.output.contains("last-value  "))
    let names = try workspace.run("models --json").json.elements().map { try $0.member("name").string() }
    #expect(names.count + 2 == list.output.split(separator: "\n").count)
    for name in names {
      let described = try workspace.run("models \(name)")
      #expect(described.status == 0)
      #expect(described.output.hasPrefix("\(name): ") && described.output.contains("Recipe:"))
      #expect(try workspace.run("models \(name) --json").json.member("name").string() == name)
    }
  }

  @Test func samformerShowsItsSettingsAndRecipe() throws {
    let workspace = try Workspace()
    let text = try workspace.run("models samformer").output
    for part in [
      "hiddenSize = 16", "valuePath = low-rank", "low-rank | full", "SAM with rho 0.7", "2402.10198",
    ] {
      #expect(text.contains(part), "\(part)")
    }
    let json = try workspace.run("models samformer --json").json
    #expect(try json.member("settings").elements().first?.member("default").integer() == 16)
    #expect(try json.member("recipe").member("rho").number() == 0.7)
  }

  @Test func modelsSaysWhichColumnsAForecasterTakes() throws {
    let workspace = try Workspace()
    let text = try workspace.run("models tide").output
    #expect(text.contains("columns known ahead") && text.contains("one value for each series"))
    let roles = try workspace.run("models lstm --json").json.member("takes").elements()
    #expect(try roles.map { try $0.string() } == ["past", "future", "fixed"])
    #expect(try workspace.run("models ets").output.contains("none are looked at"))
  }

  @Test func inspectShowsWhatIsInAModel() throws {
    let workspace = try Workspace.withModel()
    let text = try workspace.run("inspect").output
    for part in [
      "model      samformer hiddenSize=16", "lookback 48, horizon 12", "date; HUFL, HULL", "frequency  1 h",
      "f.csv (SHA-256 ", "0.7/0.1/0.2", "seed 1", "3,770 parameters", "compute_keys.weight",
    ] {
      #expect(text.contains(part), "\(part)")
    }
    let json = try workspace.run("inspect model.safetensors --json").json
    #expect(try json.member("parameters").integer() == 3770)
    #expect(try json.member("config").member("columns").member("channels").elements().count == 7)
    #expect(try json.member("tensors").elements().count == 12)
  }
}

@Suite struct CheckTests {
  @Test func soundDataIsSummarised() throws {
    let workspace = try Workspace.withData()
    let text = try workspace.run("check f.csv").output
    #expect(
      text.hasPrefix("f.csv: 1,200 rows × 7 channels, every 1 h, 2016-07-01 00:00:00 to 2016-08-19 23:00:00"))
    #expect(text.contains("nothing unusual"))
    let json = try workspace.run("check f.csv --json").json
    #expect(try json.member("rows").integer() == 1200)
    #expect(try json.member("columns").elements().count == 7)
    #expect(try json.member("warnings").elements().isEmpty)
  }

  @Test func manySeriesAreSummarised() throws {
    let workspace = try Workspace()
    let days = (1...20).map { "2024-01-\($0 < 10 ? "0" : "")\($0)" }
    var text = "shop,day,sales,promo,size\n"
    for (index, id) in ["007", "12", "30"].enumerated() {
      for (row, day) in days.enumerated().dropFirst(index * 4) where index != 1 || row != 9 {
        let sales = index == 2 ? "4" : row == 6 ? "" : "\(row % 7 + index)"
        text += "\(id),\(day),\(sales),\(row % 2),\(index)\n"
      }
    }
    try workspace.write(text, to: "shops.csv")
    let options = "--series-column shop --target sales --future promo --fixed size"
    let check = try workspace.run("check shops.csv \(options)")
    for part in [
      "shops.csv: 48 rows × 2 channels, 3 series by 'shop', every 1 day, 2024-01-01 to 2024-01-20",
      "series have 12 to 20 rows, half of them 16 or more; the fewest steps with a row has '12', 93.8 %",
      "cells are missing in 2 series, most in '12': 3 of 32",
      "forecast: 'sales'; known ahead: 'promo'; one value a series: 'size'",
      "warning: column 'sales' is the same in all rows of 1 of 3 series",
      "warning: column 'sales': 2 cells missing, the first on line 8",
    ] { #expect(check.output.contains(part), "\(part): \(check.output) \(check.errors)") }
    let json = try workspace.run("check shops.csv \(options) --json").json
    #expect(try json.member("series").member("count").integer() == 3)
    #expect(try json.member("series").member("rows").member("min").integer() == 12)
    #expect(try json.member("roles").member("future").elements().map { try $0.string() } == ["promo"])
    #expect(try json.member("columns").elements()[0].member("missing").integer() == 3)
    let one = try workspace.run("check shops.csv \(options) --series 30 --json").json
    #expect(try one.member("rows").integer() == 12)
    expectFailure(
      try workspace.run("check shops.csv \(options) --series 7"), 65, "there is no series '7'")
  }

  @Test func otherDelimitersAndTimeColumnsAreRead() throws {
    let workspace = try Workspace.withData()
    let moved = try workspace.lines("f.csv").map { line in
      let cells = line.split(separator: ",")
      return (cells.dropFirst() + [cells[0]]).joined(separator: ";")
    }
    try workspace.write(moved.joined(separator: "\n"), to: "moved.csv")
    #expect(
      try workspace.run("check moved.csv --time-column date --json").json.member("rows").integer() == 1200)
    let fit = try workspace.run(
      "fit moved.csv \(Workspace.small) --time-column date --delimiter ; --json --quiet")
    #expect(try fit.json.member("weights_sha256").string() == workspace.digest())
    #expect(try workspace.run("predict").output.split(separator: "\n").count == 13)
  }

  @Test func irregularStampsAreWarnings() throws {
    let workspace = try Workspace.withData()
    var lines = try workspace.lines("f.csv")
    lines.remove(at: 500)
    try workspace.write(lines.joined(separator: "\n"), to: "gap.csv")
    let warnings = try workspace.run("check gap.csv --json").json.member("warnings").elements()
    #expect(warnings.count == 1)
    #expect(try warnings[0].string().contains("line 501"))
  }
}

@Suite struct DatasetsTests {
  @Test func theListNamesFilesAndGenerators() throws {
    let workspace = try Workspace()
    let text = try workspace.run("datasets list").output
    for name in ["ETTh1", "ETTm2", "weather", "exchange_rate", "etth", "17,420 × 7"] {
      #expect(text.contains(name))
    }
    let entries = try workspace.run("datasets list --json").json.member("datasets").elements()
    #expect(entries.count == 6)
    #expect(try entries[0].member("sha256").string().count == 64)
  }

  @Test(arguments: [("etth", 7, "1 h"), ("weather", 21, "10 min"), ("exchange", 8, "1 day")])
  func generatedFilesHaveTheShapeOfTheBenchmark(_ name: String, _ channels: Int, _ frequency: String) throws {
    let workspace = try Workspace()
    let run = try workspace.run("datasets generate \(name) g.csv --rows 300 --seed 5")
    #expect(run.status == 0 && run.output.isEmpty)
    #expect(run.errors.contains("wrote g.csv: 300 rows × \(channels) channels"))
    let check = try workspace.run("check g.csv --json").json
    #expect(try check.member("rows").integer() == 300)
    #expect(try check.member("frequency").string() == frequency)
    #expect(try check.member("columns").elements().count == channels)
  }

  @Test func generatingIntoAMissingFolderIsExitCode73() throws {
    expectFailure(
      try Workspace().run("datasets generate etth nowhere/g.csv --rows 10"), 73, "nowhere/g.csv",
      "no such folder")
  }

  @Test func fetchingNeverReplacesAnotherFile() throws {
    let workspace = try Workspace()
    try workspace.write("mine", to: "ETTh1.csv")
    expectFailure(
      try workspace.run("datasets fetch ETTh1"), 73, "ETTh1.csv: another file is already there",
      "remove or rename")
    #expect(try workspace.text("ETTh1.csv") == "mine")
  }

  @Test func withoutADownloaderItSaysWhatToDo() throws {
    let workspace = try Workspace()
    let run = try workspace.run("datasets fetch ETTh1 --directory data", environment: ["PATH": "/nowhere"])
    expectFailure(run, 66, "cannot run curl; install it, or download https://", "save it as data/ETTh1.csv")
  }

  @Test func aFileWithoutAKnownAddressSaysWhereToLook() throws {
    expectFailure(
      try Workspace().run("datasets fetch weather"), 66, "bgc-jena.mpg.de", "save it as ./weather.csv")
  }
}
