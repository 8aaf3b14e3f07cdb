import Testing

@Suite struct ReportTests {
  /// A workspace with a finished sweep in `out`.
  private func workspace() throws -> Workspace {
    let workspace = try Workspace.withData()
    try workspace.write(
      """
      name: small
      data: f.csv
      models: [samformer, last-value]
      horizons: [6]
      lookbacks: [48]
      seeds: [1, 2]
      training: {epochs: 1}
      """, to: "spec.yaml")
    let run = try workspace.run("sweep spec.yaml -o out --quiet")
    try #require(run.status == 0, "\(run.errors)")
    return workspace
  }

  private func records(_ workspace: Workspace) throws -> [String] {
    try workspace.lines("out/plan.json").filter { $0.contains("\"id\"") }.map {
      String($0.split(separator: "\"")[3])
    }
  }

  @Test func theSamePagesAreMadeFromRecordsAlone() throws {
    let workspace = try workspace()
    let pages = try ["report.html", "report.md", "results.csv"].map { try workspace.text("out/\($0)") }
    #expect(pages[0].hasPrefix("<!DOCTYPE html>") && pages[0].contains("<h1>small</h1>"))
    for name in ["report.html", "report.md", "results.csv"] { try workspace.write("", to: "out/\(name)") }
    try workspace.write("gone", to: "f.csv")
    let run = try workspace.run("report out")
    #expect(run.status == 0 && run.output.isEmpty && run.errors.isEmpty, "\(run.errors)")
    #expect(try ["report.html", "report.md", "results.csv"].map { try workspace.text("out/\($0)") } == pages)
  }

  @Test func onePageGoesWhereItIsAskedFor() throws {
    let workspace = try workspace()
    #expect(try workspace.run("report out --output page.html").status == 0)
    #expect(try workspace.text("page.html") == workspace.text("out/report.html"))
    #expect(try workspace.run("report out -o page.md").status == 0)
    #expect(try workspace.text("page.md") == workspace.text("out/report.md"))
  }

  @Test func aSingleRecordMakesAPage() throws {
    let workspace = try workspace()
    let id = try #require(try records(workspace).first)
    #expect(try workspace.run("report out/runs/\(id).json").status == 0)
    let page = try workspace.text("report.html")
    #expect(page.contains("<h1>samformer on f.csv</h1>") && page.contains("1 run, 1 finished."))
    #expect(page.contains(id))
  }

  @Test func aFolderOfRecordsWithoutPlanMakesAPage() throws {
    let workspace = try workspace()
    for id in try records(workspace) {
      #expect(try workspace.run("report out/runs/\(id).json -o \(id).html").status == 0)
    }
    try workspace.remove("out/plan.json")
    #expect(try workspace.run("report out").status == 0)
    let page = try workspace.text("out/report.html")
    #expect(page.contains("3 runs, 3 finished.") && page.contains("<h1>out</h1>"))
  }

  @Test func wrongSourcesHaveTheirExitCodes() throws {
    let workspace = try workspace()
    expectFailure(try workspace.run("report nowhere"), 66, "nowhere")
    for name in ["f.csv", "spec.yaml", "out/plan.json"] {
      let run = try workspace.run("report \(name)")
      expectFailure(run, 65, "\(name): is no record of a sweep")
      #expect(!run.errors.contains("remove"), "\(run.errors)")
    }
    expectFailure(try workspace.run("report"), 64)
    expectFailure(try workspace.run("report out -o nowhere/page.html"), 73, "nowhere/page.html")
    let id = try #require(try records(workspace).first)
    try workspace.write("{\"format\": 1", to: "out/runs/\(id).json")
    let run = try workspace.run("report out")
    #expect(
      run.status == 0 && run.errors.contains("\(id).json")
        && run.errors.contains("remove the file to run it again"))
    #expect(try workspace.text("out/report.html").contains("1 failed"))
  }

  /// As a full disk leaves them.
  @Test func recordsWithTheSameDamageAreOneWarning() throws {
    let workspace = try workspace()
    for id in try records(workspace).dropFirst() { try workspace.write("", to: "out/runs/\(id).json") }
    let run = try workspace.run("report out")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errorLines.count == 1, "\(run.errors)")
    #expect(
      run.errors.contains(
        ".json: each not valid JSON at byte 0: the text ends where a value should begin; remove the file"))
  }

  @Test func aFolderWithoutRecordsIsRefused() throws {
    let workspace = try workspace()
    for id in try records(workspace) { try workspace.remove("out/runs/\(id).json") }
    expectFailure(try workspace.run("report out"), 65, "out: no records", "forecast sweep")
    expectFailure(
      try workspace.run("report ."), 65, ".: no records; name the output folder of forecast sweep")
  }
}
