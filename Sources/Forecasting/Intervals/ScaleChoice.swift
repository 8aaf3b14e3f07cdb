import Tensors

/// How far the residuals of each channel grow with the deviation of a window's history: by a power of it, which makes intervals hold
/// the same share at all times.
///
/// The windows are cut into four stretches of time. Bounds are made of three of them by ranks and tried on the fourth, in turn. Of the
/// exponents whose coverage stays about as close to 80 and to 95 % as that of the best the one with the smallest interval score is taken.
/// A deviation that says nothing about errors gets 0, errors that follow it fully get 1, and most data lie between.
struct ScaleChoice {
  /// What is tried, the simplest first.
  static let exponents: [Float] = [0, 0.25, 0.5, 0.75, 1]
  private static let stretchCount = 4
  private static let levels = [0.8, 0.95]
  /// Windows and steps that are looked at: a few tell.
  private static let mostWindows = 2000, mostSteps = 12
  /// Fewer windows do not tell.
  private static let fewestWindows = 40

  private let windows: [ResidualSample.Window]
  /// The stretch of each window.
  private let stretches: [Int]
  private let horizon: Int
  private let steps: [Int]

  /// - Parameter windows: In order.
  init(_ windows: [ResidualSample.Window], horizon: Int) {
    let spacing = max(1, (windows.count + Self.mostWindows - 1) / Self.mostWindows)
    self.windows = stride(from: 0, to: windows.count, by: spacing).map { windows[$0] }
    self.horizon = horizon
    steps = Self.steps(horizon)
    stretches = Self.stretches(of: self.windows)
  }

  /// A few steps, evenly spread.
  static func steps(_ horizon: Int) -> [Int] {
    Array(Set((0..<mostSteps).map { $0 * horizon / mostSteps })).sorted()
  }

  /// Quarters of the windows of each series; of series with fewer than four, quarters of the series.
  private static func stretches(of windows: [ResidualSample.Window]) -> [Int] {
    var (result, start) = ([Int](), 0)
    while start < windows.count {
      let end = windows[start...].firstIndex { $0.series != windows[start].series } ?? windows.count
      let count = end - start
      result += (0..<count).map { place in
        count < stretchCount ? windows[start].series % stretchCount : stretchCount * place / count
      }
      start = end
    }
    return result
  }

  /// The exponent of each of some groups of channels that share their bounds.
  func exponents(of groups: [Range<Int>], _ workers: Workers) -> [Float] {
    guard windows.count >= Self.fewestWindows, windows.allSatisfy({ !$0.scales.isEmpty }) else {
      return groups.map { _ in 0 }
    }
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
    var miss = 0.0
    /// The sum of the interval scores (Gneiting and Raftery 2007, §6.2).
    var score = 0.0
  }

  private func trial(_ channels: Range<Int>, _ exponent: Float) -> Trial {
    var trial = Trial()
    var inside = Self.levels.map { _ in [Int](repeating: 0, count: Self.stretchCount) }
    var counts = [Int](repeating: 0, count: Self.stretchCount)
    for step in steps {
      let sorted = residuals(channels, step, exponent)
      for stretch in 0..<Self.stretchCount {
        let others = sorted.filter { $0.stretch != stretch }
        let own = sorted.filter { $0.stretch == stretch }
        guard !others.isEmpty, !own.isEmpty else { continue }
        counts[stretch] += own.count
        for (place, level) in Self.levels.enumerated() {
          let rank = max(1, Int((Double(others.count) * (1 - level) / 2).rounded(.down)))
          let bounds = (lower: others[rank - 1].value, upper: others[others.count - rank].value)
          for residual in own {
            let (low, high) = (max(0, bounds.lower - residual.value), max(0, residual.value - bounds.upper))
            inside[place][stretch] += low == 0 && high == 0 ? 1 : 0
            let score = bounds.upper - bounds.lower + Float(2 / (1 - level)) * (low + high)
            trial.score += Double(score * residual.scale)
          }
        }
      }
    }
    for (place, level) in Self.levels.enumerated() {
      for stretch in counts.indices where counts[stretch] > 0 {
        let miss = Double(inside[place][stretch]) / Double(counts[stretch]) - level
        trial.miss += miss * miss / (level * (1 - level))
      }
    }
    return trial
  }

  /// A residual in units of its scale.
  private struct Residual {
    let value: Float, scale: Float
    let stretch: Int
  }

  /// In ascending order.
  private func residuals(_ channels: Range<Int>, _ step: Int, _ exponent: Float) -> [Residual] {
    var values: [Residual] = []
    values.reserveCapacity(windows.count * channels.count)
    for (window, stretch) in zip(windows, stretches) {
      for channel in channels {
        let residual = window.residuals[channel * horizon + step]
        guard !residual.isNaN else { continue }
        let scale = window.scales[channel].raised(to: exponent)
        values.append(Residual(value: residual / scale, scale: scale, stretch: stretch))
      }
    }
    return values.sorted { $0.value < $1.value }
  }
}

extension Float {
  /// The power for an exponent of quarters, by square roots alone: the same bits everywhere.
  func raised(to exponent: Float) -> Float {
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
