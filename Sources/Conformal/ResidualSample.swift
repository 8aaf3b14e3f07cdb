/// Residuals of some windows, from which intervals are made.
package struct ResidualSample: Sendable {
  /// Shape of a window's residuals: `[channel, step]`.
  package let channelCount: Int, horizon: Int
  /// Every window whose index is a multiple of this is kept.
  package let stride: Int
  /// The windows, in any order.
  package private(set) var windows: [Window] = []

  /// The residuals of one window.
  package struct Window: Sendable {
    /// The series of the window.
    package let series: Int
    /// The row on which its target begins.
    package let row: Int
    /// Rows from one window to the next.
    package let spacing: Int
    /// Truth minus forecast in standardised units, shape `[channel, step]`; NaN where the truth is missing.
    package let residuals: [Float]
    /// The deviation of the history of each channel, standardised units; empty where histories have none.
    package let scales: [Float]

    package init(series: Int, row: Int, spacing: Int, residuals: [Float], scales: [Float]) {
      (self.series, self.row, self.spacing) = (series, row, spacing)
      (self.residuals, self.scales) = (residuals, scales)
    }
  }

  /// The most numbers that are kept.
  private static let largestSize = 1 << 22

  /// - Parameter windowCount: How many windows there will be.
  package init(channelCount: Int, horizon: Int, windowCount: Int) {
    (self.channelCount, self.horizon) = (channelCount, horizon)
    let room = max(1, Self.largestSize / (channelCount * horizon))
    stride = max(1, (windowCount + room - 1) / room)
  }

  /// Keeps the residuals of a window.
  package mutating func add(_ window: Window) { windows.append(window) }

  /// Keeps what another sample has kept.
  package mutating func merge(_ other: ResidualSample) { windows += other.windows }

  /// The windows of each series in the order of time.
  package var inOrder: [Window] { windows.sorted { ($0.series, $0.row) < ($1.series, $1.row) } }
}
