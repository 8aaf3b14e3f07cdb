import Forecasters
import Forecasting
import LinearMaps
import Runs
import Text
import TimeSeries

/// The moments of all parts, joined in time and standardised by mean and deviation of all rows.
struct JoinedParts {
  /// Of all rows.
  let moments: KeptMoments
  /// Of the windows within each part, in the same units.
  let parts: [KeptMoments]
  /// Names of the series in their order; empty for wide data.
  let series: [String]
  /// Rows of all series together.
  let rowCount: Int
  private let scalers: [StandardScaler]
  private let rowCounts: [Int]

  /// - Throws: `MomentsError` for parts that do not go together.
  init(_ named: [MomentsSolution.NamedPart]) throws(MomentsError) {
    let reference = named[0].part
    let names = Set(named.flatMap { $0.part.description.series.members.map(\.id) }).sorted()
    let channelCount = reference.description.columns.channels.count
    let groups = Self.groups(named, names, channelCount: channelCount)
    var (joined, means, deviations): ([SeriesMoments], [Double], [Double]) = ([], [], [])
    var own = named.map { _ in [SeriesMoments]() }
    for (index, group) in groups.enumerated() {
      let (series, target) = (index / channelCount, index % channelCount)
      guard let first = group.first else {
        joined.append(SeriesMoments(series: series, target: target))
        (means, deviations) = (means + [0], deviations + [1])
        continue
      }
      let column = reference.description.columns.channels[target]
      let all = try first.joining(group.dropFirst(), column: column)
      let scale = RowScale(all)
      joined.append(scale.applied(to: all, shift: scale.mean, series: series))
      (means, deviations) = (means + [scale.mean + first.shift], deviations + [scale.deviation])
      for piece in group {
        guard let place = named.firstIndex(where: { $0.name == piece.file }) else { continue }
        let shift = scale.mean + first.shift - piece.shift
        own[place].append(scale.applied(to: piece.moments, shift: shift, series: series))
      }
    }
    moments = reference.moments.replacing(columns: joined)
    // Parts in the order of their names, which is no order of theirs.
    parts = named.indices.sorted { named[$0].name < named[$1].name }
      .map { reference.moments.replacing(columns: own[$0]) }.filter { $0.windowCount > 0 }
    self.series = names
    scalers = stride(from: 0, to: means.count, by: channelCount).map { start in
      StandardScaler(
        means: Array(means[start..<start + channelCount]),
        deviations: Array(deviations[start..<start + channelCount]))
    }
    rowCounts = stride(from: 0, to: joined.count, by: channelCount).map { start in
      joined[start..<start + channelCount].map(\.rowCount).max() ?? 0
    }
    rowCount = rowCounts.reduce(0, +)
  }

  /// The pieces of each column of each series in the order of time, whatever that of the parts.
  private static func groups(
    _ named: [MomentsSolution.NamedPart], _ names: [String], channelCount: Int
  ) -> [[Piece]] {
    let pieces = named.flatMap { name, part in
      part.moments.columns.filter { $0.rowCount > 0 }.map { Piece(name, part, $0) }
    }
    let places = Dictionary(
      names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    var groups = [[Piece]](repeating: [], count: max(1, names.count) * channelCount)
    for piece in pieces.sorted(by: { $0.isEarlier(than: $1) }) {
      groups[(places[piece.series] ?? 0) * channelCount + piece.moments.target].append(piece)
    }
    return groups
  }

  /// The description of a model of all rows; its data is the part with the newest rows.
  func description(of named: [MomentsSolution.NamedPart]) -> ModelDescription {
    let newest =
      named.max { one, other in
        let (one, other) = (one.part.moments.lastStamp, other.part.moments.lastStamp)
        return (one?.seconds ?? .min) < (other?.seconds ?? .min)
      } ?? named[0]
    let first = named[0].part.description
    let (columns, isWide) = (first.columns, series.isEmpty)
    var description = ModelDescription(
      model: LinearClosedForm.card.name, configuration: first.configuration, shape: first.shape,
      columns: .init(
        time: columns.time, channels: columns.channels, frequency: columns.frequency,
        scaler: isWide ? scalers[0] : pooledScaler, form: columns.form, roles: columns.roles),
      split: .allRows(rowCounts.max() ?? 0), data: newest.part.description.data, recipe: nil, seed: 1,
      training: .init(epochs: 0, bestEpoch: 0))
    description.columns.coverage = named.map(\.part.description.columns.coverage).min() ?? 1
    description.isRefit = true
    if !isWide {
      description.series = StoredPanel(
        series.indices.map { place in
          .init(id: series[place], rows: Split(trainingOnly: rowCounts[place]), scaler: scalers[place])
        }, fallback: ShortSeries.fallback)
    }
    return description
  }

  /// The scale of all series together, for series that are new.
  private var pooledScaler: StandardScaler {
    let channels = scalers[0].means.indices
    let total = Double(max(1, rowCount))
    func mean(_ value: (Int) -> Double) -> Double {
      scalers.indices.reduce(0) { $0 + Double(rowCounts[$1]) * value($1) } / total
    }
    let means = channels.map { channel in mean { scalers[$0].means[channel] } }
    let deviations = channels.map { channel in
      let variance = mean { place in
        let (deviation, distance) = (
          scalers[place].deviations[channel], scalers[place].means[channel] - means[channel]
        )
        return deviation * deviation + distance * distance
      }
      return variance > 0 ? variance.squareRoot() : 1
    }
    return StandardScaler(means: means, deviations: deviations)
  }
}

/// Mean and deviation of the rows of a column.
private struct RowScale {
  let mean: Double
  /// 1 where the rows are constant.
  let deviation: Double

