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

/// The residuals of the first step of a window.
public struct FirstResidual: Sendable {
  /// The series of the window.
  public let series: Int
  /// The row that was forecast.
  public let row: Int
  /// Truth minus forecast of each target, standardised units; NaN where the truth is missing.
  public let values: [Float]
}
