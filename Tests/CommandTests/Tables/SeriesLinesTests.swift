import Testing

/// Files whose time runs across the table, as the World Bank, Johns Hopkins, Zillow and Eurostat publish them, and pandas writes a frame that
/// was turned: what is forecast is that of the same numbers one below the other.
@Suite struct SeriesLinesTests {
  /// A file of three series, the second of which begins late and ends early; the third has a hole.
  private struct Publication {
    /// What stands above the header.
    var above = ""
    /// The names before the times; those that tell series apart first.
    let names: [String]
    /// How many of them tell series apart.
    var idCount = 1
    /// The cells of each line under these names.
    let cells: [[String]]
    let stamps: [String]
    /// What each line ends with.
    var end = ""

    /// The columns that tell series apart, one without a name as it is called.
    var ids: [String] { names.prefix(idCount).map { $0.isEmpty ? "series" : $0 } }

    private static func value(_ line: Int, _ time: Int) -> Int? {
      if line == 1, time < 3 || time >= 22 { return nil }
      return line == 2 && time == 11 ? nil : 10 + line * 7 + time * time * 3 % 11
    }

    /// The file with a line for each series, up to the time before `count`.
    func across(_ count: Int) -> String {
      let header = names + stamps.prefix(count)
      let lines = cells.indices.map { line in
        cells[line] + (0..<count).map { Self.value(line, $0).map { "\($0)" } ?? "" }
      }
      return above
        + ([header] + lines).map { $0.map(Self.quoted).joined(separator: ",") + end + "\n" }.joined()
    }

    /// The same with a row for each value.
    func below(_ count: Int) -> String {
      var text = (ids + ["time", "value"]).map(Self.quoted).joined(separator: ",") + "\n"
      for line in cells.indices {
        for time in 0..<count {
          guard let value = Self.value(line, time) else { continue }
          text += (cells[line].prefix(idCount) + [stamps[time], "\(value)"]).map(Self.quoted).joined(
            separator: ",")
          text += "\n"
        }
      }
      return text
    }

    private static func quoted(_ cell: String) -> String { cell.contains(",") ? "\"\(cell)\"" : cell }
  }

  private static let months = (0..<24).map { "\(2010 + $0 / 12)-\($0 % 12 < 9 ? "0" : "")\($0 % 12 + 1)" }

  private static let publications: [String: Publication] = [
    "World Bank": Publication(
      above: "\"Data Source\",\"World Development Indicators\",\n\n\"Last Updated Date\",\"2024-10-24\",\n\n",
      names: ["Country Name", "Country Code", "Indicator Name", "Indicator Code"],
      cells: [
        ["Aruba", "ABW", "GDP", "NY.GDP"], ["Korea, Rep.", "KOR", "GDP", "NY.GDP"],
        ["Chad", "TCD", "GDP", "NY.GDP"],
      ], stamps: (1990..<2014).map { "\($0)" }, end: ","),
    "Johns Hopkins": Publication(
      names: ["Province/State", "Country/Region", "Lat", "Long"], idCount: 2,
      cells: [
        ["Ontario", "Canada", "51.2", "-85.3"], ["Alberta", "Canada", "53.9", "-116.5"],
        ["Ontario", "Elsewhere", "1", "2"],
      ], stamps: (0..<24).map { $0 < 10 ? "1/\($0 + 22)/20" : "2/\($0 - 9)/20" }),
    "Zillow": Publication(
      names: ["RegionName", "RegionID", "SizeRank", "RegionType"],
      cells: [
        ["New York, NY", "394913", "1", "msa"], ["Chicago, IL", "394463", "3", "msa"],
        ["Austin", "394355", "2", "msa"],
      ], stamps: months),
    "Eurostat": Publication(
      names: ["geo"], cells: [["AT"], ["DE"], ["FR"]],
      stamps: (0..<24).map { "\(2010 + $0 / 4)-Q\($0 % 4 + 1)" }),
    "pandas": Publication(
      names: [""], cells: [["AT"], ["DE"], ["FR"]],
      stamps: (0..<24).map { "\(201_400 + $0 / 12 * 100 + $0 % 12 + 1)" }),
  ]

  private static func workspace(_ name: String) throws -> (Workspace, ids: String) {
    let workspace = try Workspace()
    let file = try #require(publications[name])
    for (text, count) in [("old", 20), ("new", 24)] {
      try workspace.write(file.across(count), to: "\(text)-across.csv")
      try workspace.write(file.below(count), to: "\(text)-below.csv")
    }
    return (workspace, file.ids.joined(separator: ","))
  }

  @Test(arguments: publications.keys.sorted())
  func theForecastIsThatOfTheRowsBelowEachOther(name: String) throws {
    let (workspace, ids) = try Self.workspace(name)
    for model in ["last-value", "ets"] {
      let fit = ["--model", model, "--horizon", "2", "--predict", "-", "--quiet"]
      let across = try workspace.run(arguments: ["fit", "new-across.csv"] + fit)
      let below = try workspace.run(arguments: ["fit", "new-below.csv", "--series-column", ids] + fit)
      #expect(across.status == 0 && below.status == 0, "\(across.errors)\(below.errors)")
      #expect(across.output == below.output && rows(of: across).count == 7, "\(across.output)")
    }
  }

