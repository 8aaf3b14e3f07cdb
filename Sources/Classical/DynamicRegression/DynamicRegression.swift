import Arima
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
    let known = series.regressors.map { KnownColumn($0) }
    let columns = zip(known, series.regressors).map { column, rows in
      var read: [Double] = []
      column.append(rows, upTo: rows.count + RegressorTerm.longestLead, to: &read)
      return read
    }
    let closed = ClosedRows.all(
      in: LocalSeries(values: series.values, regressors: columns.map { Array($0.prefix(series.count)) }))
    var values = series.values
    for row in values.indices where closed.contains(where: { $0.holds(row, columns) }) { values[row] = .nan }
    let (selection, usesLogarithms) = selection(values, columns, season: series.season)
    var search = StepwiseArima()
    search.countsCoefficients = true
    let base = AutoArimaModel(search)
    let model: any LocalModel = usesLogarithms ? BoxCoxModel(base, power: .fixed(0)) : base
    let pendingCount = min(selection.terms.map(\.lead).max() ?? 0, values.count - 1)
    let end = values.count - pendingCount
    let inner = try model.fit(
      LocalSeries(
        values: Array(values[..<end]), season: series.season,
        regressors: selection.terms.map { term in
          (0..<end).map { term.value(columns[term.regressor], $0) }
        }))
    return DynamicRegressionFit(
      inner, terms: selection.terms, closed: closed, known: known,
      recent: columns.map {
        $0.dropLast(RegressorTerm.longestLead).suffix(RegressorTerm.reach + 1 + pendingCount)
      },
      pending: Array(values[end...]))
  }

  /// The terms of the values, or of their logarithms where those are clearly more likely.
  private func selection(
    _ values: [Double], _ columns: [[Double]], season: Int
  ) -> (TermSelection, usesLogarithms: Bool) {
    let plain = TermSelection(values, columns: columns, season: season)
    guard values.allSatisfy({ $0.isNaN || $0 > 0 }) else { return (plain, false) }
    let logarithms = values.map { $0.isNaN ? $0 : logarithm($0) }
    let other = TermSelection(logarithms, columns: columns, season: season)
    let rows = zip(logarithms.dropFirst(), logarithms).filter { !$0.isNaN && !$1.isNaN }.map(\.0)
    let clear = 2 * logarithm(Double(max(2, rows.count)))
    // The density of a value is that of its logarithm divided by the value.
    let isClear = other.criterion + 2 * rows.reduce(0, +) + clear < plain.criterion
    return isClear ? (other, true) : (plain, false)
  }
}
