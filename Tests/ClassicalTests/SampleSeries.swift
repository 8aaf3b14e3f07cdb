import LocalModels

/// Made-up series for tests: a line, a season, and a sine that never repeats in place of noise.
enum SampleSeries {
  static func values(
    count: Int, level: Double, slope: Double, season: [Double], noise: Double
  ) -> [Double] {
    (0..<count).map { row in
      let t = Double(row)
      let line: Double = level + slope * t
      let wave: Double = noise * sine(1.7 * t * t)
      return line + season[row % season.count] + wave
    }
  }
}
