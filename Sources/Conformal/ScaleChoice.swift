import LocalModels
import Tensors
import TimeSeries

/// How far the residuals of each channel grow with the deviation of a window's history: by a power of it, which makes intervals hold
/// the same share at all times.
///
/// The windows are cut into four stretches of time. Bounds are made of three of them by ranks and tried on the fourth, in turn. Of the
/// exponents whose coverage stays about as close to 80 and to 95 % as that of the best the one with the smallest interval score is taken.
/// A deviation that says nothing about errors gets 0, errors that follow it fully get 1, and most data lie between.
package struct ScaleChoice {
  /// What is tried, the simplest first.
  package static let exponents: [Float] = [0, 0.25, 0.5, 0.75, 1]
  private static let stretchCount = 4
  private static let levels = [0.8, 0.95]
  /// Windows and steps that are looked at: a few tell.
  private static let mostWindows = 2000, mostSteps = 12
  /// Fewer windows do not tell.
  private static let fewestWindows = 40

  private let all: OrderedResiduals
  /// The windows of each stretch that are looked at.
  private let stretches: [[Int]]
  private let steps: [Int]

  package init(_ residuals: OrderedResiduals) {
    all = residuals
    steps = Self.steps(residuals.horizon)
    stretches = Self.stretches(residuals)
  }

  /// A few steps, evenly spread.
  package static func steps(_ horizon: Int) -> [Int] {
    Array(Set((0..<mostSteps).map { $0 * horizon / mostSteps })).sorted()
  }

  /// Quarters of the windows of each series; of series with fewer than four, quarters of the series.
  private static func stretches(_ residuals: OrderedResiduals) -> [[Int]] {
    let spacing = max(1, (residuals.count + mostWindows - 1) / mostWindows)
    var result = [[Int]](repeating: [], count: stretchCount)
    for range in residuals.rangesOfSeries {
      let own = range.filter { $0.isMultiple(of: spacing) }
      for (place, window) in own.enumerated() {
        let stretch =
          own.count < stretchCount
          ? residuals.places[window].series % stretchCount : stretchCount * place / own.count
        result[stretch].append(window)
      }
    }
    return result
  }

  /// The exponent of each of some groups of channels that share their bounds.
  package func exponents(of groups: [[Int]], _ workers: Workers) -> [Float] {
    guard all.count >= Self.fewestWindows, all.hasScales else { return groups.map { _ in 0 } }
    let count = Self.exponents.count
    let trials = workers.map(count: groups.count * count) { index in
      trial(groups[index / count], Self.exponents[index % count])
    }
    return groups.indices.map { group in
      let own = trials[group * count..<(group + 1) * count]
      let least = own.map(\.miss).min() ?? 0
      let close = own.indices.filter { own[$0].miss <= Self.tolerance * least + Self.smallMiss }
      let best = close.min { own[$0].score < own[$1].score } ?? own.startIndex
      return Self.exponents[best - own.startIndex]
    }
  }

  /// Misses that differ by less than this share, or by half a point of coverage, are no reason to choose.
  private static let tolerance = 1.25, smallMiss = 0.002

  /// How an exponent did.
  private struct Trial {
    /// The squared distances of the coverage of each stretch from its level, in deviations of a single interval's.
    private(set) var miss = 0.0
    /// The sum of the interval scores (Gneiting and Raftery 2007, §6.2).
    private(set) var score = 0.0

    /// - Parameter sums: Of each stretch and level.
    init(_ sums: some Sequence<IntervalSums>) {
      for sum in sums where sum.count > 0 {
        let miss = sum.coverage - sum.level
        self.miss += miss * miss / (sum.level * (1 - sum.level))
        score += sum.meanScore * Double(sum.count)
      }
    }
  }

  private func trial(_ channels: [Int], _ exponent: Float) -> Trial {
    let empty = Self.levels.map { IntervalSums(level: $0) }
    var sums = [[IntervalSums]](repeating: empty, count: Self.stretchCount)
    for step in steps {
      let parts = parts(channels, step, exponent)
      for (stretch, own) in parts.enumerated() {
        let others = parts.indices.flatMap { $0 == stretch ? [] : parts[$0].values }
        guard !others.isEmpty else { continue }
        let bounds = others.ascending(at: Self.levels.flatMap { Self.places($0, of: others.count) })
        for place in Self.levels.indices {
          let (lower, upper) = (Double(bounds[2 * place]), Double(bounds[2 * place + 1]))
          for index in own.values.indices {
            let scale = Double(own.scales[index])
            sums[stretch][place].add(
              truth: Double(own.values[index]) * scale, lower: lower * scale, upper: upper * scale)
          }
        }
      }
    }
    return Trial(sums.joined())
  }

  /// Where the bounds of a level are among residuals in ascending order.
  private static func places(_ level: Double, of count: Int) -> [Int] {
    let rank = max(1, Int((Double(count) * (1 - level) / 2).rounded(.down)))
    return [rank - 1, count - rank]
  }

  /// Residuals of a stretch in units of their scales.
  private struct Part {
    var values: [Float] = [], scales: [Float] = []
  }

  /// The residuals of each stretch.
  private func parts(_ channels: [Int], _ step: Int, _ exponent: Float) -> [Part] {
    var parts = [Part](repeating: Part(), count: Self.stretchCount)
    for channel in channels {
      let residuals = all.residuals(channel: channel, step: step)
      let scales = all.scales(channel: channel, exponent: exponent)
      for stretch in stretches.indices {
        for window in stretches[stretch] {
          let residual = residuals[residuals.startIndex + window]
          guard !residual.isNaN else { continue }
          let scale = scales?[window] ?? 1
          parts[stretch].values.append(residual / scale)
          parts[stretch].scales.append(scale)
        }
      }
    }
    return parts
  }
}

extension Float {
  /// The power for an exponent of quarters, by square roots alone: the same bits everywhere.
  package func raised(to exponent: Float) -> Float {
    let root = squareRoot()
    return switch exponent {
    case 0: 1
    case 0.25: root.squareRoot()
    case 0.5: root
    case 0.75: root * root.squareRoot()
    default: self
    }
  }
}
