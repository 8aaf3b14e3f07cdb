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
    let index: Int
    /// The series of the window.
    var series = 0
    /// Truth minus forecast in standardised units, shape `[channel, step]`; NaN where the truth is missing.
    let residuals: [Float]
    /// The deviation of the history of each channel, standardised units; empty where histories have none.
    let scales: [Float]
  }

  /// The most numbers that are kept.
  private static let largestSize = 1 << 24

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

  /// The windows in the order of their indices.
  var inOrder: [Window] { windows.sorted { $0.index < $1.index } }
}
