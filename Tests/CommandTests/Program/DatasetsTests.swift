import Persistence
import Testing

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

  @Test func whatCannotBeMadeIsTheFileAndNoTemporaryOne() throws {
    let workspace = try Workspace()
    let run = try workspace.shell("mkdir gone; cd gone; rmdir ../gone; forecast datasets fetch ETTh1")
    expectFailure(run, 73, "ETTh1.csv: cannot be created: no such folder")
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
