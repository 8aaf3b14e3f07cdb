import LocalModels

/// Rows in which nothing happens: those in which a regressor with two values has one of them.
struct ClosedRows: Sendable, Equatable {
  /// Which regressor, and its value in such rows.
  let regressor: Int, value: Double

  /// Whether a row is one of them.
  func holds(_ row: Int, _ columns: [[Double]]) -> Bool { columns[regressor][row] == value }

  /// How often so many rows would be zero by chance, at most: of demand that comes and goes three rows of a holiday may be.
  private static let rarest = 0.001

  /// The regressors that tell of rows with nothing in them: three at least, all of them exactly zero, most others not, and too many for chance.
  static func all(in series: LocalSeries) -> [ClosedRows] {
    series.regressors.enumerated().compactMap { index, column in
      guard let two = TwoValues(column) else { return nil }
      let found = [two.other, two.usual].first { value in
        let there = zip(column, series.values).filter { $0 == value && !$1.isNaN }
        let elsewhere = zip(column, series.values).filter { $0 != value && !$1.isNaN }
        let zeros = Double(elsewhere.count { $1 == 0 }) / Double(max(1, elsewhere.count))
        let chance = there.reduce(1.0) { chance, _ in chance * zeros }
        return there.count >= 3 && there.allSatisfy { $1 == 0 } && !elsewhere.isEmpty && zeros < 0.5
          && chance < rarest
      }
      return found.map { ClosedRows(regressor: index, value: $0) }
    }
  }
}
