import LocalModels

/// A fitted regression on what is known ahead.
///
/// Terms that look ahead need the rows behind a row, so that the newest rows wait in the state until those are there.
public struct DynamicRegressionFit: FittedLocalModel {
  private(set) var inner: any FittedLocalModel
  let terms: [RegressorTerm]
  let closed: [ClosedRows]
  let known: [KnownColumn]
  /// The newest rows of each regressor as ``KnownColumn`` reads them, up to the last row that the state has seen.
  private(set) var recent: [[Double]]
  /// Values of the last rows, which the inner state has not seen.
  private(set) var pending: [Double]
  /// Remarks on the fit.
  public var notes: [FitNote]

  init(
    _ inner: any FittedLocalModel, terms: [RegressorTerm], closed: [ClosedRows], known: [KnownColumn],
    recent: [[Double]], pending: [Double]
  ) {
    (self.inner, self.terms, self.closed) = (inner, terms, closed)
    (self.known, self.recent, self.pending) = (known, recent, pending)
    // The inner model numbers terms, not regressors; its remarks are said once.
    let idle = inner.notes.compactMap { if case .idleRegressor(let term) = $0 { term } else { nil } }
    let used = Set(terms.indices.filter { !idle.contains($0) }.map { terms[$0].regressor })
      .union(closed.map(\.regressor))
    notes =
      inner.notes.filter { if case .remark = $0 { true } else { false } }
      + known.indices.filter { !used.contains($0) }.map { .unseenRegressor($0) }
    self.inner.notes.removeAll { if case .remark = $0 { true } else { false } }
  }

  /// The name; see `LocalModel`.
  public var name: String { terms.isEmpty ? inner.name : "regression with \(inner.name) errors" }

  /// Coefficients and criteria.
  public var parameters: [LocalParameter] { inner.parameters }

  /// The model as lines of text, the coefficients by their terms.
  public func summary(regressors names: [String]) -> [String] {
    let texts = terms.map { $0.text(regressors: names, origin: known[$0.regressor].origin) }
    return [name] + inner.summary(regressors: texts).dropFirst()
      + notes.map { "  note: \($0.text(regressors: names))" }
  }

  /// Forecasts with intervals; see `FittedLocalModel`.
  public func forecast(horizon: Int, levels: [IntervalLevel]) -> IntervalForecast {
    forecast(horizon: horizon, levels: levels, regressors: [])
  }

  /// Forecasts with known future values of the regressors, of which there may be more rows than `horizon`, for terms that look ahead.
  public func forecast(horizon: Int, levels: [IntervalLevel], regressors: [[Double]]) -> IntervalForecast {
    let (copy, columns) = caughtUp(with: regressors, horizon: horizon)
    var forecast = copy.inner.forecast(
      horizon: horizon, levels: levels, regressors: copy.values(horizon, columns))
    for step in 0..<horizon where copy.isClosed(step, columns) {
      forecast.mean[step] = 0
      forecast.variance?[step] = 0
      for index in forecast.lower.indices {
        (forecast.lower[index][step], forecast.upper[index][step]) = (0, 0)
      }
    }
    return forecast
  }

  /// The means alone.
  public func means(horizon: Int) -> [Double] { means(horizon: horizon, regressors: []) }

  /// The means alone, with known future values of the regressors.
  public func means(horizon: Int, regressors: [[Double]]) -> [Double] {
    let (copy, columns) = caughtUp(with: regressors, horizon: horizon)
    let means = copy.inner.means(horizon: horizon, regressors: copy.values(horizon, columns))
    return means.enumerated().map { step, mean in copy.isClosed(step, columns) ? 0 : mean }
  }

  /// Filters the state forward by one row.
  public mutating func update(with value: Double) { update(with: value, regressors: []) }

  /// Filters the state forward by one row with the regressors' values in it; those that are not given, or no numbers, are taken for the usual ones.
  public mutating func update(with value: Double, regressors: [Double]) {
    for index in recent.indices {
      known[index].append(regressors.dropFirst(index).prefix(1), upTo: 1, to: &recent[index])
    }
    let isClosed = closed.contains { recent[$0.regressor].last == $0.value }
    pending.append(isClosed ? .nan : value)
    if pending.count > lead {
      pass(pending.removeFirst(), row: rowCount - 1 - lead, recent)
    }
    for index in recent.indices {
      recent[index].removeFirst(max(0, recent[index].count - RegressorTerm.reach - 1 - lead))
    }
  }

  /// Rows behind a row that terms look at.
  private var lead: Int { terms.map(\.lead).max() ?? 0 }

  /// Rows of the regressors that are kept.
  private var rowCount: Int { recent.first?.count ?? pending.count }

  /// Gives a waiting row to the inner state.
  ///
  /// - Parameter row: Where it is in `columns`, which go on as far as terms look ahead.
  private mutating func pass(_ value: Double, row: Int, _ columns: [[Double]]) {
    inner.update(with: value, regressors: terms.map { $0.value(columns[$0.regressor], row) })
  }

  /// The model when no row waits, and what the regressors are in the newest rows and all that are to be forecast and looked at.
  private func caughtUp(
    with regressors: [[Double]], horizon: Int
  ) -> (DynamicRegressionFit, columns: [[Double]]) {
    let columns = recent.indices.map { index in
      var rows = recent[index]
      known[index].append(
        index < regressors.count ? regressors[index] : [], upTo: horizon + RegressorTerm.longestLead,
        to: &rows)
      return rows
    }
    var copy = self
    let first = rowCount - pending.count
    for (place, value) in pending.enumerated() { copy.pass(value, row: first + place, columns) }
    copy.pending = []
    return (copy, columns)
  }

  /// The terms in the rows to be forecast.
  private func values(_ horizon: Int, _ columns: [[Double]]) -> [[Double]] {
    terms.map { term in
      (0..<horizon).map { term.value(columns[term.regressor], rowCount + $0) }
    }
  }

  private func isClosed(_ step: Int, _ columns: [[Double]]) -> Bool {
    closed.contains { $0.holds(rowCount + step, columns) }
  }
}
