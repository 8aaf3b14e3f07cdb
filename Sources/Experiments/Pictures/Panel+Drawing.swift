import Drawing
import TimeSeries

extension TimeSeries.Panel {
  /// What the horizontal axis of a drawing of the rows shows: times, or what counts the rows.
  var drawnAxis: LineChart.HorizontalAxis {
    guard frequency.isCounter else { return .times }
    let name = timeColumns.first ?? "row"
    return frequency.seconds == frequency.seconds.rounded() ? .counts(name) : .numbers(name)
  }

  /// Where a stamp lies on that axis: times are those that the clocks of the file show.
  func drawnPlace(of stamp: Timestamp) -> Double {
    // One of a counter is a second.
    frequency.isCounter
      ? Double(stamp.seconds) + Double(stamp.nanosecond) / 1e9
      : Double(stampForm.clock(at: stamp).milliseconds)
  }
}
