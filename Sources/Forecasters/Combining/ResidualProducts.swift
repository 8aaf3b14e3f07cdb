import Forecasting
import Tensors
import TimeSeries
import Training

/// Products of the residuals of several forecasters over the same windows: all that the squared error of any weighted
/// sum of their forecasts depends on.
///
/// They are kept apart for stretches of windows, segments of the horizon and channels, so that weights can be found on some
/// and tried on others: the error of weights `w` is `w' P w / count`.
struct ResidualProducts: Sendable {
  /// Forecasters.
  let memberCount: Int
  /// Target channels.
  let channelCount: Int
  /// The segments of the horizon.
  let segments: [Range<Int>]
  /// Stretches of consecutive windows.
  let blockCount: Int
  /// Shape `[block, segment, channel, member, member]`: sums of products, standardised units.
  private var sums: [Double]
  /// Shape `[block, segment, channel]`: how many residuals were summed.
  private var counts: [Int]
  /// Of each series, the sum of all members' squared residuals.
  private var squaresOfSeries: [Int: Double] = [:]

  /// The most residuals of a forecaster that are looked at; of more windows, evenly spaced ones are.
  private static let usualResiduals = 4_000_000
  /// Stretches of windows, for weights to be tried on others than those they were found on.
  private static let usualBlocks = 4

  private init(memberCount: Int, channelCount: Int, horizon: Int, blockCount: Int) {
    (self.memberCount, self.channelCount, self.blockCount) = (memberCount, channelCount, blockCount)
    segments = Self.segments(of: horizon)
    let cells = blockCount * segments.count * channelCount
    (sums, counts) = (
      Array(repeating: 0, count: cells * memberCount * memberCount), Array(repeating: 0, count: cells)
    )
  }

  /// Steps that are forecast.
  var horizon: Int { segments.last?.upperBound ?? 1 }

  /// Up to six segments of 24 steps or more.
  static func segments(of horizon: Int) -> [Range<Int>] {
    let count = max(1, min(6, horizon / 24))
    return (0..<count).map { $0 * horizon / count..<($0 + 1) * horizon / count }
  }

  /// Forecasts the windows with every predictor.
  ///
  /// - Parameter isInterrupted: Asked several times a second whether to end without a result.
  /// - Throws: `TrainingError.interrupted`.
  init(
    _ predictors: [any Predictor], on windows: ValidationWindows, workers: Workers,
    unless isInterrupted: () -> Bool = { false }
  ) throws(TrainingError) {
    let perWindow = windows.targetCount * windows.horizon
    let stride = max(1, windows.count * perWindow / Self.usualResiduals)
    let chosen = Array(Swift.stride(from: 0, to: windows.count, by: stride))
    let blockCount = max(1, min(Self.usualBlocks, chosen.count / 2))
    let empty = ResidualProducts(
      memberCount: predictors.count, channelCount: windows.targetCount, horizon: windows.horizon,
      blockCount: blockCount)
    let size = max(1, 256 / windows.channelCount)
    let forecasts = predictors.map { $0.predicting(windows: chosen.count) }
    let lanes = try workers.sums(
      over: (chosen.count + size - 1) / size, from: empty, unless: isInterrupted
    ) { piece, sums in
      let places = piece * size..<min(chosen.count, (piece + 1) * size)
      let batch = windows.histories(chosen[places])
      let residuals = forecasts.map { forecast in
        windows.errors(of: forecast(batch), at: chosen[places])
      }
      for (position, place) in places.enumerated() {
        let series = windows.position(ofWindow: chosen[place]).series
        sums.add(
          residuals, window: position, of: series, block: place * blockCount / chosen.count, windows.horizon)
      }
    }
    self = lanes.dropFirst().reduce(into: lanes[0]) { $0.merge($1) }
  }

  /// Adds the residuals of a window: of each member, shape `[window, channel, step]`.
  private mutating func add(
    _ residuals: [[Double]], window: Int, of series: Int, block: Int, _ horizon: Int
  ) {
    let square = memberCount * memberCount
    var squares = 0.0
    for channel in 0..<channelCount {
      let start = (window * channelCount + channel) * horizon
      for (index, segment) in segments.enumerated() {
        let cell = (block * segments.count + index) * channelCount + channel
        let isObserved = segment.filter { !residuals[0][start + $0].isNaN }
        counts[cell] += isObserved.count
        for first in 0..<memberCount {
          for second in 0...first {
            var sum = 0.0
            for step in isObserved { sum += residuals[first][start + step] * residuals[second][start + step] }
            sums[cell * square + first * memberCount + second] += sum
            if first == second { squares += sum }
            if first != second { sums[cell * square + second * memberCount + first] += sum }
          }
        }
      }
    }
    squaresOfSeries[series, default: 0] += squares
  }

  private mutating func merge(_ other: ResidualProducts) {
    for index in sums.indices { sums[index] += other.sums[index] }
    for index in counts.indices { counts[index] += other.counts[index] }
    squaresOfSeries.merge(other.squaresOfSeries, uniquingKeysWith: +)
  }

  /// What the windows of all series are worth: of a few series with most of the squared errors as little as those few have.
  var shareOfSeries: Double {
    EvenShare.of(squaresOfSeries.keys.sorted().compactMap { squaresOfSeries[$0] })
  }

  /// The products over some blocks, segments and channels, `[member, member]`, and how many residuals they are of.
  func total(
    blocks: [Int], segments: Range<Int>, channels: Range<Int>
  ) -> (products: [Double], count: Int) {
    let square = memberCount * memberCount
    var (products, count) = ([Double](repeating: 0, count: square), 0)
    for block in blocks {
      for segment in segments {
        for channel in channels {
          let cell = (block * self.segments.count + segment) * channelCount + channel
          count += counts[cell]
          for index in 0..<square { products[index] += sums[cell * square + index] }
        }
      }
    }
    return (products, count)
  }

  /// The products over earlier windows too, whose blocks come before its own.
  ///
  /// - Precondition: They are of the same members, channels and steps.
  func following(_ earlier: ResidualProducts) -> ResidualProducts {
    precondition(
      earlier.memberCount == memberCount && earlier.channelCount == channelCount
        && earlier.segments == segments, "ResidualProducts: of other forecasts")
    var all = ResidualProducts(
      memberCount: memberCount, channelCount: channelCount, horizon: horizon,
      blockCount: earlier.blockCount + blockCount)
    (all.sums, all.counts) = (earlier.sums + sums, earlier.counts + counts)
    all.squaresOfSeries = squaresOfSeries.merging(earlier.squaresOfSeries, uniquingKeysWith: +)
    return all
  }

  /// Whether every forecast was a number.
  var areFinite: Bool { sums.allSatisfy(\.isFinite) }

  /// The products of some of the members.
  func selecting(_ members: [Int]) -> ResidualProducts {
    var selected = ResidualProducts(
      memberCount: members.count, channelCount: channelCount, horizon: horizon,
      blockCount: blockCount)
    (selected.counts, selected.squaresOfSeries) = (counts, squaresOfSeries)
    let square = memberCount * memberCount
    selected.sums = counts.indices.flatMap { cell in
      members.flatMap { first in members.map { sums[cell * square + first * memberCount + $0] } }
    }
    return selected
  }
}
