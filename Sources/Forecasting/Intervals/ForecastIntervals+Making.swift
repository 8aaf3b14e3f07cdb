import Conformal
import LocalModels
import Tensors
import TimeSeries

extension ForecastIntervals {
  /// Windows of a series, or of a channel, that make bounds of its own.
  private static let fewestOwn = 100
  /// What they must be worth in independent ones, for the steps that overlap most.
  private static let fewestIndependent = 20.0, fewestIndependentOwn = 39.0
  /// The most numbers of all tables: 16 MB.
  private static let largestSize = 1 << 22

  /// How bounds are made.
  private struct Form {
    /// Channels with the same bounds.
    let groups: [[Int]]
    /// Of each row of bounds that are kept, its group: a row for each channel, or one where there is one group.
    let groupOfRow: [Int]
    /// Of each group, the power of the deviation of a window's history that bounds are multiples of.
    let exponents: [Float]
    /// Of each channel, what its residuals are divided by; nil for 1.
    let scales: [[Float]?]
    /// Whether series share a stretch of time so short that they may all be off to one side in it, and to the other in the next.
    let isOneStretch: Bool

    init(_ residuals: OrderedResiduals, groups: [[Int]], exponents: [Float]) {
      (self.groups, self.exponents) = (groups, exponents)
      var groupOfChannel = [Int](repeating: 0, count: residuals.channelCount)
      for (index, group) in groups.enumerated() { for channel in group { groupOfChannel[channel] = index } }
      groupOfRow = groups.count == 1 ? [0] : groupOfChannel
      scales = groupOfChannel.enumerated().map { residuals.scales(channel: $0, exponent: exponents[$1]) }
      let ranges = residuals.rangesOfSeries
      let longest = ranges.max { $0.count < $1.count } ?? 0..<0
      let independent = residuals.independentCount(of: longest, step: residuals.horizon - 1)
      isOneStretch = ranges.count > 1 && independent < fewestIndependent
    }
  }

  /// The share of the largest errors of a channel below which those of another are none of their kind.
  private static let quietShare: Float = 0.01

  /// Channels that share their bounds where there are few windows: all but those that hardly err, such as a constant one.
  private static func sharing(_ residuals: OrderedResiduals) -> [[Int]] {
    let sizes = (0..<residuals.channelCount).map { residuals.size(ofChannel: $0) }
    let least = quietShare * (sizes.compactMap(\.self).max() ?? 0)
    let quiet = sizes.indices.filter { channel in sizes[channel].map { $0 < least } ?? false }
    guard !quiet.isEmpty else { return [Array(sizes.indices)] }
    return [sizes.indices.filter { !quiet.contains($0) }] + quiet.map { [$0] }
  }

  /// Makes intervals from residuals.
  ///
  /// Bounds grow with the power of each window's own deviation that makes them hold the same share at all times (`ScaleChoice`). Series
  /// have bounds of their own where that does better on their later windows when the earlier ones made them.
  ///
  /// - Returns: Nil where there are too few windows for any level.
  init?(_ sample: ResidualSample, workers: Workers) {
    let residuals = OrderedResiduals(sample, workers)
    let (all, lastStep) = (0..<residuals.count, residuals.horizon - 1)
    guard ConformalRank.highestLevel(count: all.count) >= Self.usualLevels[0] else { return nil }
    // Channels with few windows share their residuals.
    let isPooled =
      all.count < Self.fewestOwn
      || residuals.independentCount(of: all, step: lastStep) < Self.fewestIndependent
    let groups = isPooled ? Self.sharing(residuals) : (0..<residuals.channelCount).map { [$0] }
    let exponents = ScaleChoice(residuals).exponents(of: groups, workers)
    let form = Form(residuals, groups: groups, exponents: exponents)
    let isDivided =
      Self.mayDivide(residuals)
      && Self.loss(residuals, form, dividesSeries: true, workers)
        < Self.loss(residuals, form, dividesSeries: false, workers)
    self = Self.bounds(
      of: isDivided ? Self.tables(residuals, residuals.rangesOfSeries) : [[all]], residuals,
      steps: Array(0...lastStep), form, workers)
  }

