import Tensors
import TimeSeries

/// How much each part contributes to a synthetic series (standard deviations) and how long it lasts.
struct SyntheticRecipe: Sendable {
  /// Rows per day.
  let stepsPerDay: Int
  var daily = 0.0
  var weekly = 0.0
  /// Random factors that all channels share, each channel seeing them a little later than the one before.
  var shared = 0.0
  /// How much of the shared factors is left one row later.
  var sharedPersistence = 0.0
  var own = 0.0
  /// How much of a channel's own noise is left one row later.
  var ownPersistence = 0.0
  /// A slow wandering of all channels, and a straight trend of the same size per year.
  var slow = 0.0
}

/// A multivariate random process of seasons, shared factors, trend and noise; one call makes one row.
struct SyntheticProcess {
  private let recipe: SyntheticRecipe
  private let days: [SeasonalProfile]
  private let week: SeasonalProfile
  private let channels: [Channel]
  private var step = 0
  private var amplitudes: [AutoregressiveNoise]
  private var factors: [AutoregressiveNoise]
  private var slow: AutoregressiveNoise
  private var own: [AutoregressiveNoise]
  private var pastFactors: [[Double]] = []

  private static let factorCount = 2

  /// How one channel mixes what all share.
  private struct Channel {
    let days: [Double]
    let factors: [Double]
    let week: Double
    let slow: Double
    let delay: Int

    init(delay: Int, using generator: inout SeededGenerator) {
      days = unitVector(factorCount, using: &generator)
      factors = unitVector(factorCount, using: &generator)
      week = Double(generator.uniform(in: 0.5..<1.5))
      slow = Double(generator.uniform(in: -1..<1))
      self.delay = delay
    }
  }

  init(_ recipe: SyntheticRecipe, channelCount: Int, using generator: inout SeededGenerator) {
    self.recipe = recipe
    let day = recipe.stepsPerDay
    days = (0..<Self.factorCount).map { _ in
      SeasonalProfile(period: day, knotCount: min(6, day), using: &generator)
    }
    week = SeasonalProfile(period: 7 * day, knotCount: 7, using: &generator)
    channels = (0..<channelCount).map { Channel(delay: $0 % 7, using: &generator) }
    let tenDays = AutoregressiveNoise(persistence: 1 - 1 / Double(10 * day + 1))
    amplitudes = Array(repeating: tenDays, count: Self.factorCount)
    factors = Array(
      repeating: AutoregressiveNoise(persistence: recipe.sharedPersistence), count: Self.factorCount)
    slow = AutoregressiveNoise(persistence: 1 - 1 / Double(60 * day + 1))
    own = Array(repeating: AutoregressiveNoise(persistence: recipe.ownPersistence), count: channelCount)
  }

  /// The next row, one value of mean about 0 and variance about 1 per channel.
  mutating func next(using generator: inout SeededGenerator) -> [Double] {
    let season = (0..<Self.factorCount).map { factor in
      days[factor].value(at: step) * (1 + 0.2 * amplitudes[factor].next(using: &generator))
    }
    pastFactors.insert(factors.indices.map { factors[$0].next(using: &generator) }, at: 0)
    if pastFactors.count > 7 { pastFactors.removeLast() }
    let trend = slow.next(using: &generator) + Double(step) / Double(365 * recipe.stepsPerDay)
    let row = channels.indices.map { index in
      let channel = channels[index]
      let seen = pastFactors[min(channel.delay, pastFactors.count - 1)]
      return recipe.daily * product(channel.days, season)
        + recipe.weekly * channel.week * week.value(at: step)
        + recipe.shared * product(channel.factors, seen)
        + recipe.slow * channel.slow * trend
        + recipe.own * own[index].next(using: &generator)
    }
    step += 1
    return row
  }
}

/// Noise that forgets slowly: `x' = φ x + √(1 - φ²) ε`, of variance 1.
struct AutoregressiveNoise {
  private let persistence: Double
  private var value: Double?

  init(persistence: Double) {
    self.persistence = persistence
  }

  mutating func next(using generator: inout SeededGenerator) -> Double {
    let shock = Double(generator.normal())
    let next = value.map { persistence * $0 + (1 - persistence * persistence).squareRoot() * shock } ?? shock
    value = next
    return next
  }
}

private func unitVector(_ count: Int, using generator: inout SeededGenerator) -> [Double] {
  let vector = (0..<count).map { _ in Double(generator.normal()) }
  let length = product(vector, vector).squareRoot()
  return vector.map { $0 / length }
}

private func product(_ a: [Double], _ b: [Double]) -> Double {
  zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
}
