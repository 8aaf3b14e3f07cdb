import Persistence
import Platform
import Testing

@Suite struct CompetitionTests {
  /// Twelve yearly series of a made-up competition under the names of M1's files, in a data folder of the workspace.
  private func workspace() throws -> Workspace {
    let workspace = try Workspace()
    var (meta, train, test) = ("unique_id,type,period,h,n_train\n", "unique_id,ds,y\n", "unique_id,ds,y\n")
    for series in 0..<12 {
      meta += "Y\(series),yearly,1,3,20\n"
      for row in 1...23 {
        let line = "Y\(series),\(row),\(100 + 3 * row + (row * row + series * 5) % 7)\n"
        if row <= 20 { train += line } else { test += line }
      }
    }
    try Folder.create(workspace.file("data"))
    try Folder.create(workspace.file("data/competitions"))
    for (name, text) in [("meta", meta), ("train", train), ("test", test)] {
      try workspace.write(text, to: "data/competitions/m1_\(name).csv")
    }
    return workspace
  }

  private func run(_ workspace: Workspace, _ arguments: String) throws -> ProgramRun {
    try workspace.run(arguments, environment: ["FORECAST_DATA_DIR": workspace.file("data")])
  }

  @Test func everyModelAndFrequencyIsALineOfJSONWithAllLast() throws {
    let workspace = try workspace()
    let one = try run(workspace, "reproduce m1 --models theta,naive2 --json --quiet --threads 1")
    #expect(one.status == 0, "\(one.errors)")
    let lines = try one.output.split(separator: "\n").map { JSONReader(try JSONValue(parsing: String($0))) }
    #expect(try lines.map { try $0.member("model").string() } == ["theta", "theta", "naive2", "naive2"])
    #expect(try lines.map { try $0.member("frequency").string() } == ["yearly", "all", "yearly", "all"])
    for line in lines {
      #expect(try line.member("series").integer() == 12)
      #expect(try line.member("smape").number() > 0)
      #expect(try line.member("owa").number() <= 1)
    }
    #expect(try lines[0].member("coverage_95").number() >= 0)
    let three = try run(workspace, "reproduce m1 --models theta,naive2 --json --quiet --threads 3")
    #expect(three.output == one.output)
  }

  @Test func theTableSaysThatThereIsNothingToCompareWith() throws {
    let run = try run(workspace(), "reproduce m1 --models drift")
    #expect(run.status == 0 && run.output.contains("no published number"), "\(run.errors)")
    #expect(run.errors.contains("drift  12 series"))
  }

  @Test func wrongModelsOptionsAndFilesAreNamed() throws {
    let workspace = try workspace()
    expectFailure(try run(workspace, "reproduce m1 --models thet"), 64, "did you mean 'theta'?")
    expectFailure(try run(workspace, "reproduce m1 --seeds 1"), 64, "--seeds does not go with")
    expectFailure(
      try run(workspace, "reproduce m1 --workers 2"), 64,
      "--workers does not go with the competition m1: all threads")
    expectFailure(try run(workspace, "reproduce linear --models ets"), 64, "--models is for competitions")
    expectFailure(
      try Workspace().run("reproduce m3 --models theta"), 66, "competitions/m3_meta.csv", "FORECAST_DATA_DIR")
  }
}