  /// Whether there are series with enough residuals in the earlier half to tell whether they do better by themselves.
  private static func mayDivide(_ residuals: OrderedResiduals) -> Bool {
    let ranges = residuals.rangesOfSeries
    let tableCount = 1 + (residuals.places.last?.series ?? 0) + 1
    let size = tableCount * residuals.channelCount * residuals.horizon * 2 * usualLevels.count
    return ranges.count > 1 && size <= largestSize && ranges.contains { $0.count >= 2 * fewestOwn }
  }

  /// How bounds made of the earlier half of each series do on the later one.
  private static func loss(
    _ residuals: OrderedResiduals, _ form: Form, dividesSeries: Bool, _ workers: Workers
  ) -> Double {
    let steps = ScaleChoice.steps(residuals.horizon)
    let halves = residuals.rangesOfSeries.map { range in
      let middle = range.lowerBound + range.count / 2
      return (early: range.lowerBound..<middle, late: middle..<range.upperBound)
    }
    let tables = dividesSeries ? tables(residuals, halves.map(\.early)) : [halves.map(\.early)]
    return bounds(of: tables, residuals, steps: steps, form, workers)
      .intervalLoss(of: halves.map(\.late), residuals, form, steps: steps)
  }

  /// The windows of all series, then of each that has enough, in the order of their numbers.
  ///
  /// - Parameter ranges: Windows of each series, in order.
  private static func tables(_ residuals: OrderedResiduals, _ ranges: [Range<Int>]) -> [[Range<Int>]] {
    var tables = [[Range<Int>]](repeating: [], count: 2 + (residuals.places.last?.series ?? 0))
    tables[0] = ranges
    for range in ranges where range.count >= fewestOwn {
      let independent = residuals.independentCount(of: range, step: residuals.horizon - 1)
      if independent >= fewestIndependentOwn {
        tables[1 + residuals.places[range.lowerBound].series] = [range]
      }
    }
    return tables
  }

  /// The bounds at some steps; others have none.
  ///
  /// - Parameter tables: The windows of each table, in order.
  private static func bounds(
    of tables: [[Range<Int>]], _ residuals: OrderedResiduals, steps: [Int], _ form: Form, _ workers: Workers
  ) -> ForecastIntervals {
    let (groups, horizon) = (form.groups, residuals.horizon)
    let counts = workers.map(count: tables.count * steps.count) { index in
      residuals.count(tables[index / steps.count], step: steps[index % steps.count])
    }
    let own = workers.map(count: tables.count * groups.count * steps.count) { index in
      let (row, step) = (index / steps.count, index % steps.count)
      let (table, group) = (row / groups.count, groups[row % groups.count])
      return Cell(
        tables[table], residuals, group, step: steps[step], form, counts[table * steps.count + step])
    }
    let cells = stride(from: 0, to: own.count, by: steps.count)
      .flatMap { filledFromNeighbours(own[$0..<$0 + steps.count]) }
    let (width, rowCount) = (2 * usualLevels.count, form.groupOfRow.count)
    var bounds = [Float](repeating: .nan, count: tables.count * rowCount * horizon * width)
    for index in 0..<tables.count * rowCount * steps.count {
      let (row, step) = (index / steps.count, index % steps.count)
      let group = row / rowCount * groups.count + form.groupOfRow[row % rowCount]
      let place = (row * horizon + steps[step]) * width
      for offset in 0..<width { bounds[place + offset] = cells[group * steps.count + step].bounds[offset] }
    }
    let common = cells.prefix(groups.count * steps.count)
    return ForecastIntervals(
      levels: usualLevels, channelCount: rowCount, horizon: horizon,
      exponents: form.groupOfRow.map { form.exponents[$0] },
      residualCount: common.map(\.windowCount).min() ?? 0,
      independentCount: Int(common.map(\.independent).min() ?? 0), seriesCount: tables.count - 1,
      bounds: bounds)
  }

