import Testing
import TimeSeries

@Suite struct WindowsTests {
  func history<Role>(_ windows: Windows<Role>, _ index: Int) -> [Float] {
    Array(unsafeUninitializedCapacity: windows.channelCount * windows.lookback) { buffer, count in
      if let base = buffer.baseAddress { windows.copyHistory(ofWindow: index, into: base) }
      count = buffer.count
    }
  }

  func target<Role>(_ windows: Windows<Role>, _ index: Int) -> [Float] {
    Array(unsafeUninitializedCapacity: windows.targetCount * windows.horizon) { buffer, count in
      if let base = buffer.baseAddress { windows.copyTarget(ofWindow: index, into: base) }
      count = buffer.count
    }
  }

  func windowSet(_ shape: WindowSet.Shape, rows: Int = 100, channels: [String] = ["a", "b"]) throws
    -> WindowSet
  {
    let frame = try ramp(rows: rows, channels: channels)
    let identity = StandardScaler(means: channels.map { _ in 0 }, deviations: channels.map { _ in 1 })
    let split = try SplitRule.auto.resolve(for: frame)
    return try WindowSet(try identity.transform(frame), split: split, shape: shape)
  }

  @Test func aTargetNeverPrecedesItsSplit() throws {
    let set = try windowSet(WindowSet.Shape(lookback: 8, horizon: 3))
    #expect(set.training.firstTargets == 8..<68)
    #expect(set.training.historyRows(ofWindow: 0) == 0..<8)
    #expect(set.training.targetRows(ofWindow: set.training.count - 1) == 67..<70)
    #expect(set.validation.firstTargets == 70..<78)
    #expect(set.validation.historyRows(ofWindow: 0) == 62..<70)
    #expect(set.validation.targetRows(ofWindow: set.validation.count - 1) == 77..<80)
    #expect(set.test.firstTargets == 80..<98)
    #expect(set.test.targetRows(ofWindow: set.test.count - 1) == 97..<100)
  }

  @Test func windowsHoldTheRowsTheyName() throws {
    let set = try windowSet(WindowSet.Shape(lookback: 4, horizon: 2))
    #expect(history(set.test, 1) == [77, 78, 79, 80, 1077, 1078, 1079, 1080])
    #expect(target(set.test, 1) == [81, 82, 1081, 1082])
    #expect(set.test.firstTargetRow(ofWindow: 1) == 81)
  }

  @Test func testWindowsDoNotDependOnTheLookback() throws {
    for lookback in [1, 7, 60] {
      let set = try windowSet(WindowSet.Shape(lookback: lookback, horizon: 5))
      #expect(set.test.firstTargets == 80..<96)
      #expect(set.validation.count == 6)
      #expect(set.training.count == 70 - lookback - 5 + 1)
    }
  }

  @Test func featuresChooseInputsAndTargets() throws {
    let channels = ["OT", "x", "y"]
    let alone = try windowSet(
      WindowSet.Shape(lookback: 2, horizon: 1, features: .univariate), channels: channels)
    #expect(alone.test.channels == [0] && alone.test.targetChannels == [0])
    let one = try windowSet(
      WindowSet.Shape(lookback: 2, horizon: 1, features: .multivariateToUnivariate, target: "y"),
      channels: channels)
    #expect(one.test.channels == [0, 1, 2] && one.test.targetChannels == [2])
    #expect(target(one.test, 0) == [2080])
    let last = try windowSet(WindowSet.Shape(lookback: 2, horizon: 1, features: .univariate, target: nil))
    #expect(last.test.channels == [1])
    #expect(history(last.test, 0) == [1078, 1079])
    let unknown = dataError { () throws(DataError) in
      try windowSetTyped(WindowSet.Shape(lookback: 2, horizon: 1, features: .univariate, target: "z"))
    }
    #expect(unknown?.description == "ramp.csv: there is no column 'z'; did you mean 'a'?")
    #expect(try Features("ms") == .multivariateToUnivariate)
    #expect(
      dataError { () throws(DataError) in try Features("X") }?.description
        == "'X' is not a choice of features; use M (all channels), S (the target alone) or MS (all channels for the target)"
    )
  }

  func windowSetTyped(_ shape: WindowSet.Shape, rows: Int = 100) throws(DataError) -> WindowSet {
    do { return try windowSet(shape, rows: rows) } catch {
      throw error as? DataError ?? DataError(.empty, "\(error)")
    }
  }

  @Test(arguments: [
    (
      616, 512, 96,
      "ramp.csv: need lookback 512 + horizon 96 = 608 training rows, have 431; try --lookback 256"
    ),
    (
      100, 8, 96,
      "ramp.csv: need lookback 8 + horizon 96 = 104 training rows, have 70; try --lookback 17 --horizon 17"
    ),
    (100, 8, 12, "ramp.csv: need horizon 12 validation rows, have 10; try --horizon 10, or another --split"),
  ])
  func tooFewRowsShowTheSum(rows: Int, lookback: Int, horizon: Int, message: String) {
    let found = dataError { () throws(DataError) in
      try windowSetTyped(WindowSet.Shape(lookback: lookback, horizon: horizon), rows: rows)
    }
    #expect(found?.description == message)
    #expect(found?.kind == .tooFewRows)
  }

  @Test func anEmptyPartHasNoWindows() throws {
    let frame = try ramp(rows: 50)
    let scaler = StandardScaler(fitting: frame, rows: 0..<50)
    let split = try SplitRule("1/0/0").resolve(for: frame)
    let set = try WindowSet(try scaler.transform(frame), split: split, shape: .init(lookback: 3, horizon: 2))
    #expect(set.training.count == 46)
    #expect(set.validation.isEmpty && set.test.isEmpty)
  }

  @Test func theLastRowsAreTheHistoryOfAPrediction() throws {
    let frame = try ramp(rows: 10)
    let series = try StandardScaler(means: [0, 0], deviations: [1, 1]).transform(frame)
    var last = [Float](repeating: 0, count: 3)
    try last.withUnsafeMutableBufferPointer { buffer in
      if let base = buffer.baseAddress { try series.copyLast(rows: 3, channels: [1], into: base) }
    }
    #expect(last == [1007, 1008, 1009])
    let found = dataError { () throws(DataError) in
      var none = Float(0)
      try series.copyLast(rows: 11, into: &none)
    }
    #expect(
      found?.description
        == "ramp.csv: need lookback 11 rows, have 10; add rows, or fit a model with --lookback 10 or less")
  }
}

