import Classical
import LocalModels
import Smoothing
import Testing

@Suite struct IntermittentTests {
  static let values: [Double] = [0, 0, 3, 0, 0, 0, 2, 0, 5, 1, 0, 0, 0, 0, 4, 0, 2, 0, 0, 1, 0]

  private func forecast(_ name: String, _ values: [Double]) throws -> Double {
    try LocalModelCatalog.model(named: name).fit(LocalSeries(values: values)).forecast(horizon: 2, levels: [])
      .mean[1]
  }

  @Test func crostonsMethodByHand() throws {
    // Sizes 3, 2, 5 and intervals 3, 4, 2 with α = 0.1.
    let size: Double = 0.9 * 2.9 + 0.5
    let interval: Double = 0.9 * 3.1 + 0.2
    let values: [Double] = [0, 0, 3, 0, 0, 0, 2, 0, 5, 0]
    #expect(((try forecast("croston", values)) - size / interval).magnitude < 1e-14)
    #expect(((try forecast("sba", values)) - 0.95 * size / interval).magnitude < 1e-14)
    #expect(try forecast("croston", [0, 0, 0, 6, 0]) == 1.5)
  }

  @Test func theProbabilityOfTSBDecaysWithoutDemand() throws {
    // Indicator 0, 1, 0: p = 0, 0.1, 0.09.
    #expect(((try forecast("tsb", [0, 4, 0])) - 0.09 * 4).magnitude < 1e-15)
  }

  @Test func aggregationEndsWithTheLastRow() throws {
    // Intervals 1, 2, 2: blocks of 2 that end with the last row: (1, 0), (3, 0), (5, 0).
    let values: [Double] = [1, 0, 3, 0, 5, 0]
    let alpha = SimpleSmoothing.bestAlpha([1, 3, 5], from: 0.1, to: 0.3)
    #expect((alpha - 0.3).magnitude < 1e-6)
    let level = SimpleSmoothing.last([1, 3, 5], alpha: alpha)
    #expect(((try forecast("adida", values)) - level / 2).magnitude < 1e-12)
  }

  @Test(arguments: ["croston", "sba", "tsb", "adida", "imapa"])
  func filteringForwardIsSmoothingMoreRows(name: String) throws {
    let model = try LocalModelCatalog.model(named: name)
    for cut in 9..<Self.values.count {
      var fitted = try model.fit(LocalSeries(values: Array(Self.values[..<cut])))
      let whole = fitted
      for value in Self.values[cut...] { fitted.update(with: value) }
      // With α and block lengths of the first rows, computed anew over all rows.
      let expected: Double
      if let aggregated = whole as? AggregatedFit {
        let lengths = try aggregated.state.array("lengths").map { Int($0) }
        let alphas = try aggregated.state.array("alphas")
        let parts = zip(lengths, alphas).map { length, alpha in
          let first = Self.values.count % length
          let sums = stride(from: first, to: Self.values.count, by: length).map { start in
            Self.values[start..<(start + length)].reduce(0, +)
          }
          return SimpleSmoothing.last(sums, alpha: alpha) / Double(length)
        }
        expected = parts.reduce(0, +) / Double(parts.count)
      } else {
        expected = try forecast(name, Self.values)
      }
      let mean = fitted.forecast(horizon: 1, levels: []).mean[0]
      #expect((mean - expected).magnitude < 1e-12, "\(name) from row \(cut)")
    }
  }

  @Test func theKindsOfSyntetosAndBoylan() {
    #expect(DemandKind([5, 6, 5, 4, 5, 6]) == .smooth)
    #expect(DemandKind([5, 0, 0, 5, 0, 6, 0, 0]) == .intermittent)
    #expect(DemandKind([1, 20, 1, 2, 30, 1]) == .erratic)
    #expect(DemandKind([1, 0, 0, 30, 0, 0, 2, 0]) == .lumpy)
    #expect(DemandKind([0, 0]) == nil)
  }
}