  /// The bounds of all steps, in order, in which a step with fewer than half of the residuals of another has the bounds of the nearest step
  /// that has more, the later one of two: where windows begin on few days, one holiday of all series leaves a step without any.
  private static func filledFromNeighbours(_ cells: ArraySlice<Cell>) -> [Cell] {
    let most = cells.map(\.windowCount).max() ?? 0
    let enough = cells.indices.filter { 2 * cells[$0].windowCount >= most }
    guard enough.count < cells.count else { return Array(cells) }
    return cells.indices.map { step in
      enough.min { (abs($0 - step), -$0) < (abs($1 - step), -$1) }.map { cells[$0] } ?? cells[step]
    }
  }

  /// The bounds of one step of one channel, or of all channels.
  private struct Cell: Sendable {
    /// Of each level, the lower and the upper one.
    let bounds: [Float]
    /// Windows that they were made of, and how many independent ones those are worth.
    let windowCount: Int, independent: Double

    /// - Parameter whole: What the windows are worth where nothing is missing.
    init(
      _ windows: [Range<Int>], _ residuals: OrderedResiduals, _ channels: [Int], step: Int,
      _ form: Form, _ whole: IndependentCount
    ) {
      var values: [Float] = []
      values.reserveCapacity(whole.count * channels.count)
      for channel in channels {
        let (column, scales) = (residuals.residuals(channel: channel, step: step), form.scales[channel])
        for range in windows {
          for window in range {
            let residual = column[column.startIndex + window]
            if !residual.isNaN { values.append(residual / (scales?[window] ?? 1)) }
          }
        }
      }
      let known =
        values.count == whole.count * channels.count
        ? whole : residuals.count(windows, step: step, observedIn: channels)
      // Residuals of channels that share windows are no more than the windows are.
      let (count, independent) = (known.count, known.independent)
      (windowCount, self.independent) = (count, independent)
      let own = Self.bounds(values, count: count, independent: independent)
      guard form.isOneStretch, values.areOneSided(independent: independent) else {
        bounds = own
        return
      }
      // They may lean to the other side next time, or on: the wider bound of both on each side.
      let either = Self.bounds(values + values.map { -$0 }, count: count, independent: independent)
      bounds = own.indices.map { $0.isMultiple(of: 2) ? min(own[$0], either[$0]) : max(own[$0], either[$0]) }
    }

    /// The lower and the upper bound of each level; no numbers where `count` windows are too few.
    private static func bounds(_ values: [Float], count: Int, independent: Double) -> [Float] {
      let (size, levels) = (values.count, usualLevels)
      let ranks = levels.map { level in
        ConformalRank.upper(count: count, level: level) == nil
          ? nil : ConformalRank.upper(count: size, independent: independent, level: level)
      }
      let found = values.ascending(at: ranks.flatMap { $0.map { [size - $0, $0 - 1] } ?? [] })
      // The lowest levels are those that there are residuals for.
      return found + Array(repeating: .nan, count: 2 * levels.count - found.count)
    }
  }

  /// The mean interval score over windows, at 80 %; infinite without bounds.
  private func intervalLoss(
    of windows: [Range<Int>], _ residuals: OrderedResiduals, _ form: Form, steps: [Int]
  ) -> Double {
    guard let level = index(ofLevel: 0.8) else { return .infinity }
    var sums = IntervalSums(level: levels[level])
    for channel in 0..<residuals.channelCount {
      let scales = form.scales[channel]
      for step in steps {
        let column = residuals.residuals(channel: channel, step: step)
        for window in windows.joined() {
          let series = residuals.places[window].series
          guard let offsets = offsets(channel: channel, step: step, level: level, series: series) else {
            return .infinity
          }
          let scale = Double(scales?[window] ?? 1)
          sums.add(
            truth: Double(column[column.startIndex + window]), lower: offsets.lower * scale,
            upper: offsets.upper * scale)
        }
      }
    }
    return sums.count == 0 ? .infinity : sums.meanScore
  }
}

extension [Float] {
  /// Whether residuals lie to one side of zero by a quarter of their deviation, and by more than so many independent ones do by chance:
  /// where such a lean turns, bounds that follow it lose six points at 80 % and more with each further quarter.
  fileprivate func areOneSided(independent: Double) -> Bool {
    let count = Double(self.count)
    let mean = reduce(0.0) { $0 + Double($1) } / count
    let variance = reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / count
    return mean * mean > variance * Swift.max(1.0 / 16, 4 / independent)
  }
}
