import TestSupport
import Testing

/// What is wrong while the data recorded in a model are used is not always the data.
@Suite struct RecordedDataTests {
  /// 26 days with a promotion known ahead, and a model of them.
  private static func fitted() throws -> Workspace {
    let workspace = try Workspace()
    let rows = (0..<26).map { "\(SampleDate.day($0)),\($0 % 5 == 0 ? 1 : 0),\(50 + $0 % 9 + $0 % 3)" }
    try workspace.write((["date,promo,y"] + rows).joined(separator: "\n"), to: "d.csv")
    let fit = try workspace.run(
      "fit d.csv --model arima --set order=0,0,0 --target y --future promo --horizon 3 --quiet")
    try #require(fit.status == 0, "\(fit.errors)")
    return workspace
  }

  @Test func aStampThatIsNoneIsNamed() throws {
    let workspace = try Self.fitted()
    expectFailure(try workspace.run("evaluate --from soon"), 64, "'soon' is no stamp like '2024-01-01'")
    expectFailure(try workspace.run("predict --at soon"), 64, "'soon' is no stamp like '2024-01-01'")
  }

  /// A path without a folder means another file wherever the command is given.
  @Test func fromAnotherFolderTheDataAreNamed() throws {
    let workspace = try Self.fitted()
    let command = "mkdir sub && cd sub && forecast predict ../model.safetensors"
    expectFailure(
      try workspace.shell(command), 66,
      "../model.safetensors: the file recorded in it, 'd.csv', is not in this folder; name the data after the model"
    )
    let named = try workspace.shell("cd sub && forecast evaluate ../model.safetensors ../d.csv")
    #expect(named.status == 0, "\(named.errors)")
  }

  @Test func aFileOfWhatIsKnownAheadIsBlamedItself() throws {
    let workspace = try Self.fitted()
    let files = [
      "column": "date,price\n2024-01-27,1\n2024-01-28,2\n2024-01-29,3\n",
      "number": "date,promo\n2024-01-27,1\n2024-01-28,many\n2024-01-29,0\n",
      "rows": "date,promo\n2024-01-27,1\n2024-01-28,0\n",
    ]
    for (name, text) in files {
      try workspace.write(text, to: "\(name).csv")
      let run = try workspace.run("predict --future \(name).csv")
      expectFailure(run, 65, "\(name).csv")
      #expect(!run.errors.contains("not data of this model"), "\(run.errors)")
    }
  }

  @Test func anUpdatedModelSaysThatItIsOne() throws {
    let workspace = try Self.fitted()
    let rows = (26..<29).map { "\(SampleDate.day($0)),0,\(50 + $0 % 9)" }
    try workspace.write((try workspace.lines("d.csv") + rows).joined(separator: "\n"), to: "later.csv")
    let update = try workspace.run("update model.safetensors later.csv --quiet")
    try #require(update.status == 0, "\(update.errors)")
    expectFailure(try workspace.run("evaluate"), 64, "later.csv: the model has been updated since its fit")
  }

  /// Data that are none of the model's are still not shown.
  @Test func otherDataInItsPlaceAreNotData() throws {
    let workspace = try Self.fitted()
    try workspace.write("h1dd3n,s3cr3t\n2024-01-01,7\n2024-01-02,8\n2024-01-03,9\n", to: "d.csv")
    let run = try workspace.run("predict")
    expectFailure(run, 65, "the file recorded in it, 'd.csv', is not data of this model")
    #expect(!run.errors.contains("s3cr3t"))
  }
}
