import Text
import TimeSeries

/// Rows of a series that say nothing of later ones: before it begins, while it was out of order, and single far values; and those that do but for
/// a change of level.
package struct OddRows: Sendable, Equatable {
  /// How many rows come before the series begins (``SeriesStart``).
  package let idleCount: Int
  /// Rows of a value that stands for none (``Outages``).
  package let outages: [Int]
  /// Rows far from those around them (``LoneValues``).
  package let lone: [Int]
  /// The last lasting change of level; nil for none.
  package let shift: LevelShift?

  /// - Parameter season: Rows of the usual season; 1 or less for none.
  package init(_ values: [Double], season: Int) {
    idleCount = SeriesStart.idleRows(of: values, season: season)
    var rest = Self.without(0..<idleCount, values)
    // Either kind hides the other one.
    let first = LoneValues.rows(of: rest)
    rest = Self.without(first, rest)
    outages = Outages.rows(of: rest, season: season)
    rest = Self.without(outages, rest)
    let second = outages.isEmpty ? [] : LoneValues.rows(of: rest)
    lone = first + second
    shift = LevelShift(Self.without(second, rest), season: season)
  }

  private init(idleCount: Int) { (self.idleCount, outages, lone, shift) = (idleCount, [], [], nil) }

  /// No rows.
  package static let none = OddRows(idleCount: 0)

  /// Those before the series begins alone.
  var idle: OddRows { OddRows(idleCount: idleCount) }

  /// Whether some behind the start of the series are no part of its history as it is.
  package var misleads: Bool { !outages.isEmpty || !lone.isEmpty || shift != nil }

  /// The values with missing ones in place of these rows.
  package func leftOut(of values: [Double]) -> [Double] {
    Self.without(outages + lone, Self.without(0..<idleCount, values))
  }

  /// The values to fit to: without these rows, and those before a change of level at the level behind it.
  package func usable(_ values: [Double]) -> [Double] {
    let kept = leftOut(of: values)
    return shift?.moved(kept) ?? kept
  }

  /// What is left out behind the start of the series, as in "1520 of 2020-07-01".
  func texts(_ values: [Double], stamp: (Int) -> String) -> [String] {
    let places =
      [outages.isEmpty ? nil : (row: outages[0], count: outages.count)] + lone.map { (row: $0, count: 1) }
    return places.compactMap(\.self).map { row, count in
      let more = count > 1 ? " and \(count - 1) more \(count == 2 ? "row" : "rows")" : ""
      return "\(NumberFormat.text(values[row])) of \(stamp(row))" + more
    }
  }

  /// Which values are fitted to at another level, as in "before 2020-07-01 by 35.2".
  func shiftText(stamp: (Int) -> String) -> String? {
    shift.map { "before \(stamp($0.row)) by \(TextFormatting.significant($0.size, digits: 3))" }
  }

  private static func without(_ rows: some Sequence<Int>, _ values: [Double]) -> [Double] {
    var result = values
    for row in rows { result[row] = .nan }
    return result
  }
}
