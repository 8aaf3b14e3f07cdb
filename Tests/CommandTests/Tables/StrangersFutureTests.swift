import Testing

/// What is known ahead, in files that are written otherwise than the data.
@Suite struct StrangersFutureTests {
  /// A day of January, from row 0 on.
  private static func day(_ row: Int) -> (iso: String, german: String, us: String) {
    let day = row < 9 ? "0\(row + 1)" : "\(row + 1)"
    return ("2024-01-\(day)", "\(day).01.2024", "01/\(day)/2024")
  }

  private static func cells(_ row: Int) -> (temperature: String, promotion: Int) {
    ("\(15 + row % 9).\(row * 7 % 10)", row % 5 == 0 ? 1 : 0)
  }

  private static func fitted() throws -> Workspace {
    let workspace = try Workspace()
    let rows = (0..<28).map { row -> String in
      let (temperature, promotion) = cells(row)
      return "\(day(row).iso),\(promotion),\(temperature),\(50 + 10 * promotion + row % 9 + row % 3)"
    }
    try workspace.write((["date,promo,temp,y"] + rows).joined(separator: "\n"), to: "d.csv")
    let fit = try workspace.run(
      "fit d.csv --model arima --set order=0,0,0 --target y --future promo,temp --horizon 3 --quiet")
    #expect(fit.status == 0, "\(fit.errors)")
    return workspace
  }

  /// Rows of what is known ahead, written in another way.
  private static let forms: [(name: String, header: String, row: @Sendable (Int) -> String)] = [
    ("as the data", "date,promo,temp", { "\(day($0).iso),\(cells($0).promotion),\(cells($0).temperature)" }),
    (
      "decimal commas", "date;promo;temp",
      { "\(day($0).german);\(cells($0).promotion);\(cells($0).temperature.replacing(".", with: ","))" }
    ),
    ("semicolons", "date;promo;temp", { "\(day($0).iso);\(cells($0).promotion);\(cells($0).temperature)" }),
    ("dots", "date,promo,temp", { "\(day($0).german),\(cells($0).promotion),\(cells($0).temperature)" }),
    ("slashes", "date,promo,temp", { "\(day($0).us),\(cells($0).promotion),\(cells($0).temperature)" }),
    (
      "a clock", "date,promo,temp", { "\(day($0).iso) 00:00,\(cells($0).promotion),\(cells($0).temperature)" }
    ),
    ("an order", "temp,date,promo", { "\(cells($0).temperature),\(day($0).iso),\(cells($0).promotion)" }),
    ("a target", "date,promo,temp,y", { "\(day($0).iso),\(cells($0).promotion),\(cells($0).temperature)," }),
    ("tabs", "date\tpromo\ttemp", { "\(day($0).iso)\t\(cells($0).promotion)\t\(cells($0).temperature)" }),
  ]

  @Test func whatIsKnownAheadMayBeWrittenOtherwise() throws {
    let workspace = try Self.fitted()
    var outputs: [String] = []
    for form in Self.forms {
      let lines = (28..<31).map(form.row)
      try workspace.write(([form.header] + lines).joined(separator: "\n"), to: "f.csv")
      let run = try workspace.run("predict model.safetensors d.csv --future f.csv")
      #expect(run.status == 0, "\(form.name): \(run.errors)")
      outputs.append(run.output)
    }
    #expect(Set(outputs).count == 1 && outputs[0].hasPrefix("date,y\n2024-01-29,"), "\(Set(outputs))")
  }

