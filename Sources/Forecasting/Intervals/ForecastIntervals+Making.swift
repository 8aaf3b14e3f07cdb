import Tensors

extension ForecastIntervals {
  /// Windows of a series, or of a channel, that make bounds of its own.
  private static let fewestOwn = 100
  /// What they must be worth in independent ones, for the steps that overlap most.
  private static let fewestIndependent = 20.0, fewestIndependentOwn = 39.0
  /// The most numbers of all tables: 16 MB.
  private static let largestSize = 1 << 22

  /// How bounds are made.
  private struct Form {
    /// Of each channel with bounds of its own, the power of the deviation of a window's history that they are multiples of.
    let exponents: [Float]
    /// Whether series with enough windows have bounds of their own.
    var dividesSeries = false
  }

  /// Makes intervals from residuals.
  ///
  /// Bounds grow with the power of each window's own deviation that makes them hold the same share at all times (``ScaleChoice``). Series
  /// have bounds of their own where that does better on their later windows when the earlier ones made them.
  ///
  /// - Returns: Nil where there are too few windows for any level.
  init?(_ sample: ResidualSample, workers: Workers) {
    let windows = sample.inOrder
    guard ConformalRank.highestLevel(count: windows.count) >= Self.usualLevels[0] else { return nil }
    // Channels with few windows share their residuals.
    let isPooled =
      windows.count < Self.fewestOwn
      || windows.independentCount(step: sample.horizon - 1) < Self.fewestIndependent
    let groups = isPooled ? [0..<sample.channelCount] : (0..<sample.channelCount).map { $0..<$0 + 1 }
    var form = Form(
      exponents: ScaleChoice(windows, horizon: sample.horizon).exponents(of: groups, workers))
    if Self.mayDivide(windows, sample) {
      let (early, late) = Self.halves(of: windows)
      let steps = ScaleChoice.steps(sample.horizon)
      let losses = [false, true].map { divides in
        var tried = form
        tried.dividesSeries = divides
        return Self.bounds(of: early, sample, groups, steps: steps, tried, workers).intervalLoss(
          of: late, sample, steps: steps)
      }
      form.dividesSeries = losses[1] < losses[0]
    }
    self = Self.bounds(of: windows, sample, groups, steps: Array(0..<sample.horizon), form, workers)
  }

  /// Whether there are series with enough residuals in the earlier half to tell whether they do better by themselves.
  private static func mayDivide(_ windows: [ResidualSample.Window], _ sample: ResidualSample) -> Bool {
    let counts = Dictionary(grouping: windows, by: \.series).mapValues(\.count)
    let tableCount = 1 + (counts.keys.max() ?? 0) + 1
    let size = tableCount * sample.channelCount * sample.horizon * 2 * usualLevels.count
    return counts.count > 1 && size <= largestSize && counts.values.contains { $0 >= 2 * fewestOwn }
  }

  /// The earlier and the later windows of each series.
  private static func halves(
    of windows: [ResidualSample.Window]
  ) -> (early: [ResidualSample.Window], late: [ResidualSample.Window]) {
    var (early, late): ([ResidualSample.Window], [ResidualSample.Window]) = ([], [])
    var start = 0
    while start < windows.count {
      let end = windows[start...].firstIndex { $0.series != windows[start].series } ?? windows.count
      let middle = start + (end - start) / 2
      early += windows[start..<middle]
      late += windows[middle..<end]
      start = end
    }
    return (early, late)
  }

  /// The windows of all series and, where they are divided, of each that has enough.
  private static func tables(
    _ windows: [ResidualSample.Window], _ horizon: Int, _ form: Form
  ) -> [[ResidualSample.Window]] {
    guard form.dividesSeries else { return [windows] }
    let groups = Dictionary(grouping: windows, by: \.series)
    return [windows]
      + (0...(groups.keys.max() ?? 0)).map { series in
        let own = groups[series] ?? []
        let isEnough =
          own.count >= fewestOwn && own.independentCount(step: horizon - 1) >= fewestIndependentOwn
        return isEnough ? own : []
      }
  }

