import LinearMaps
import Text
import TimeSeries

/// One column of one series of one part.
struct MomentsPiece {
  /// The number of the part.
  let part: Int
  let file: String
  let series: String
  let moments: SeriesMoments
  /// What its values count from.
  let shift: Double
  let width: Int
  let frequency: Frequency

  init(_ moments: SeriesMoments, ofPart place: Int, _ named: MomentsSolution.NamedPart) {
    let part = named.part
    (self.part, file, self.moments) = (place, named.name, moments)
    (series, shift) = (part.seriesName(of: moments), part.shift(of: moments))
    width = part.moments.lookback + part.moments.horizon
    frequency = part.description.columns.frequency
  }

  /// Whether it comes first in the order of time.
  func isEarlier(than other: MomentsPiece) -> Bool {
    guard let mine = moments.first, let others = other.moments.first, mine != others else {
      // Of two that begin together the longer one comes first, so that the other lies within it.
      return moments.rowCount != other.moments.rowCount
        ? moments.rowCount > other.moments.rowCount : file < other.file
    }
    return mine < others
  }

  /// The moments of this piece and later ones, counted from the shift of this one.
  func joining(_ others: some Sequence<MomentsPiece>, column: String) throws(MomentsError) -> SeriesMoments {
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
