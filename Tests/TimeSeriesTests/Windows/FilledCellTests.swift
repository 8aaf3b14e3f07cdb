import Testing
import TimeSeries

struct FilledCellTests {
  private static let nan = Double.nan

  private static func panel(_ columns: [[Double]]) throws -> Panel {
    let stamps = Frequency.hours(1).stamps(after: Timestamp(year: 2020), count: columns[0].count)
    return try Panel(
      source: "holes", timestamps: stamps,
      columns: columns.enumerated().map { (name: "c\($0)", values: $1) })
  }

  private static func scaled(_ columns: [[Double]], _ rule: FillRule? = nil) throws -> ScaledPanel {
    let plain = StandardScaler(
      means: columns.map { _ in 0 }, deviations: columns.map { _ in 1 })
    return try ScaledPanel(try panel(columns), scalers: [plain], fillRule: rule)
  }

  private static func filled(_ data: ScaledPanel) -> [Float] {
    data.withColumn(0) { column in column.indices.map { column[$0] } }
  }

  @Test func missingCellsAreFilledFromTheRowsBeforeThem() throws {
    let column = [Self.nan, 1, 2, Self.nan, Self.nan, 5, 6, Self.nan]
    #expect(try Self.filled(Self.scaled([column], .previous)) == [0, 1, 2, 2, 2, 5, 6, 6])
    #expect(try Self.filled(Self.scaled([column], .seasonal(3))) == [0, 1, 2, 0, 1, 5, 6, 1])
    // The previous value for a twelfth of the season, at least one row; then the season.
    #expect(try Self.filled(Self.scaled([column], .recent(season: 3))) == [0, 1, 2, 2, 1, 5, 6, 6])
    #expect(try Self.filled(Self.scaled([column], .recent(season: 1))) == [0, 1, 2, 2, 2, 5, 6, 6])
  }

  @Test func straightLinesNeedBothEndsWithinTheWindow() throws {
    let column = [1, Self.nan, Self.nan, 4, Self.nan, 8, 9, 10, 11, 12]
    let data = try Self.scaled([column], .linear)
    let shape = WindowSet.Shape(lookback: 4, horizon: 2)
    let windows = try WindowSet(
      data, splits: [Split(train: 0..<10, validation: 10..<10, test: 10..<10)], shape: shape
    ).training
    let histories = (0..<windows.count).map { Self.history(windows, $0) }
    #expect(histories[0] == [1, 2, 3, 4])
    // The line from 4 to 8 is not known yet, nor is what came before the second row.
    #expect(histories[1] == [1, 1, 4, 4])
    #expect(histories[2] == [1, 4, 6, 8])
  }

  private static func history<Role>(_ windows: Windows<Role>, _ index: Int) -> [Float] {
    var values = [Float](repeating: 0, count: windows.channelCount * windows.lookback)
    unsafe values.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      unsafe windows.copyHistory(ofWindow: index, into: base)
    }
    return values
  }

  @Test func scalersLeaveMissingCellsOut() throws {
    let whole = [3.0, 1, 4, 1, 5, 9, 2, 6]
    let holes = [3.0, Self.nan, 1, 4, 1, Self.nan, 5, 9, 2, 6, Self.nan]
    let (a, b) = (
      StandardScaler(fitting: try Self.panel([whole]), rows: 0..<8),
      StandardScaler(fitting: try Self.panel([holes]), rows: 0..<11)
    )
    #expect(a == b)
    let none = StandardScaler(fitting: try Self.panel([holes, holes.map { _ in Self.nan }]), rows: 0..<11)
    #expect(none.means[1] == 0 && none.deviations[1] == 1 && none.constantChannels == [1])
  }

  @Test func aWindowWithoutAnyTargetIsNone() throws {
    var (a, b) = ((0..<30).map { Double($0) }, (0..<30).map { Double($0) })
    for row in 10..<16 { a[row] = Self.nan }
    for row in 12..<18 { b[row] = Self.nan }
    let shape = WindowSet.Shape(lookback: 3, horizon: 3)
    let windows = try WindowSet(
      Self.scaled([a, b]), splits: [Split(train: 0..<30, validation: 30..<30, test: 30..<30)], shape: shape
    ).training
    let firsts = (0..<windows.count).map { windows.targetRows(ofWindow: $0).lowerBound }
    // Targets 12..<15 and 13..<16 are missing in both columns.
    #expect(firsts == Array(3..<12) + Array(14..<28))
    #expect(windows.observedTargetCount(ofWindow: 0) == 6)
    #expect(windows.observedTargetCount(ofWindow: 8) == 1)
  }

  @Test func missingTruthsAreCountedAndLeftOut() {
    var errors = ForecastErrors(channelCount: 2, horizon: 2)
    errors.add([1, 0, 2, 3].span, windows: 1, missing: [false, true, false, false])
    var other = ForecastErrors(channelCount: 2, horizon: 2)
    other.add([1, 5, 1, 1].span, windows: 1)
    errors.merge(other)
    let score = errors.score(deviations: [1, 10])
    #expect(score.windows == 2)
    #expect(abs(score.maeNorm - (1 + 2 + 3 + 1 + 5 + 1 + 1) / 7.0) < 1e-15)
    #expect(score.perStep[0][.maeNorm] == 5.0 / 4 && score.perStep[1][.maeNorm] == 9.0 / 3)
    #expect(abs(score[.mae] - (1 + 20 + 30 + 1 + 5 + 10 + 10) / 7.0) < 1e-12)
  }
}
