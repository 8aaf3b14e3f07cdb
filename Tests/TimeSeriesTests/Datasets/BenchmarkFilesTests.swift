import Testing
import TimeSeries

@Suite(.enabled(if: dataDirectory != nil, "FORECAST_DATA_DIR is not set"))
struct BenchmarkFilesTests {
  @Test func filesOfETTAreReadWhole() throws {
    for name in ["ETTh1.csv", "ETTh2.csv"] {
      let frame = try benchmark(name)
      #expect(frame.rowCount == 17_420)
      #expect(frame.columns == ["HUFL", "HULL", "MUFL", "MULL", "LUFL", "LULL", "OT"])
      #expect(frame.frequency == .hours(1))
      #expect(frame.only.irregularities.isEmpty)
      #expect(frame.stampForm.description == "yyyy-MM-dd HH:mm:ss")
    }
    #expect(try benchmark("ETTh1.csv").values(ofColumn: 6)[17_419] == 9.56700038909912)
  }

  @Test func weatherLoadsWithItsTwoIrregularities() throws {
    let frame = try benchmark("weather.csv")
    #expect(frame.rowCount == 52_696)
    #expect(frame.columnCount == 21)
    #expect(frame.frequency == .minutes(10))
    #expect(frame.only.irregularities.count == 2)
    let descriptions = frame.only.irregularities.map(\.description)
    #expect(descriptions.contains { $0.contains("appears twice") })
    #expect(descriptions.contains { $0.contains("9 rows missing") })
    let fills = frame.farValues().filter { $0.value == -9999 }
    #expect(fills.map(\.count).sorted() == [1, 30, 50] && fills.allSatisfy { $0.kind == .fillValue })
  }

  @Test func theExchangeFileIsReadWhole() throws {
    let frame = try benchmark("exchange_rate.csv")
    #expect(frame.rowCount == 7588)
    #expect(frame.columns == ["0", "1", "2", "3", "4", "5", "6", "OT"])
    #expect(frame.frequency == .days(1))
    #expect(
      frame.stampForm.string(for: frame.frequency.advance(frame.only.timestamps[7587]))
        == "2010/10/11 0:00")
  }

  @Test(arguments: ["ETTh1.csv", "weather.csv", "exchange_rate.csv"])
  func bothTokenizersReadTheSame(name: String) throws {
    let directory = try #require(dataDirectory)
    var oracle = ReadingOptions(threadCount: 1)
    oracle.usesLibCSVOnly = true
    let slow = try Panel(reading: "\(directory)/\(name)", oracle)
    let fast = try Panel(reading: "\(directory)/\(name)", ReadingOptions(threadCount: 3))
    #expect(slow.only.timestamps == fast.only.timestamps)
    for channel in 0..<slow.columnCount {
      #expect(slow.values(ofColumn: channel) == fast.values(ofColumn: channel))
    }
  }

  /// The table of section 1.1 of the protocol: borders and windows of 96, 192, 336, 720 steps.
  @Test(arguments: [
    ("ETTh1.csv", [8640, 11_520, 14_400], [2785, 2689, 2545, 2161], [8033, 8449]),
    ("ETTh2.csv", [8640, 11_520, 14_400], [2785, 2689, 2545, 2161], [8033, 8449]),
    ("weather.csv", [36_887, 42_157, 52_696], [10_444, 10_348, 10_204, 9820], [36_280, 36_696]),
    ("exchange_rate.csv", [5311, 6071, 7588], [1422, 1326, 1182, 798], [4704, 5120]),
  ])
  func windowCountsAreThoseOfTheProtocol(name: String, borders: [Int], test: [Int], training: [Int]) throws {
    let frame = try benchmark(name)
    let split = try SplitRule.auto.resolve(for: frame)
    #expect([split.train.upperBound, split.validation.upperBound, split.test.upperBound] == borders)
    let data = try ScaledPanel(frame, scalers: [StandardScaler(fitting: frame, rows: split.train)])
    for (horizon, count) in zip([96, 192, 336, 720], test) {
      #expect(
        try WindowSet(data, splits: [split], shape: .init(lookback: 512, horizon: horizon)).test.count
          == count
      )
    }
    for (lookback, count) in zip([512, 96], training) {
      #expect(
        try WindowSet(data, splits: [split], shape: .init(lookback: lookback, horizon: 96)).training.count
          == count)
    }
    if name == "exchange_rate.csv" {
      #expect(
        try WindowSet(data, splits: [split], shape: .init(lookback: 96, horizon: 720)).validation.count == 41)
    }
  }

  /// Repeat-last errors at 96 steps: published values that pin down splits, scaling and scoring together.
  @Test(arguments: [
    ("ETTh1.csv", 1.294, 0.713), ("weather.csv", 0.259, 0.254), ("exchange_rate.csv", 0.081, 0.196),
  ])
  func theLastValueHasItsPublishedError(name: String, mse: Double, mae: Double) throws {
    let frame = try benchmark(name)
    let split = try SplitRule.auto.resolve(for: frame)
    let scaler = StandardScaler(fitting: frame, rows: split.train)
    let windows = try WindowSet(
      try ScaledPanel(frame, scalers: [scaler]), splits: [split], shape: .init(lookback: 96, horizon: 96)
    ).test
    var errors = ForecastErrors(channelCount: windows.targetCount, horizon: 96)
    for window in 0..<windows.count {
      let last = windows.historyRows(ofWindow: window).upperBound - 1
      let differences = (0..<windows.targetCount).flatMap { channel in
        windows.withTarget(channel, ofWindow: window) { target, _, deviation in
          frame.withColumn(windows.targetColumns[channel]) { column in
            target.indices.map { (column[last] - target[$0]) / deviation }
          }
        }
      }
      errors.add(differences.span, windows: 1)
    }
    let score = errors.score(deviations: scaler.deviations)
    #expect(abs(score.mseNorm - mse) <= 0.0005, "\(score.mseNorm)")
    #expect(abs(score.maeNorm - mae) <= 0.0005, "\(score.maeNorm)")
    #expect(score.perStep.count == 96)
  }
}
