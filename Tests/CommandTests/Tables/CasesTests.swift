import Persistence
import Platform
import Testing

/// The odd files of the folder that `FORECAST_CASES_DIR` names, each with what a person expects of it.
@Suite(.enabled(if: Environment["FORECAST_CASES_DIR"] != nil, "FORECAST_CASES_DIR is not set"))
struct CasesTests {
  /// A file with what is expected.
  struct Case: CustomTestStringConvertible {
    let json: JSONReader
    var testDescription: String { (try? json.member("name").string()) ?? "?" }

    func text(_ key: String) throws -> String { try json.member(key).string() }
    func number(_ key: String) throws -> String { "\(try json.member(key).integer())" }
    func texts(_ key: String) throws -> [String] {
      try json.optionalMember(key)?.elements().map { try $0.string() } ?? []
    }
    func lists(_ key: String) throws -> [[String]] {
      try json.optionalMember(key)?.elements().map { try $0.elements().map { try $0.string() } } ?? []
    }
  }

  static let folder = Environment["FORECAST_CASES_DIR"] ?? ""

  static var cases: [Case] {
    guard let bytes = try? FileContents.bytes(ofFile: "\(folder)/expect.json"),
      let all = try? JSONReader(JSONValue(parsing: String(decoding: bytes, as: UTF8.self))).elements()
    else { return [] }
    return all.map { Case(json: $0) }
  }

  @Test(arguments: cases)
  func aCaseComesOutAsExpected(file: Case) throws {
    let workspace = try Workspace()
    let path = "\(Self.folder)/\(try file.text("file"))"
    let options = try file.texts("options")
    let check = try workspace.run(arguments: ["check", path] + options)
    let fit = try workspace.run(
      arguments: ["fit", path] + options + [
        "--model", "last-value", "--horizon", try file.number("horizon"), "--lookback",
        try file.number("lookback"),
        "--quiet",
      ])
    let said = check.output + check.errors + fit.output + fit.errors
    for word in try file.texts("never") { #expect(!said.contains(word)) }
    let outcome = try file.text("outcome")
    guard fit.status == 0 else {
      #expect(outcome != "ok" && [64, 65].contains(fit.status), "\(fit.errors)")
      let words = outcome == "refused" ? try file.lists("says") : try file.texts("says_refused").map { [$0] }
      expectSaid(fit.errors, words)
      return
    }
    #expect(outcome != "refused", "accepted")
    expectSaid(said, try file.lists("says"))
    try expectForecast(of: file, path, options, workspace)
    if let rows = try file.json.optionalMember("rows")?.integer() { #expect(said.contains("\(rows)")) }
  }

  private func expectSaid(_ text: String, _ words: [[String]]) {
    let text = text.lowercased()
    for group in words {
      #expect(group.contains { text.contains($0.lowercased()) }, "nothing says \(group): \(text)")
    }
  }

  private func expectForecast(of file: Case, _ path: String, _ options: [String], _ workspace: Workspace)
    throws
  {
    let new = try file.json.optionalMember("new")?.string()
    let run = try workspace.run(
      arguments: ["predict", "model.safetensors", new.map { "\(Self.folder)/\($0)" } ?? path]
        + (new == nil ? options : []))
    try #require(run.status == 0, "\(run.errors)")
    let lines = run.output.split(separator: "\n")
    let delimiter = lines[0].first { ",;\t".contains($0) } ?? ","
    // No cell of these files holds the delimiter; where one holds another of them, it stands in quotes.
    let rows = lines.map { line -> [String] in
      line.split(separator: delimiter, omittingEmptySubsequences: false).map {
        String($0).replacing("\"", with: "")
      }
    }
    try expectSeries(of: file, Array(rows.dropFirst()))
    let place = try file.json.optionalMember("time_position")?.integer() ?? 0
    let next = try file.lists("next")
    for (row, want) in zip(rows.dropFirst(), next) {
      for (got, want) in zip(row[place...], want) {
        #expect(try isSame(got, want, file), "\(got) instead of \(want)")
      }
    }
    if !next.isEmpty { #expect(try "\(rows.count - 1)" == file.number("horizon")) }
    for (column, want) in try file.json.optionalMember("last")?.members() ?? [] {
      let index = try #require(rows[0].firstIndex(of: column), "no column \(column) in \(rows[0])")
      let text = rows[1][index]
      let value = try #require(Double(text.contains(".") ? text : text.replacing(",", with: ".")))
      let wanted = try want.number()
      #expect((value - wanted).magnitude <= 1e-12 * wanted.magnitude + 1e-6)
    }
    if let count = try file.json.optionalMember("channels")?.integer() {
      #expect(rows[0].count - (next.first?.count ?? 1) == count)
    }
  }

  /// The stamps of each series of a long file, and its repeated last value.
  private func expectSeries(of file: Case, _ rows: [[String]]) throws {
    guard let wanted = try file.json.optionalMember("next_long")?.members() else { return }
    #expect(Set(rows.map { $0[0] }) == Set(wanted.map(\.key)))
    for (id, stamps) in wanted {
      let own = rows.filter { $0[0] == id }
      #expect(try own.map { $0[1] } == stamps.elements().map { try $0.string() }, "series \(id)")
      let value = try #require(own.first?.last.flatMap { Double($0) })
      let last = try file.json.member("last_long").member(id).number()
      #expect((value - last).magnitude <= 1e-9 * last.magnitude, "series \(id)")
    }
  }

  private func isSame(_ got: String, _ want: String, _ file: Case) throws -> Bool {
    if got == want { return true }
    if let tolerance = try file.json.optionalMember("microseconds")?.integer() {
      guard let got = micros(got), let want = micros(want) else { return false }
      return (got - want).magnitude <= tolerance
    }
    // Instants: the same text but for another way to write the offset.
    return try file.json.optionalMember("instants") != nil && got.replacing("Z", with: "+00:00") == want
  }

  /// Microseconds since the full hour.
  private func micros(_ stamp: String) -> Int? {
    guard let dot = stamp.lastIndex(of: ".") else { return nil }
    let clock = stamp[..<dot].suffix(5).split(separator: ":").compactMap { Int($0) }
    let digits = (stamp[stamp.index(after: dot)...] + "000000").prefix(6)
    guard clock.count == 2, let fraction = Int(digits) else { return nil }
    return (clock[0] * 60 + clock[1]) * 1_000_000 + fraction
  }
}