  /// A later file has more columns, which are new rows.
  @Test(arguments: publications.keys.sorted())
  func everyCommandReadsSuchFiles(name: String) throws {
    let (workspace, ids) = try Self.workspace(name)
    let fit = ["--model", "ets", "--horizon", "2", "--quiet", "-o"]
    let fitted = try workspace.run(
      arguments: ["fit", "old-across.csv"] + fit + ["across.safetensors"])
    let other = try workspace.run(
      arguments: ["fit", "old-below.csv", "--series-column", ids] + fit + ["below.safetensors"])
    #expect(fitted.status == 0 && other.status == 0, "\(fitted.errors)\(other.errors)")
    #expect(fitted.output == other.output)
    for command in ["predict", "evaluate"] {
      let across = try workspace.run("\(command) across.safetensors new-across.csv --quiet")
      let below = try workspace.run("\(command) below.safetensors new-below.csv --quiet")
      #expect(across.status == 0 && across.output == below.output, "\(across.errors)\(across.output)")
    }
    let updated = try workspace.run("update across.safetensors new-across.csv -o updated.safetensors --quiet")
    #expect(updated.status == 0, "\(updated.errors)")
    let predicted = try workspace.run("predict updated.safetensors new-across.csv --quiet")
    #expect(predicted.status == 0 && rows(of: predicted).count == 7, "\(predicted.errors)")
    let backtest = ["backtest", "new-across.csv", "--model", "last-value", "--horizon", "2", "--quiet"]
    #expect(try workspace.run(arguments: backtest).status == 0)
    let check = try workspace.run(arguments: ["check", "new-across.csv"])
    #expect(check.status == 0 && check.output.contains("time runs across: 3 series"), "\(check.output)")
  }

  /// The forecast has the columns of the ids, the time as the header has it, and the values.
  @Test func theForecastIsWrittenBelowEachOther() throws {
    let (workspace, _) = try Self.workspace("Johns Hopkins")
    let run = try workspace.run("fit new-across.csv --model last-value --horizon 1 --predict - --quiet")
    #expect(
      rows(of: run).map { $0.split(separator: ",").dropLast().joined(separator: ",") } == [
        "Province/State,Country/Region,time", "Ontario,Canada,2/15/20", "Alberta,Canada,2/13/20",
        "Ontario,Elsewhere,2/15/20",
      ], "\(run.errors)\(run.output)")
  }

  @Test func aCountryWithoutProvincesIsASeries() throws {
    let workspace = try Workspace()
    let stamps = (0..<8).map { "1/\($0 + 22)/20" }.joined(separator: ",")
    let lines = ["Province/State,Country/Region,\(stamps)", ",France,1,2,3,4,5,6,7,8"]
    let more = ["Reunion,France,2,3,4,5,6,7,8,9", "Ontario,Canada,1,1,1,1,1,1,1,1"]
    try workspace.write((lines + more).joined(separator: "\n") + "\n", to: "d.csv")
    let run = try workspace.run("fit d.csv --model last-value --horizon 1 --predict - --quiet")
    let expected = [
      "Province/State,Country/Region,time,value", ",France,1/30/20,8", "Reunion,France,1/30/20,9",
      "Ontario,Canada,1/30/20,1",
    ]
    #expect(rows(of: run) == expected, "\(run.errors)")
  }

  @Test func errorsNameLineAndStamp() throws {
    let workspace = try Workspace()
    let header = "geo,\((2010..<2020).map { "\($0)" }.joined(separator: ","))\n"
    try workspace.write(header + "AT,1,2,3,4,5,6,7,8,9,10\nDE,1,2,3,4,5 b,6,7,8,9,10\n", to: "d.csv")
    let fit = "fit d.csv --model last-value --horizon 1 --predict -"
    expectFailure(try workspace.run(fit), 65, "d.csv:3: column '2014': '5 b' is not a number")
    try workspace.write(header + "AT,1,2,3,4,5,6,7,8,9,10\nDE,1,2,3,4,x,6,x,8,9,10\n", to: "d.csv")
    expectFailure(try workspace.run(fit), 65, "d.csv:3: column '2014'", "try --missing-values x")
    #expect(try workspace.run(fit + " --missing-values x").status == 0)
    expectFailure(
      try workspace.run(fit + " --missing-values x --missing error"), 65, "d.csv:3: column '2014'")
    try workspace.write(header + "AT,1,2,3,4,5,6,7,8,9,10\nAT,1,2,3,4,5,6,7,8,9,10\n", to: "d.csv")
    expectFailure(
      try workspace.run(fit), 65, "d.csv:3: column 'geo': lines 2 and 3 are both of the series 'AT'")
  }

  private func rows(of run: ProgramRun) -> [String] { run.output.split(separator: "\n").map(String.init) }
}