  init(_ moments: SeriesMoments) {
    let sums = moments.rowSums
    let count = Double(max(1, sums.count))
    mean = sums.sum / count
    let variance = max(0, sums.square / count - mean * mean)
    // Below the rounding of the sums there is no variance.
    let isConstant = variance <= 1e-14 * sums.square / count
    deviation = isConstant ? 1 : variance.squareRoot()
  }

  /// The moments of standardised rows, as those of a series.
  func applied(to moments: SeriesMoments, shift: Double, series: Int) -> SeriesMoments {
    var result = moments.mapped(shift: shift, scale: 1 / deviation)
    result.series = series
    return result
  }
}

/// One column of one series of one part.
private struct Piece {
  let file: String
  let series: String
  let moments: SeriesMoments
  /// What its values count from.
  let shift: Double
  let width: Int
  let frequency: Frequency

  init(_ name: String, _ part: MomentsPart, _ moments: SeriesMoments) {
    (file, self.moments) = (name, moments)
    (series, shift) = (part.seriesName(of: moments), part.shift(of: moments))
    width = part.moments.lookback + part.moments.horizon
    frequency = part.description.columns.frequency
  }

  func isEarlier(than other: Piece) -> Bool {
    guard let mine = moments.first, let others = other.moments.first, mine != others else {
      // Of two that begin together the longer one comes first, so that the other lies within it.
      return moments.rowCount != other.moments.rowCount
        ? moments.rowCount > other.moments.rowCount : file < other.file
    }
    return mine < others
  }

  /// The moments of this piece and later ones, counted from the shift of this one.
  func joining(_ others: some Sequence<Piece>, column: String) throws(MomentsError) -> SeriesMoments {
    var (all, last) = (moments, file)
    let place = (series.isEmpty ? "" : "series '\(series.printable)', ") + "column '\(column.printable)': "
    guard let first = moments.first else { return all }
    for other in others {
      guard let stamp = other.moments.first else { continue }
      let grid = TimeGrid(start: first, frequency: frequency, count: all.rowCount)
      guard let offset = grid.index(of: stamp) else {
        throw .offGrid(file: other.file, other: last, place: place, stamp: stamp)
      }
      let part = other.moments.mapped(shift: shift - other.shift, scale: 1)
      let tolerance = 1e-12 * (abs(shift) + abs(other.shift) + 1) + 1e-12 * part.largestTail
      do { try all.join(part, offset: offset, width: width, tolerance: tolerance) } catch {
        switch error {
        case .overlap(let rows, let most):
          throw .overlap(file: other.file, other: last, place: place, rows: rows, most: most)
        case .values(let step, let mine, let others):
          func text(_ value: Double?) -> String { value.map { "\($0 + shift)" } ?? "missing" }
          throw .values(
            file: other.file, other: last, place: place, stamp: grid.stamp(at: step), first: text(mine),
            second: text(others))
        }
      }
      last = other.file
    }
    return all
  }
}

extension SeriesMoments {
  /// The largest value at the ends of runs, for a tolerance.
  fileprivate var largestTail: Double {
    runs.flatMap { [$0.moments.head.map { abs($0) }.max() ?? 0, $0.moments.tail.map { abs($0) }.max() ?? 0] }
      .max() ?? 0
  }
}

extension KeptMoments {
  /// The stamp of the newest row.
  fileprivate var lastStamp: Timestamp? { columns.compactMap(\.last).max() }
}
