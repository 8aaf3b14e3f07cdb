import Classical
import Testing

/// ARIMA, STL + model and combinations against the golden folder that FORECAST_CLASSICAL_DIR names.
@Suite(
  .enabled(
    if: GoldenFolder.fromEnvironment != nil,
    "FORECAST_CLASSICAL_DIR names no folder of golden numbers"))
struct ArimaGoldenTests {
  private func check(_ isWanted: (String) -> Bool) throws {
    let folder = try #require(GoldenFolder.fromEnvironment)
    for entry in try folder.entries() {
      let present = entry.raw.filter { !$0.isNaN }
      let mean = present.reduce(0, +) / Double(present.count)
      let squares = present.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      let deviation = (squares / Double(present.count)).squareRoot()
      for (name, model) in entry.models where isWanted(name) {
        for answered in [name, name + "@R"] {
          let isExact = answered != name
          // There autoregressive roots of 1.00001 and 1.0002 leave the golden likelihood 0.0008 from that of 60 digits.
          if isExact, entry.id == "souvenirs", name == "ARIMA(1,0,1)(1,0,1)[12] with mean" { continue }
          guard model[isExact ? "at_R" : "expected"].map({ $0 != .null }) == true,
            let answer = try GoldenAnswer(answered, in: entry)
          else { continue }
          let judge = GoldenJudge(model: model, deviation: deviation, isExact: isExact)
          let complaint = judge.complaint(answer)
          #expect(complaint == nil, "\(entry.id) \(answered)")
        }
      }
    }
  }

  @Test func namedModelsAgree() throws { try check { $0.hasPrefix("ARIMA(") } }

  @Test func chosenModelsAreNotWorse() throws { try check { $0 == "auto-arima" } }

  @Test func seasonalTrendModelsAgree() throws { try check { $0.hasPrefix("stlf-") } }

  @Test func theCombinationIsTheMedianOfItsMembers() throws {
    let folder = try #require(GoldenFolder.fromEnvironment)
    for entry in try folder.entries() where entry.models.contains(where: { $0.name == "scum" }) {
      let fitted = try CombinationModel.scum.fit(entry.series)
      guard let combination = fitted as? CombinationFit, combination.members.count == 4 else { continue }
      let members = combination.members.map { $0.forecast(horizon: 3, levels: []).mean }
      let mean = combination.forecast(horizon: 3, levels: []).mean
      for step in 0..<3 {
        let sorted = members.map { $0[step] }.sorted()
        #expect(mean[step] == 0.5 * (sorted[1] + sorted[2]))
      }
    }
  }
}
