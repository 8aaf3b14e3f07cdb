import LocalModels

/// A regression on what is known ahead whose errors are ARIMA, of terms and on a scale that the rows choose.
///
/// Beside each regressor itself its leads and lags, what is carried over and what lies above knots are tried (``TermSelection``), on the values and,
/// where all are above zero, on their logarithms. Rows of a regressor with two values in one of which nothing ever happens (a closed shop) are
/// zero, and are no part of the fit.
///
/// ```swift
/// let promotions = sales.indices.map { $0 % 5 == 0 ? 1.0 : 0.0 }
/// let promoted = try DynamicRegression().fit(LocalSeries(values: sales, season: 12, regressors: [promotions]))
/// print(promoted.parameters)
/// ```
public struct DynamicRegression: LocalModel {
  /// Makes the model; there is nothing to set.
  public init() {}

  /// The name; see `LocalModel`.
  public var name: String { "dynamic-regression" }

  /// True: terms and orders are chosen.
  public var isAutomatic: Bool { true }

  /// True: rows may be missing.
  public var takesMissingValues: Bool { true }

  /// True: that is what it is for.
  public var takesRegressors: Bool { true }

  /// Fits a series that is no edge case; see `LocalModel`.
  public func fitOrdinary(_ series: LocalSeries) throws(LocalFitError) -> any FittedLocalModel {
    let closed = ClosedRows.all(in: series)
    var values = series.values
    for row in values.indices where closed.contains(where: { $0.holds(row, series.regressors) }) {
      values[row] = .nan
    }
    let usual = series.regressors.map(Self.usual)
    let columns = zip(series.regressors, usual).map { Self.continued($0, by: $1) }
    var selection = TermSelection(values, columns: columns, season: series.season)
    var usesLogarithms = false
    if values.allSatisfy({ $0.isNaN || $0 > 0 }) {
      let logarithms = values.map { $0.isNaN ? $0 : logarithm($0) }
      let other = TermSelection(logarithms, columns: columns, season: series.season)
      let rows = zip(logarithms.dropFirst(), logarithms).filter { !$0.isNaN && !$1.isNaN }.map(\.0)
      let clear = 2 * logarithm(Double(max(2, rows.count)))
      usesLogarithms = other.criterion + 2 * rows.reduce(0, +) + clear < selection.criterion
      if usesLogarithms { selection = other }
    }
    let base = AutoArimaModel()
    let model: any LocalModel = usesLogarithms ? BoxCoxModel(base, power: .fixed(0)) : base
    let pendingCount = min(selection.terms.map(\.lead).max() ?? 0, values.count - 1)
    let known = values.count - pendingCount
    let inner = try model.fit(
      LocalSeries(
        values: Array(values[..<known]), season: series.season,
        regressors: selection.terms.map { term in
          (0..<known).map { term.value(columns[term.regressor], $0) }
        }))
    return DynamicRegressionFit(
      inner, terms: selection.terms, closed: closed, usual: usual,
      recent: series.regressors.map { Array($0.suffix(RegressorTerm.reach + 1 + pendingCount)) },
      pending: Array(values[known...]))
  }

  /// What a regressor is taken for in rows that nobody has told: of two values the commoner one; nil for the last one.
  private static func usual(_ column: [Double]) -> Double? {
    guard let first = column.first, let other = column.first(where: { $0 != first }),
      column.allSatisfy({ $0 == first || $0 == other })
    else { return nil }
    return 2 * column.count { $0 == first } >= column.count ? first : other
  }

  static func continued(_ column: [Double], by usual: Double?) -> [Double] {
    column + [Double](repeating: usual ?? column.last ?? 0, count: RegressorTerm.longestLead)
  }
}

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
    series.regressors.indices.compactMap { index in
      let column = series.regressors[index]
      guard let first = column.first, let other = column.first(where: { $0 != first }),
        column.allSatisfy({ $0 == first || $0 == other })
      else { return nil }
      let found = [first, other].first { value in
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
