import TestSupport
import Testing

/// Pages and pictures of data with more channels than anybody wants to see.
@Suite struct ManyChannelsTests {
  private static func workspace() throws -> Workspace {
    let workspace = try Workspace()
    let names = (0..<30).map { "c\($0)" }
    let rows = (0..<120).map { row in
      ([row] + names.indices.map { 100 + (row * (3 + $0)) % (7 + $0) }).map(String.init).joined(
        separator: ",")
    }
    try workspace.write(
      (["row," + names.joined(separator: ",")] + rows).joined(separator: "\n") + "\n", to: "d.csv")
    let fit = try workspace.run("fit d.csv --model last-value --lookback 4 --horizon 3 --quiet")
    try #require(fit.status == 0, "\(fit.errors)")
    return workspace
  }

  @Test func picturesSayOfHowManyChannelsTheyShowSome() throws {
    let workspace = try Self.workspace()
    let plot = try workspace.run("plot model.safetensors d.csv -o d.svg --quiet")
    let evaluation = try workspace.run("evaluate model.safetensors d.csv --report e.html")
    try #require(plot.status == 0 && evaluation.status == 0, "\(plot.errors) \(evaluation.errors)")
    #expect(try workspace.text("d.svg").contains("the first 3 of 30 channels"))
    let text = try workspace.run("plot model.safetensors d.csv --terminal --quiet").output
    #expect(text.hasSuffix("\nthe first 3 of 30 channels\n"))
    #expect(
      !(try workspace.run("plot model.safetensors d.csv --channel c4 --quiet").output.contains("of 30")))
    #expect(try workspace.text("e.html").contains("the first 8 of 30 channels"))
    let backtest = try workspace.run(
      "backtest d.csv --model last-value --horizon 3 --windows 2 --report b.html --quiet")
    try #require(backtest.status == 0, "\(backtest.errors)")
    let page = try workspace.text("b.html")
    #expect(page.contains("1 series of 30 channels, ") && page.contains("6 of 30 channels are drawn"))
  }

  @Test func aLongTableStandsBehindThePicturesAndFolded() throws {
    let workspace = try Self.workspace()
    let run = try workspace.run("diagnose model.safetensors d.csv -o x.html")
    try #require(run.status == 0, "\(run.errors)")
    let page = try CheckedXML(String(workspace.text("x.html").dropFirst("<!DOCTYPE html>\n".count)))
    let names = page.elements.map(\.name)
    let fold = try #require(names.firstIndex(of: "details"))
    let table = try #require(names.firstIndex(of: "pre"))
    #expect(fold < table && page.elements[table].text.contains("c29"))
    #expect(!names[table...].contains("svg"))
  }
}
