import Testing

/// What does not fit into memory is said in one line.
@Suite struct MemoryTests {
  @Test func aModelFileLargerThanMemoryIsRefused() throws {
    let workspace = try Workspace.withData()
    for command in ["inspect big", "predict big f.csv", "report big", "fit f.csv --initial-weights big"] {
      let run = try workspace.shell(
        "truncate -s 8G big; ulimit -v 4000000; forecast \(command) --quiet".replacing(
          "inspect big --quiet", with: "inspect big"
        ).replacing("report big --quiet", with: "report big"))
      expectFailure(run, 70, "big: cannot be read: it does not fit into memory")
    }
  }
}
