import Tensors

/// Residuals of some windows, from which intervals are made.
struct ResidualSample: Sendable {
  /// Shape of a window's residuals: `[channel, step]`.
  let channelCount: Int, horizon: Int
  /// Every window whose index is a multiple of this is kept.
  let stride: Int
  /// The windows, in any order.
  private(set) var windows: [Window] = []

  /// The residuals of one window.
  struct Window: Sendable {
    /// The series of the window.
    let series: Int
    /// The row on which its target begins.
    let row: Int
    /// Rows from one window to the next.
    let spacing: Int
    /// Truth minus forecast in standardised units, shape `[channel, step]`; NaN where the truth is missing.
    let residuals: [Float]
    /// The deviation of the history of each channel, standardised units; empty where histories have none.
    let scales: [Float]
  }

  /// The most numbers that are kept.
  private static let largestSize = 1 << 22

  /// - Parameter windowCount: How many windows there will be.
  init(channelCount: Int, horizon: Int, windowCount: Int) {
    (self.channelCount, self.horizon) = (channelCount, horizon)
    let room = max(1, Self.largestSize / (channelCount * horizon))
    stride = max(1, (windowCount + room - 1) / room)
  }

  /// Keeps the residuals of a window.
  mutating func add(_ window: Window) { windows.append(window) }

  /// Keeps what another sample has kept.
  mutating func merge(_ other: ResidualSample) { windows += other.windows }

  /// The windows of each series in the order of time.
  var inOrder: [Window] { windows.sorted { ($0.series, $0.row) < ($1.series, $1.row) } }
}

/// Counts windows, in order, and how many independent residuals of a step they are worth: at least one a series.
struct IndependentCount {
  private let step: Int
  /// Windows added so far.
  private(set) var count = 0
  private var earlier = 0.0, own = 0.0
  private var series: Int?
  private var last: (spacing: Int, worth: Double) = (0, 0)

  init(step: Int) { self.step = step }

  mutating func add(_ window: ResidualSample.Window) {
    if window.series != series {
      (earlier, own, series) = (independent, 0, window.series)
    }
    if window.spacing != last.spacing {
      last = (window.spacing, ConformalRank.worth(step: step, spacing: window.spacing))
    }
    (count, own) = (count + 1, own + last.worth)
  }

  /// What those added so far are worth.
  var independent: Double { earlier + (series == nil ? 0 : max(1, own)) }
}

extension [ResidualSample.Window] {
  /// How many independent residuals of a step they are worth, at least one a series; they are in order.
  func independentCount(step: Int) -> Double {
    var count = IndependentCount(step: step)
    for window in self { count.add(window) }
    return count.independent
  }
}

/// The residuals of the first step of a window.
public struct FirstResidual: Sendable {
  /// The series of the window.
  public let series: Int
  /// The row that was forecast.
  public let row: Int
  /// Truth minus forecast of each target, standardised units; NaN where the truth is missing.
  public let values: [Float]
}
