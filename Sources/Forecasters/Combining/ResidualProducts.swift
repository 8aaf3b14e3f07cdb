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
  /// The same of the windows of one series alone, by block and series.
  private var parts: [PartKey: Part] = [:]

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

  /// Windows of one series that lie in one block.
  private struct PartKey: Hashable, Comparable {
    let block: Int, series: Int

    static func < (a: Self, b: Self) -> Bool { (a.block, a.series) < (b.block, b.series) }
  }

  /// Sums and counts, shape `[segment, channel, …]`.
  private struct Part {
    var sums: [Double]
    var counts: [Int]

    mutating func merge(_ other: Part) {
      for index in sums.indices { sums[index] += other.sums[index] }
      for index in counts.indices { counts[index] += other.counts[index] }
    }
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
        let part = sums.part(of: residuals, window: position)
        sums.add(part, PartKey(block: place * blockCount / chosen.count, series: series))
      }
    }
    self = lanes.dropFirst().reduce(into: lanes[0]) { all, lane in
      for (key, part) in lane.parts { all.add(part, key) }
    }
    sumParts()
  }

  /// The products of a window's residuals: of each member, shape `[window, channel, step]`.
  private func part(of residuals: [[Double]], window: Int) -> Part {
    let square = memberCount * memberCount
    var part = Part(
      sums: Array(repeating: 0, count: segments.count * channelCount * square),
      counts: Array(repeating: 0, count: segments.count * channelCount))
    for channel in 0..<channelCount {
      let start = (window * channelCount + channel) * horizon
      for (index, segment) in segments.enumerated() {
        let cell = index * channelCount + channel
        let isObserved = segment.filter { !residuals[0][start + $0].isNaN }
        part.counts[cell] = isObserved.count
        for first in 0..<memberCount {
          for second in 0...first {
            var sum = 0.0
            for step in isObserved { sum += residuals[first][start + step] * residuals[second][start + step] }
            part.sums[cell * square + first * memberCount + second] = sum
            part.sums[cell * square + second * memberCount + first] = sum
          }
        }
      }
    }
    return part
  }

  private mutating func add(_ part: Part, _ key: PartKey) {
    guard parts[key] != nil else { return parts[key] = part }
    parts[key]?.merge(part)
  }

  /// Makes the sums of the blocks of those of their parts.
  private mutating func sumParts() {
    let cells = segments.count * channelCount
    let size = cells * memberCount * memberCount
    (sums, counts) = (
      Array(repeating: 0, count: blockCount * size), Array(repeating: 0, count: blockCount * cells)
    )
    for (key, part) in parts.sorted(by: { $0.key < $1.key }) {
      for index in 0..<size { sums[key.block * size + index] += part.sums[index] }
      for index in 0..<cells { counts[key.block * cells + index] += part.counts[index] }
    }
  }

  /// The same in units in which all series have errors alike: otherwise a few hard to forecast decide for all. Series are dealt to the blocks in turn:
  /// neighbours in a file are often alike.
  ///
  /// The unit of a series is the mean squared error of the members, one without bounds counting as sixteen times the median one: what
  /// it does has to stay visible. Series that all members forecast exactly count for nothing, a series alone keeps its units.
  var evened: ResidualProducts {
    let seriesParts = Dictionary(grouping: parts.sorted { $0.key < $1.key }, by: \.key.series)
      .sorted { $0.key < $1.key }
    guard seriesParts.count > 1 else { return self }
    var evened = self
    evened.parts = [:]
    for (place, all) in seriesParts.enumerated() {
      let unit = unit(all.value.map(\.value))
      let factor = unit > WeightScheme.exactError && unit.isFinite ? 1 / unit : 0
      for (key, part) in all.value {
        let block = seriesParts.count < blockCount ? key.block : place % blockCount
        // What overflows times nothing would be no number.
        let sums = part.sums.map { factor > 0 ? $0 * factor : 0 }
        evened.add(Part(sums: sums, counts: part.counts), PartKey(block: block, series: key.series))
      }
    }
    evened.sumParts()
    return evened
  }

  private func unit(_ parts: [Part]) -> Double {
    let square = memberCount * memberCount
    let count = Double(parts.reduce(0) { $0 + $1.counts.reduce(0, +) })
    let errors = (0..<memberCount).map { member in
      parts.reduce(0) { sum, part in
        stride(from: member * (memberCount + 1), to: part.sums.count, by: square).reduce(sum) {
          $0 + part.sums[$1]
        }
      } / count
    }
    // Where most members are exact, one that is not has errors without bounds.
    let median = errors.sorted()[memberCount / 2]
    let bound = median > WeightScheme.exactError ? WeightScheme.clearGain * median : .infinity
    return errors.reduce(0) { $0 + min($1, bound) } / Double(memberCount)
  }

  /// How many series there are windows of.
  var seriesCount: Int { Set(parts.keys.map(\.series)).count }

  /// The products of the windows of each series in a block, in order.
  func ofSeries(inBlock block: Int) -> [(series: Int, products: ResidualProducts)] {
    parts.filter { $0.key.block == block }.sorted { $0.key < $1.key }.map { key, part in
      var own = ResidualProducts(
        memberCount: memberCount, channelCount: channelCount, horizon: horizon, blockCount: 1)
      (own.sums, own.counts) = (part.sums, part.counts)
      return (key.series, own)
    }
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
    (all.sums, all.counts, all.parts) = (earlier.sums + sums, earlier.counts + counts, earlier.parts)
    for (key, part) in parts {
      all.parts[PartKey(block: key.block + earlier.blockCount, series: key.series)] = part
    }
    return all
  }

  /// Whether every forecast was a number.
  var areFinite: Bool { sums.allSatisfy(\.isFinite) }

  /// The products of some of the members.
  func selecting(_ members: [Int]) -> ResidualProducts {
    var selected = ResidualProducts(
      memberCount: members.count, channelCount: channelCount, horizon: horizon,
      blockCount: blockCount)
    selected.parts = parts.mapValues { Part(sums: selecting(members, from: $0.sums), counts: $0.counts) }
    (selected.sums, selected.counts) = (selecting(members, from: sums), counts)
    return selected
  }

  private func selecting(_ members: [Int], from sums: [Double]) -> [Double] {
    let square = memberCount * memberCount
    return (0..<sums.count / square).flatMap { cell in
      members.flatMap { first in members.map { sums[cell * square + first * memberCount + $0] } }
    }
  }
}