  /// The bounds at some steps; others have none.
  private static func bounds(
    of windows: [ResidualSample.Window], _ sample: ResidualSample, _ groups: [Range<Int>], steps: [Int],
    _ form: Form, _ workers: Workers
  ) -> ForecastIntervals {
    let (tables, horizon) = (tables(windows, sample.horizon, form), sample.horizon)
    let cells = workers.map(count: tables.count * groups.count * steps.count) { [tables] index in
      let (table, cell) = (index / (groups.count * steps.count), index % (groups.count * steps.count))
      let group = cell / steps.count
      return Cell(
        tables[table], groups[group], step: steps[cell % steps.count], horizon: horizon,
        form.exponents[group])
    }
    let width = 2 * usualLevels.count
    var bounds = [Float](repeating: .nan, count: tables.count * groups.count * horizon * width)
    for (index, cell) in cells.enumerated() {
      let place = (index / steps.count * horizon + steps[index % steps.count]) * width
      for offset in 0..<width { bounds[place + offset] = cell.bounds[offset] }
    }
    let common = cells.prefix(groups.count * steps.count)
    return ForecastIntervals(
      levels: usualLevels, channelCount: groups.count, horizon: horizon, exponents: form.exponents,
      residualCount: common.map(\.windowCount).min() ?? 0,
      independentCount: Int(common.map(\.independent).min() ?? 0), seriesCount: tables.count - 1,
      bounds: bounds)
  }

  /// The bounds of one step of one channel, or of all channels.
  private struct Cell: Sendable {
    /// Of each level, the lower and the upper one.
    let bounds: [Float]
    /// Windows that they were made of, and how many independent ones those are worth.
    let windowCount: Int, independent: Double

    init(
      _ windows: [ResidualSample.Window], _ channels: Range<Int>, step: Int, horizon: Int, _ exponent: Float
    ) {
      var (residuals, known) = ([Float](), IndependentCount(step: step))
      residuals.reserveCapacity(windows.count * channels.count)
      for window in windows {
        let before = residuals.count
        for channel in channels {
          let residual = window.residuals[channel * horizon + step]
          guard !residual.isNaN else { continue }
          residuals.append(
            exponent == 0 ? residual : residual / window.scales[channel].raised(to: exponent))
        }
        if residuals.count > before { known.add(window) }
      }
      residuals = residuals.radixSorted()
      // Residuals of channels that share windows are no more than the windows are.
      let (count, independent) = (known.count, known.independent)
      (windowCount, self.independent) = (count, independent)
      bounds = usualLevels.flatMap { level -> [Float] in
        guard ConformalRank.upper(count: count, level: level) != nil,
          let upper = ConformalRank.upper(count: residuals.count, independent: independent, level: level)
        else { return [.nan, .nan] }
        return [residuals[residuals.count - upper], residuals[upper - 1]]
      }
    }
  }

  /// The mean interval score of Winkler over windows, at 80 % (Gneiting and Raftery 2007, §6.2).
  private func intervalLoss(
    of windows: [ResidualSample.Window], _ sample: ResidualSample, steps: [Int]
  ) -> Double {
    guard let level = index(ofLevel: 0.8) else { return .infinity }
    let penalty = 2 / (1 - levels[level])
    var (sum, count) = (0.0, 0)
    for window in windows {
      let scales = scales(window.scales)
      for channel in 0..<sample.channelCount {
        for step in steps {
          let residual = Double(window.residuals[channel * horizon + step])
          guard !residual.isNaN else { continue }
          guard let offsets = offsets(channel: channel, step: step, level: level, series: window.series)
          else {
            return .infinity
          }
          let scale = scales.isEmpty ? 1 : Double(scales[channel])
          let (lower, upper) = (offsets.lower * scale, offsets.upper * scale)
          sum += upper - lower + penalty * (max(0, lower - residual) + max(0, residual - upper))
          count += 1
        }
      }
    }
    return count == 0 ? .infinity : sum / Double(count)
  }
}
