import TestSupport
import Testing
import TimeSeries

@Suite struct AutoBudgetTests {
  /// What is said of the candidates of a budget of one second, and which were fitted; too long for local models, and too few windows for a network.
  private func candidates(columns: Int) throws -> (notes: [String: String], fitted: Set<String>) {
    let workspace = try Workspace()
    var generator = TestGenerator("wide", seed: 7)
    let header = (0..<columns).map { ",load\($0)" }.joined()
    let rows = (0..<4_000).map { row in
      let values = (0..<columns).map { _ in ",\(row % 24 < 8 ? 1.0 : 5.0 + generator.normal())" }.joined()
      return "\(Timestamp(year: 2024).advanced(byNanoseconds: 3_600_000_000_000 * Int128(row)))\(values)\n"
    }
    try workspace.write("time\(header)\n" + rows.joined(), to: "wide.csv")
    let fit = try workspace.run(
      "fit wide.csv --horizon 96 --lookback 2000 --budget 1s --no-refit --no-baselines --json --quiet")
    #expect(fit.status == 0, "\(fit.errors)")
    var (notes, fitted) = ([String: String](), Set<String>())
    for row in try fit.json.member("candidates").elements() {
      let name = try row.member("model").string()
      notes[name] = try? row.member("note").string()
      if try row.optionalMember("validation") != nil { fitted.insert(name) }
    }
    return (notes, fitted)
  }

  /// Each column has maps of its own: of some hundred the stack took longer than all else together, and was in no account.
  @Test func aStackOfManyColumnsHasToBePaidFor() throws {
    let wide = try candidates(columns: 24)
    #expect(wide.notes["linear-stack"] == "its fit takes more than the budget", "\(wide.notes)")
    // What it weighs elsewhere stands for itself.
    #expect(wide.fitted.isSuperset(of: ["last-value", "seasonal-naive", "linear-closed-form"]))
    #expect(try candidates(columns: 2).fitted.contains("linear-stack"))
  }
}
