import Tensors

/// How far the residuals of each channel grow with the deviation of a window's history: by a power of it, which makes intervals hold
/// the same share at all times.
///
/// The windows are cut into four stretches of time. Bounds are made of three of them by ranks and tried on the fourth, in turn; of the
/// exponents the one is taken whose coverage stays closest to 80 and to 95 %. A deviation that says nothing about errors gets 0,
/// errors that follow it fully get 1, and most data lie between.
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
  private let stretches: [UInt8]
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
  private static func stretches(of windows: [ResidualSample.Window]) -> [UInt8] {
    var (result, start) = ([UInt8](), 0)
    while start < windows.count {
      let end = windows[start...].firstIndex { $0.series != windows[start].series } ?? windows.count
      let count = end - start
      result += (0..<count).map { place in
        UInt8(count < stretchCount ? windows[start].series % stretchCount : stretchCount * place / count)
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
    let errors = workers.map(count: groups.count * count) { index in
      calibrationError(groups[index / count], Self.exponents[index % count])
    }
    return groups.indices.map { group in
      let own = errors[group * count..<(group + 1) * count]
      return Self.exponents[(own.indices.min { own[$0] < own[$1] } ?? own.startIndex) - own.startIndex]
    }
  }

  /// The mean squared distance of the coverage of a stretch from its level, in deviations of a single interval's.
  private func calibrationError(_ channels: Range<Int>, _ exponent: Float) -> Double {
    var inside = Self.levels.map { _ in [Int](repeating: 0, count: Self.stretchCount) }
    var counts = [Int](repeating: 0, count: Self.stretchCount)
    for step in steps {
      let sorted = residuals(channels, step, exponent)
      for stretch in 0..<Self.stretchCount {
        let others = sorted.count { $0.stretch != stretch }
        let own = sorted.count - others
        guard others > 0, own > 0 else { continue }
        counts[stretch] += own
        for (place, level) in Self.levels.enumerated() {
          let tail = (1 - level) / 2
          let ranks = (
            Int((Double(others) * tail).rounded(.down)), Int((Double(others) * (1 - tail)).rounded(.up))
          )
          inside[place][stretch] += Self.inside(sorted, stretch, ranks)
        }
      }
    }
    var sum = 0.0
    for (place, level) in Self.levels.enumerated() {
      for stretch in counts.indices where counts[stretch] > 0 {
        let miss = Double(inside[place][stretch]) / Double(counts[stretch]) - level
        sum += miss * miss / (level * (1 - level))
      }
    }
    return sum
  }

  /// How many residuals of a stretch lie between two ranks of the others.
  private static func inside(
    _ sorted: [(value: Float, stretch: UInt8)], _ stretch: Int, _ ranks: (Int, Int)
  ) -> Int {
    var (others, inside) = (0, 0)
    for residual in sorted {
      if residual.stretch != stretch {
        others += 1
      } else if others >= max(1, ranks.0) && others < ranks.1 {
        inside += 1
      }
    }
    return inside
  }

  private func residuals(
    _ channels: Range<Int>, _ step: Int, _ exponent: Float
  ) -> [(value: Float, stretch: UInt8)] {
    var values: [(value: Float, stretch: UInt8)] = []
    values.reserveCapacity(windows.count * channels.count)
    for (window, stretch) in zip(windows, stretches) {
      for channel in channels {
        let residual = window.residuals[channel * horizon + step]
        guard !residual.isNaN else { continue }
        values.append((residual / window.scales[channel].raised(to: exponent), stretch))
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
