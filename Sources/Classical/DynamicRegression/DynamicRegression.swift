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
    let rows = LocalSeries(values: values, season: series.season, regressors: columns)
    let (plain, logarithmic) = selections(rows)
    if let logarithmic {
      let fitted = try fit(rows, logarithmic.terms, BoxCoxModel(errors, power: .fixed(0)))
      if !Self.multipliesSeasons(fitted, rows) {
        return completed(fitted, logarithmic.terms, rows, closed, known)
      }
    }
    return completed(try fit(rows, plain.terms, errors), plain.terms, rows, closed, known)
  }

  /// ARIMA with intervals that count each coefficient.
  private var errors: AutoArimaModel {
    var search = StepwiseArima()
    search.countsCoefficients = true
    return AutoArimaModel(search)
  }

  /// The terms of the values, and of their logarithms where those are clearly more likely.
  private func selections(_ rows: LocalSeries) -> (plain: TermSelection, logarithmic: TermSelection?) {
    let plain = TermSelection(rows.values, columns: rows.regressors, season: rows.season)
    guard rows.values.allSatisfy({ $0.isNaN || $0 > 0 }) else { return (plain, nil) }
    let logarithms = rows.values.map { $0.isNaN ? $0 : logarithm($0) }
    let other = TermSelection(logarithms, columns: rows.regressors, season: rows.season)
    let present = zip(logarithms.dropFirst(), logarithms).filter { !$0.isNaN && !$1.isNaN }.map(\.0)
    let clear = 2 * logarithm(Double(max(2, present.count)))
    // The density of a value is that of its logarithm divided by the value.
    let isClear = other.criterion + 2 * present.reduce(0, +) + clear < plain.criterion
    return (plain, isClear ? other : nil)
  }

  /// Whether a model of logarithms multiplies each season by the factor of the one before, told by fewer than two seasons of differences.
  ///
  /// Those of one season all hold the same change: where a level has risen from 10 to 1,000, twelve of them say that it will rise a hundredfold again.
  private static func multipliesSeasons(_ fitted: any FittedLocalModel, _ rows: LocalSeries) -> Bool {
    guard let order = ((fitted as? BoxCoxFit)?.inner as? FittedArima)?.order else { return false }
    return order.hasConstant && order.seasonalDifferences > 0 && rows.count < 3 * rows.season
  }

  /// The model of the rows whose terms do not look behind the last one.
  private func fit(
    _ rows: LocalSeries, _ terms: [RegressorTerm], _ model: some LocalModel
  ) throws(LocalFitError) -> any FittedLocalModel {
    let end = rows.count - Self.pendingCount(terms, rows)
    return try model.fit(
      LocalSeries(
        values: Array(rows.values[..<end]), season: rows.season,
        regressors: terms.map { term in
          (0..<end).map { term.value(rows.regressors[term.regressor], $0) }
        }))
  }

  private static func pendingCount(_ terms: [RegressorTerm], _ rows: LocalSeries) -> Int {
    min(terms.map(\.lead).max() ?? 0, rows.count - 1)
  }

  private func completed(
    _ inner: any FittedLocalModel, _ terms: [RegressorTerm], _ rows: LocalSeries, _ closed: [ClosedRows],
    _ known: [KnownColumn]
  ) -> DynamicRegressionFit {
    let pendingCount = Self.pendingCount(terms, rows)
    return DynamicRegressionFit(
      inner, terms: terms, closed: closed, known: known,
      recent: rows.regressors.map {
        $0.dropLast(RegressorTerm.longestLead).suffix(RegressorTerm.reach + 1 + pendingCount)
      },
      pending: rows.values.suffix(pendingCount))
  }
}