@Suite struct ScalerTests {
  @Test func statisticsComeFromTheGivenRowsOnly() throws {
    let stamps = (0..<6).map { Frequency.hours(1).advance(Timestamp(year: 2020), by: $0) }
    let frame = try TimeSeriesFrame(
      source: "s", timestamps: stamps,
      columns: [("a", [1, 2, 3, 4, 1000, -7]), ("flat", [0.1, 0.1, 0.1, 0.1, 9, 9])])
    let scaler = StandardScaler(fitting: frame, rows: 0..<4)
    #expect(scaler.means == [2.5, Double(Float(0.1))])
    #expect(scaler.deviations == [Double(1.25).squareRoot(), 1])
    #expect(scaler.constantChannels == [1])
    let series = try scaler.transform(frame)
    let values = series.withChannel(0) { column in column.indices.map { column[$0] } }
    #expect(values[0] == Float(-1.5 / Double(1.25).squareRoot()))
    #expect(scaler.inverse(values[4], channel: 0) == 1000)
    #expect(scaler.inverse([0, 1, 0, 0], channels: [1, 0]) == [0.1, 1.1, 2.5, 2.5])
    #expect(series.withChannel(1) { $0[0] } == 0)
  }

  @Test func longColumnsGiveTheTwoPassValues() throws {
    let rows = 1003
    let values = (0..<rows).map { _ in Float.random(in: 990...1010) }
    let stamps = (0..<rows).map { Frequency.hours(1).advance(Timestamp(year: 2020), by: $0) }
    let frame = try TimeSeriesFrame(source: "s", timestamps: stamps, columns: [("a", values)])
    let scaler = StandardScaler(fitting: frame, rows: 0..<rows)
    let mean = values.reduce(0.0) { $0 + Double($1) } / Double(rows)
    let variance = values.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / Double(rows)
    #expect(abs(scaler.means[0] - mean) < 1e-9)
    #expect(abs(scaler.deviations[0] - variance.squareRoot()) < 1e-9)
  }
}

@Suite struct SplitTests {
  @Test func ratiosFollowTheFloorRules() throws {
    let split = try SplitRule.auto.resolve(for: try ramp(rows: 7588))
    #expect(split == Split(train: 0..<5311, validation: 5311..<6071, test: 6071..<7588))
    #expect(
      try SplitRule("0.6/0.2/0.2").resolve(for: try ramp(rows: 11))
        == Split(train: 0..<6, validation: 6..<9, test: 9..<11))
  }

  @Test func ettFilesAreKnownByNameAndHeader() throws {
    let header = ["HUFL", "HULL", "MUFL", "MULL", "LUFL", "LULL", "OT"]
    let hourly = try ramp(rows: 14_400, channels: header, source: "/data/ETTh1.csv")
    #expect(SplitRule.auto.resolvingAuto(for: hourly) == .ettHourly)
    #expect(
      try SplitRule.auto.resolve(for: hourly)
        == Split(train: 0..<8640, validation: 8640..<11_520, test: 11_520..<14_400))
    #expect(SplitRule.auto.resolvingAuto(for: try ramp(rows: 14_400, channels: header)) == .usualRatios)
    #expect(SplitRule.auto.resolvingAuto(for: try ramp(rows: 14_400, source: "ETTh1.csv")) == .usualRatios)
    #expect(
      SplitRule.auto.resolvingAuto(for: try ramp(rows: 14_399, channels: header, source: "ETTh1.csv"))
        == .usualRatios)
    #expect(
      SplitRule.auto.resolvingAuto(for: try ramp(rows: 57_600, channels: header, source: "ETTm2.csv"))
        == .ettMinutely)
  }

  @Test func textRoundTrips() throws {
    for text in ["auto", "ett-hourly", "ett-minutely", "0.7/0.1/0.2", "0.6/0.2/0.2"] {
      #expect(try SplitRule(text).description == text)
    }
  }

  @Test(arguments: [
    "", "0.7", "0.7/0.1", "0.7/0.1/0.3", "a/b/c", "-0.1/0.9/0.2", "0/0.5/0.5", "nan/0/1", "ett",
  ])
  func otherTextIsAnError(text: String) {
    let found = dataError { () throws(DataError) in try SplitRule(text) }
    #expect(found?.kind == .invalidOption)
    #expect(found?.fix?.contains("0.7/0.1/0.2") == true)
  }

  @Test func shortFramesAreErrors() throws {
    let frame = try ramp(rows: 4)
    #expect(
      dataError { () throws(DataError) in try SplitRule.auto.resolve(for: frame) }?.description
        == "ramp.csv: 4 rows leave none for the test part of 0.2; add rows or change --split")
    #expect(
      dataError { () throws(DataError) in try SplitRule.ettHourly.resolve(for: frame) }?.description
        == "ramp.csv: the split ett-hourly needs 14400 rows, have 4; use --split 0.7/0.1/0.2")
  }
}
