/// Guerrero's (1993) choice of the Box–Cox power: the one that makes the spread of blocks least dependent on their level.
public enum Guerrero {
  /// The coefficient of variation of sd/mean^(1−λ) over blocks of max(2, m) rows at the end of the series; nil if there are fewer than two blocks with a positive mean.
  public static func criterion(_ values: [Double], season: Int, power: Double) -> Double? {
    let blocks = blocks(values, season: season)
    return blocks.count >= 2 ? criterion(blocks, power: power) : nil
  }

  /// The power in [−1, 2], or in [0, 2] if a value is not positive, with the smallest criterion; 1 for at most 2m rows.
  public static func power(_ values: [Double], season: Int) -> Double {
    let blocks = blocks(values, season: season)
    guard values.count > 2 * season, blocks.count >= 2 else { return 1 }
    let lower: Double = values.allSatisfy { $0 > 0 } ? -1 : 0
    let minimum = ScalarMinimizer.minimize(from: lower, to: 2, points: 61, tolerance: 1e-9) {
      criterion(blocks, power: $0)
    }
    return minimum.value.isFinite ? minimum.point : 1
  }

  /// The power rounded to the nearest of −1, −½, 0, ⅓, ½, 1 if that is within 0.05: what automatic use takes.
  public static func roundedPower(_ values: [Double], season: Int) -> Double {
    let exact = power(values, season: season)
    let customary = [-1, -0.5, 0, 1.0 / 3, 0.5, 1]
    return customary.first { ($0 - exact).magnitude <= 0.05 } ?? exact
  }

  private static func blocks(
    _ values: [Double], season: Int
  ) -> [(mean: Double, deviation: Double)] {
    let length = max(2, season)
    let count = values.count / length
    let first = values.count - count * length
    var blocks: [(mean: Double, deviation: Double)] = []
    for block in 0..<count {
      let rows = SampleMoments(values[(first + block * length)..<(first + (block + 1) * length)])
      guard rows.mean > 0 else { continue }
      blocks.append((rows.mean, rows.sampleVariance.squareRoot()))
    }
    return blocks
  }

  private static func criterion(
    _ blocks: [(mean: Double, deviation: Double)], power: Double
  ) -> Double {
    let ratios = SampleMoments(blocks.map { $0.deviation / LocalModels.power($0.mean, 1 - power) })
    let value = ratios.sampleVariance.squareRoot() / ratios.mean
    return value.isNaN ? .infinity : value
  }
}
