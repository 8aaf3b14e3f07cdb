import Testing
import TimeSeries

/// Gaps that divide a series: no window crosses one.
struct SegmentTests {
  @Test func noWindowCrossesAGap() throws {
    var lines = ["date,x"]
    for day in 0..<60 where !(20..<23).contains(day) && day != 40 {
      let stamp = Frequency.days(1).advance(Timestamp(year: 2021), by: day)
      lines.append("\(StampForm.iso().string(for: stamp)),\(day)")
    }
    var options = ReadingOptions()
    try options.set(.gaps, to: "segment")
    let panel = try Panel(
      parsing: Array((lines.joined(separator: "\n") + "\n").utf8), name: "gaps.csv", options)
    #expect(panel.only.rowCount == 56 && panel.only.breaks == [20, 37])
    let plain = StandardScaler(means: [0], deviations: [1])
    let (lookback, horizon) = (4, 3)
    let windows = try WindowSet(
      ScaledPanel(panel, scalers: [plain]),
      splits: [Split(train: 0..<56, validation: 56..<56, test: 56..<56)],
      shape: .init(lookback: lookback, horizon: horizon)
    ).training
    let days = panel.values(ofColumn: 0)
    var firsts: [Int] = []
    for window in 0..<windows.count {
      let rows =
        windows.historyRows(ofWindow: window).lowerBound..<windows.targetRows(ofWindow: window).upperBound
      #expect(days[rows.upperBound - 1] - days[rows.lowerBound] == Double(lookback + horizon - 1))
      firsts.append(rows.lowerBound)
    }
    // All of the others are there.
    let expected = (0...56 - lookback - horizon).filter { row in
      days[row + lookback + horizon - 1] - days[row] == Double(lookback + horizon - 1)
    }
    #expect(firsts == expected)
  }
}
