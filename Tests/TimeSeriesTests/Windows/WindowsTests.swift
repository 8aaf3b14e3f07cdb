import Testing
import TimeSeries

@Suite struct WindowsTests {
  func history<Role>(_ windows: Windows<Role>, _ index: Int) -> [Float] {
    Array(unsafeUninitializedCapacity: windows.channelCount * windows.lookback) { buffer, count in
      if let base = buffer.baseAddress { windows.copyHistory(ofWindow: index, into: base) }
      count = buffer.count
    }
  }

  func firstTargets<Role>(_ windows: Windows<Role>) -> [Range<Int>] { windows.segments.map(\.firstTargets) }

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
    return try WindowSet(try ScaledPanel(frame, scalers: [identity]), splits: [split], shape: shape)
  }

  @Test func aTargetNeverPrecedesItsSplit() throws {
    let set = try windowSet(WindowSet.Shape(lookback: 8, horizon: 3))
    #expect(firstTargets(set.training) == [8..<68])
    #expect(set.training.historyRows(ofWindow: 0) == 0..<8)
    #expect(set.training.targetRows(ofWindow: set.training.count - 1) == 67..<70)
    #expect(firstTargets(set.validation) == [70..<78])
    #expect(set.validation.historyRows(ofWindow: 0) == 62..<70)
    #expect(set.validation.targetRows(ofWindow: set.validation.count - 1) == 77..<80)
    #expect(firstTargets(set.test) == [80..<98])
    #expect(set.test.targetRows(ofWindow: set.test.count - 1) == 97..<100)
  }

  @Test func windowsHoldTheRowsTheyName() throws {
    let set = try windowSet(WindowSet.Shape(lookback: 4, horizon: 2))
    #expect(history(set.test, 1) == [77, 78, 79, 80, 1077, 1078, 1079, 1080])
    #expect(target(set.test, 1) == [81, 82, 1081, 1082])
    #expect(set.test.position(ofWindow: 1).firstTarget == 81)
  }

  @Test func testWindowsDoNotDependOnTheLookback() throws {
    for lookback in [1, 7, 60] {
      let set = try windowSet(WindowSet.Shape(lookback: lookback, horizon: 5))
      #expect(firstTargets(set.test) == [80..<96])
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
    #expect(unknown?.description == "ramp.csv: there is no column 'z'; the columns are 'a', 'b'")
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
      "ramp.csv: need lookback 512 + horizon 96 = 608 training rows, have 431; a lookback of 107 and a horizon of 62 would do"
    ),
    (
      100, 8, 96,
      "ramp.csv: need lookback 8 + horizon 96 = 104 training rows, have 70; a lookback of 17 and a horizon of 10 would do"
    ),
    (100, 8, 12, "ramp.csv: need horizon 12 validation rows, have 10; a horizon of 10 would do"),
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
    let set = try WindowSet(
      try ScaledPanel(frame, scalers: [scaler]), splits: [split], shape: .init(lookback: 3, horizon: 2))
    #expect(set.training.count == 46)
    #expect(set.validation.isEmpty && set.test.isEmpty)
  }

  @Test func theLastRowsAreTheHistoryOfAPrediction() throws {
    let frame = try ramp(rows: 10)
    let scaler = StandardScaler(fitting: frame, rows: 0..<7)
    let whole = try ScaledPanel(frame, scalers: [scaler])
    let shape = WindowSet.Shape(lookback: 3, horizon: 2)
    let windows = try FutureWindows(after: whole, shape: shape)
    #expect(windows.count == 1 && windows.historyRows(ofWindow: 0) == 7..<10)
    var history = [Float](repeating: 0, count: 6)
    unsafe history.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      unsafe windows.copyHistory(ofWindow: 0, into: base)
    }
    #expect(
      history
        == [0, 1].flatMap { channel in whole.withColumn(channel) { column in (7..<10).map { column[$0] } } })
    #expect(try FutureWindows(after: whole, shape: .init(lookback: 11, horizon: 2)).isEmpty)
  }
}
