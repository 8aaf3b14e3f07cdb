import Persistence
import Testing

@Suite struct CalendarTests {
  private static let small =
    "--lookback 24 --horizon 6 --epochs 1 --model transformer --set hiddenSize=8 --set headCount=2 "
    + "--set feedForwardSize=16 --quiet"

  /// A workspace with `early.csv`, and with `late.csv` of the same values five hours later.
  private func workspace() throws -> Workspace {
    let workspace = try Workspace.withData()
    let lines = try workspace.lines("f.csv").map { $0.split(separator: ",", maxSplits: 1).map(String.init) }
    let count = lines.count - 5
    func text(stampsFrom shift: Int) -> String {
      (["\(lines[0][0]),\(lines[0][1])"]
        + (1..<count).map { "\(lines[$0 + shift][0]),\(lines[$0][1])" }).joined(separator: "\n")
    }
    try workspace.write(text(stampsFrom: 0), to: "early.csv")
    try workspace.write(text(stampsFrom: 5), to: "late.csv")
    return workspace
  }

  /// The forecast without its time column.
  private func values(_ run: ProgramRun) -> [[Substring]] {
    run.output.split(separator: "\n").dropFirst().map { Array($0.split(separator: ",").dropFirst()) }
  }

  @Test func theSameValuesAtAnotherHourHaveAnotherForecast() throws {
    let workspace = try workspace()
    #expect(try workspace.run("fit early.csv \(Self.small)").status == 0)
    let early = try workspace.run("predict model.safetensors early.csv")
    let late = try workspace.run("predict model.safetensors late.csv")
    #expect(early.status == 0 && values(early).count == 6)
    #expect(values(early) != values(late))
  }

  @Test func withoutACalendarTheHourDoesNotMatter() throws {
    let workspace = try workspace()
    #expect(try workspace.run("fit early.csv \(Self.small) --set calendar=none").status == 0)
    let early = try workspace.run("predict model.safetensors early.csv")
    let late = try workspace.run("predict model.safetensors late.csv")
    #expect(early.status == 0 && values(early).count == 6)
    #expect(values(early) == values(late))
  }

  @Test func evaluationRepeatsTheErrorsOfTheFit() throws {
    let workspace = try workspace()
    let fit = try workspace.run("fit early.csv \(Self.small) --json").json
    let evaluation = try workspace.run("evaluate model.safetensors early.csv --json").json
    for part in ["validation", "test"] {
      let errors = try [fit, evaluation].map { try $0.member(part).member("mse_norm").number() }
      #expect(errors[0] == errors[1], "\(part)")
    }
  }
}
