import Tensors

extension ForecastIntervals {
  /// How bounds are made.
  private struct Form: Equatable {
    /// Whether they are multiples of the deviation of each window's history.
    var scalesWithWindow = false
    /// Whether series with enough windows have bounds of their own.
    var dividesSeries = false
  }

  /// Windows of a series, or of a channel, that make bounds of its own.
  private static let fewestOwn = 100
  /// The most numbers of all tables: 16 MB.
  private static let largestSize = 1 << 22

  /// Makes intervals from residuals, in the form that does better on the later windows of each series when the earlier ones made them.
  ///
  /// - Returns: Nil where there are too few windows for any level.
  init?(_ sample: ResidualSample, workers: Workers) {
    let windows = sample.inOrder
    guard ConformalRank.highestLevel(count: windows.count) >= Self.usualLevels[0] else { return nil }
    let forms = Self.forms(windows, sample)
    var form = Form()
    if forms.count > 1, windows.count >= 40 {
      let (early, late) = Self.halves(of: windows)
      // A few steps tell which form is better.
      let steps = Array(Set((0..<12).map { $0 * sample.horizon / 12 })).sorted()
      let losses = forms.map { form in
        Self.quantiles(of: early, sample, steps: steps, form, workers).intervalLoss(
          of: late, sample, steps: steps)
      }
      form = forms[losses.indices.min { losses[$0] < losses[$1] } ?? 0]
    }
    self = Self.quantiles(of: windows, sample, steps: Array(0..<sample.horizon), form, workers)
  }

  /// The forms that there are residuals for, the simplest first.
  private static func forms(_ windows: [ResidualSample.Window], _ sample: ResidualSample) -> [Form] {
    let counts = Dictionary(grouping: windows, by: \.series).mapValues(\.count)
    let tableCount = 1 + (counts.keys.max() ?? 0) + 1
    let size = tableCount * sample.channelCount * sample.horizon * 2 * usualLevels.count
    // The earlier half must be enough to tell.
    let divides = counts.count > 1 && size <= largestSize && counts.values.contains { $0 >= 2 * fewestOwn }
    let scales = windows.allSatisfy { !$0.scales.isEmpty }
    return [
      Form(), Form(scalesWithWindow: true), Form(dividesSeries: true),
      Form(scalesWithWindow: true, dividesSeries: true),
    ]
    .filter { (scales || !$0.scalesWithWindow) && (divides || !$0.dividesSeries) }
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

  /// The bounds at some steps; others have none.
  private static func quantiles(
    of windows: [ResidualSample.Window], _ sample: ResidualSample, steps: [Int], _ form: Form,
    _ workers: Workers
  ) -> ForecastIntervals {
    var tables = [windows]
    if form.dividesSeries {
      let groups = Dictionary(grouping: windows, by: \.series)
      tables += (0...(groups.keys.max() ?? 0)).map { series in
        let own = groups[series] ?? []
        return own.count >= fewestOwn ? own : []
      }
    }
    // A channel with few windows shares its residuals with the others.
    let isPooled = windows.count < fewestOwn
    let (channelCount, horizon) = (isPooled ? 1 : sample.channelCount, sample.horizon)
    let cells = workers.map(count: tables.count * channelCount * steps.count) { [tables] index in
      let (table, cell) = (index / (channelCount * steps.count), index % (channelCount * steps.count))
      let (channel, step) = (cell / steps.count, steps[cell % steps.count])
      let channels = isPooled ? 0..<sample.channelCount : channel..<channel + 1
      return Cell(tables[table], channels, step: step, horizon: horizon, form.scalesWithWindow)
    }
    let width = 2 * usualLevels.count
    var bounds = [Float](repeating: .nan, count: tables.count * channelCount * horizon * width)
    for (index, cell) in cells.enumerated() {
      let place = (index / steps.count * horizon + steps[index % steps.count]) * width
      for offset in 0..<width { bounds[place + offset] = cell.bounds[offset] }
    }
    return ForecastIntervals(
      levels: usualLevels, channelCount: channelCount, horizon: horizon,
      scalesWithWindow: form.scalesWithWindow,
      residualCount: cells.prefix(channelCount * steps.count).map(\.count).min() ?? 0,
      seriesCount: tables.count - 1, bounds: bounds)
  }

  /// The bounds of one step of one channel, or of all channels.
  private struct Cell: Sendable {
    /// Of each level, the lower and the upper one.
    let bounds: [Float]
    /// Residuals that they were made of.
    let count: Int

    init(
      _ windows: [ResidualSample.Window], _ channels: Range<Int>, step: Int, horizon: Int, _ isScaled: Bool
    ) {
      var residuals: [Float] = []
      for window in windows {
        for channel in channels {
          let residual = window.residuals[channel * horizon + step]
          if !residual.isNaN { residuals.append(isScaled ? residual / window.scales[channel] : residual) }
        }
      }
      residuals.sort()
      // Residuals of channels that share windows are no more than the windows are.
      let count = channels.count > 1 ? min(windows.count, residuals.count) : residuals.count
      self.count = count
      bounds = usualLevels.flatMap { level -> [Float] in
        guard ConformalRank.lower(count: count, level: level) != nil,
          let lower = ConformalRank.lower(count: residuals.count, level: level),
          let upper = ConformalRank.upper(count: residuals.count, level: level)
        else { return [.nan, .nan] }
        return [residuals[lower - 1], residuals[upper - 1]]
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
    for channel in 0..<sample.channelCount {
      for step in steps {
        for window in windows {
          let residual = Double(window.residuals[channel * horizon + step])
          guard !residual.isNaN else { continue }
          guard let offsets = offsets(channel: channel, step: step, level: level, series: window.series)
          else {
            return .infinity
          }
          let scale = scalesWithWindow ? Double(window.scales[channel]) : 1
          let (lower, upper) = (offsets.lower * scale, offsets.upper * scale)
          sum += upper - lower + penalty * (max(0, lower - residual) + max(0, residual - upper))
          count += 1
        }
      }
    }
    return count == 0 ? .infinity : sum / Double(count)
  }
}
