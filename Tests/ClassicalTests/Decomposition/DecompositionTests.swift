import LocalModels
import Testing

@Suite struct DecompositionTests {
  private func series(_ count: Int, season: Int, seed: UInt64) -> [Double] {
    var random = TestRandom(seed: seed)
    return (0..<count).map { row -> Double in
      let angle: Double = 2 * .pi * Double(row % season) / Double(season)
      return 0.5 * Double(row) + 10 * sine(angle) + random.normal()
    }
  }

  /// Loess by its definition, without blocks that slide or arrays that are kept.
  private func loess(_ y: [Double], at x: Double, window: Int, degree: Int) -> Double {
    let n = y.count
    let distances = (1...n).map { abs(Double($0) - x) }
    var reach = distances.sorted()[min(window, n) - 1]
    if window > n { reach += Double((window - n) / 2) }
    let weights = distances.map { d -> Double in
      if d <= 0.001 * reach { return 1 }
      if d > 0.999 * reach { return 0 }
      let share = d / reach
      let cube = 1 - share * share * share
      return cube * cube * cube
    }
    let total = weights.reduce(0, +)
    let mean = zip(weights, y).map { $0 * $1 }.reduce(0, +) / total
    guard degree == 1 else { return mean }
    let moment: Double = (1...n).reduce(0.0) { $0 + weights[$1 - 1] * Double($1) }
    let center = moment / total
    var cross = 0.0
    var spread = 0.0
    for j in 1...n {
      cross += weights[j - 1] * (Double(j) - center) * (y[j - 1] - mean)
      spread += weights[j - 1] * (Double(j) - center) * (Double(j) - center)
    }
    return mean + cross / spread * (x - center)
  }

  @Test(arguments: [(7, 0), (7, 1), (15, 1), (41, 1), (60, 0)])
  func loessIsAWeightedLine(window: Int, degree: Int) {
    let y = series(41, season: 5, seed: 31)
    var smoother = Loess(window: window, degree: degree, jump: 1)
    var result = [Double](repeating: 0, count: 41)
    smoother.smooth(y, count: 41, weights: nil, into: &result)
    for i in 1...41 {
      #expect(abs(result[i - 1] - loess(y, at: Double(i), window: window, degree: degree)) < 1e-10)
    }
  }

  @Test func aLineWithARepeatedSeasonHasHardlyARemainder() throws {
    let pattern = [4.0, -1, -5, 2]
    let y = (0..<60).map { row -> Double in 3 + 0.5 * Double(row) + pattern[row % 4] }
    let parts = try #require(
      STLDecomposition(y, season: 4, options: STLOptions(seasonalWindow: .periodic)))
    for row in y.indices {
      #expect(abs(parts.seasonal[row] - pattern[row % 4]) < 0.1)
      #expect(abs(parts.remainder[row]) < 0.1)
    }
  }

  @Test(arguments: [1e-6, 250, -3]) func decompositionsFollowScaleAndShift(scale: Double) throws {
    let y = series(70, season: 7, seed: 32)
    for options in [STLOptions(), STLOptions(isRobust: true), STLOptions(seasonalWindow: .periodic)] {
      let plain = try #require(STLDecomposition(y, season: 7, options: options))
      let moved = try #require(
        STLDecomposition(y.map { scale * ($0 + 40) }, season: 7, options: options))
      for row in y.indices {
        #expect(abs(moved.seasonal[row] / scale - plain.seasonal[row]) < 1e-7)
        #expect(abs(moved.trend[row] / scale - 40 - plain.trend[row]) < 1e-7)
      }
    }
  }

  @Test func anOutlierLosesItsWeight() throws {
    var y = series(96, season: 12, seed: 33)
    y[50] += 200
    let robust = try #require(STLDecomposition(y, season: 12, options: STLOptions(isRobust: true)))
    #expect(robust.weights[50] == 0)
    let plain = try #require(STLDecomposition(y, season: 12))
    #expect(abs(robust.trend[50] - 25) < 2)
    #expect(abs(plain.trend[50] - 25) > 5)
  }

  @Test func twoSeasonsAreToldApart() throws {
    let y = (0..<400).map { row -> Double in
      let angle: Double = 2 * .pi * Double(row)
      return 100 + 8 * sine(angle / 7) + 20 * cosine(angle / 30)
    }
    let parts = try #require(MSTLDecomposition(y, periods: [30, 7]))
    #expect(parts.periods == [7, 30])
    for row in 60..<340 {
      #expect(abs(parts.seasonals[0][row] - 8 * sine(2 * .pi * Double(row) / 7)) < 1.5)
    }
    let sum = y.indices.map {
      parts.trend[$0] + parts.remainder[$0] + parts.seasonals[0][$0] + parts.seasonals[1][$0]
    }
    for row in y.indices { #expect(abs(sum[row] - y[row]) < 1e-9) }
  }

  @Test func shortSeriesHaveNoDecomposition() {
    #expect(STLDecomposition([1, 2, 3, 4, 5, 6, 7, 8], season: 4) == nil)
    #expect(STLDecomposition([1, 2, 3, 4, 5, 6, 7, 8, 9], season: 4) != nil)
    #expect(MSTLDecomposition([1, 2, 3, 4, 5, 6, 7, 8, 9], periods: [24, 168]) == nil)
  }
}