  @Test func oneRowIsEnoughForOneStep() throws {
    let workspace = try Self.fitted()
    #expect(
      try workspace.run(
        "fit d.csv --model arima --set order=0,0,0 --target y --future promo,temp --horizon 1 --quiet"
      ).status == 0)
    try workspace.write("date,promo,temp\n2024-01-29,1,20\n", to: "f.csv")
    let run = try workspace.run("predict model.safetensors d.csv --future f.csv")
    #expect(run.status == 0 && run.output.split(separator: "\n").count == 2, "\(run.errors)")
  }

  @Test func aValueThatTheFileLacksIsAskedForThere() throws {
    let workspace = try Self.fitted()
    try workspace.write("date,promo,temp\n2024-01-29,1,20\n2024-01-30,1,\n2024-01-31,1,2\n", to: "f.csv")
    expectFailure(
      try workspace.run("predict model.safetensors d.csv --future f.csv"), 65, "'temp'", "2024-01-30",
      "add it to 'f.csv'")
    expectFailure(try workspace.run("predict model.safetensors"), 65, "give the values with --future FILE")
  }

  /// Whatever else the file holds: no number that is known ahead, others, or a part of them.
  @Test(arguments: ["date,price", "date;price", "date,promo", "date,prom,temp"])
  func aColumnThatTheFileLacksIsNamed(_ header: String) throws {
    let workspace = try Self.fitted()
    let delimiter = header.contains(";") ? ";" : ","
    let cells = repeatElement("\(delimiter)1", count: header.count { $0 == "," || $0 == ";" }).joined()
    let rows = (28..<31).map { Self.day($0).iso + cells }
    try workspace.write(([header] + rows).joined(separator: "\n"), to: "f.csv")
    let lacking = header == "date,promo" ? "temp" : "promo"
    expectFailure(
      try workspace.run("predict model.safetensors d.csv --future f.csv"), 65, "f.csv",
      "there is no column '\(lacking)'")
  }

  /// A zone cannot be guessed: stamps in UTC are not read beside those of local time.
  @Test func anotherZoneIsRefused() throws {
    let workspace = try Self.fitted()
    let rows = [29, 30, 31].map { "2024-01-\($0)T00:00:00Z,1,20" }
    try workspace.write((["date,promo,temp"] + rows).joined(separator: "\n"), to: "f.csv")
    let run = try workspace.run("predict model.safetensors d.csv --future f.csv")
    expectFailure(run, 65, "f.csv:2")
    // A format would be told of the data, too.
    #expect(!run.errors.contains("--time-format"), "\(run.errors)")
  }

  /// The value at midnight is not that of the day; days between the rows of working days are days as these are.
  @Test func rowsBetweenTheStepsAreRefused() throws {
    let workspace = try Self.fitted()
    let hours = (0..<72).map { hour in
      "2024-01-\(29 + hour / 24) \(hour % 24 < 10 ? "0" : "")\(hour % 24):00,1,\(hour % 24)"
    }
    try workspace.write((["date,promo,temp"] + hours).joined(separator: "\n"), to: "f.csv")
    expectFailure(
      try workspace.run("predict model.safetensors d.csv --future f.csv"), 65, "f.csv",
      "it has rows between the steps of the data", "write one row for each step")
    // From Friday on.
    let rows = (0..<26).filter { $0 % 7 < 5 }
    try workspace.write(
      (["date,promo,y"] + rows.map { "\(Self.day($0).iso),\($0 % 2),\($0)" }).joined(separator: "\n"),
      to: "w.csv")
    let fit = "fit w.csv --model arima --set order=0,0,0 --target y --future promo --horizon 3 --quiet"
    #expect(try workspace.run(fit).status == 0)
    let days = (26..<31).map { "\(Self.day($0).iso),1" }
    try workspace.write((["date,promo"] + days).joined(separator: "\n"), to: "f.csv")
    let run = try workspace.run("predict model.safetensors w.csv --future f.csv")
    #expect(run.status == 0 && run.output.contains("2024-01-29,"), "\(run.errors)")
  }

  private static func panel() throws -> Workspace {
    let workspace = try Workspace()
    let rows = ["01", "02"].flatMap { id in
      (0..<28).map { row in
        "\(id),\(day(row).iso),\(cells(row).promotion),\(Int(id) ?? 0)\(row % 9)"
      }
    }
    try workspace.write((["unique_id,ds,promo,y"] + rows).joined(separator: "\n"), to: "d.csv")
    let fit = try workspace.run(
      "fit d.csv --model arima --set order=0,0,0 --target y --future promo --horizon 2 --quiet")
    #expect(fit.status == 0, "\(fit.errors)")
    return workspace
  }

  @Test func rowsWithoutSeriesCountForEverySeries() throws {
    let workspace = try Self.panel()
    let rows = ["01", "02"].flatMap { id in [29, 30].map { "\(id),2024-01-\($0),\($0 % 2)" } }
    try workspace.write((["unique_id,ds,promo"] + rows).joined(separator: "\n"), to: "each.csv")
    try workspace.write("ds,promo\n2024-01-29,1\n2024-01-30,0\n", to: "all.csv")
    let each = try workspace.run("predict model.safetensors d.csv --future each.csv")
    let all = try workspace.run("predict model.safetensors d.csv --future all.csv")
    #expect(each.status == 0 && each.output == all.output, "\(all.errors)")
    #expect(all.errors.contains("its rows count for every series"))
  }

  @Test func idsThatAreWrittenOtherwiseAreNamed() throws {
    let workspace = try Self.panel()
    try workspace.write("unique_id,ds,promo\n1,2024-01-29,1\n1,2024-01-30,0\n", to: "f.csv")
    expectFailure(
      try workspace.run("predict model.safetensors d.csv --future f.csv"), 65, "f.csv", "'1' here, '01' there"
    )
  }

  @Test func anOriginBehindTheDataIsRefused() throws {
    let workspace = try Workspace.withData()
    #expect(try workspace.run("fit f.csv --model last-value --horizon 2 --quiet").status == 0)
    expectFailure(try workspace.run("predict --at 2030-01-01"), 65, "no row is as late as '2030-01-01'")
  }
}
