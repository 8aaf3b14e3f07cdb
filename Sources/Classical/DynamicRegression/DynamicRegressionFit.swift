import LocalModels

/// A fitted regression on what is known ahead.
///
/// Terms that look ahead need the rows behind a row, so that the newest rows wait in the state until those are there.
public struct DynamicRegressionFit: FittedLocalModel {
  private var inner: any FittedLocalModel
  private let terms: [RegressorTerm]
  private let closed: [ClosedRows]
  /// What each regressor is taken for in rows that nobody has told; nil for its last value.
  private let usual: [Double?]
  /// The newest rows of each regressor, up to the last row that the state has seen.
  private var recent: [[Double]]
  /// Values of the last rows, which the inner state has not seen.
  private var pending: [Double]
  /// Remarks on the fit.
  public var notes: [FitNote]

  init(
    _ inner: any FittedLocalModel, terms: [RegressorTerm], closed: [ClosedRows], usual: [Double?],
    recent: [[Double]], pending: [Double]
  ) {
    (self.inner, self.terms, self.closed) = (inner, terms, closed)
    (self.usual, self.recent, self.pending) = (usual, recent, pending)
    let used = Set(terms.map(\.regressor) + closed.map(\.regressor))
    // The inner model numbers terms, not regressors.
    notes =
      inner.notes.filter { if case .remark = $0 { true } else { false } }
      + usual.indices.filter { !used.contains($0) }.map { .unseenRegressor($0) }
  }

  /// Restores a model from its state.
  public init(restoring state: LocalModelState) throws(LocalFitError) {
    let malformed = { (array: String) in LocalFitError.malformedState(model: state.name, array: array) }
    let guesses = try state.array("usual")
    usual = guesses.map { $0.isNaN ? nil : $0 }
    let numbers = try state.array("terms")
    terms = stride(from: 0, to: numbers.count, by: 3).compactMap {
      RegressorTerm(numbers: numbers[$0..<min($0 + 3, numbers.count)])
    }
    let pairs = try state.array("closed")
    closed = stride(from: 0, to: pairs.count - 1, by: 2).compactMap { place in
      Int(exactly: pairs[place]).map { ClosedRows(regressor: $0, value: pairs[place + 1]) }
    }
    pending = try state.array("pending")
    recent = []
    for index in usual.indices { recent.append(try state.array("recent \(index + 1)")) }
    let count = usual.count
    guard 3 * terms.count == numbers.count, terms.allSatisfy({ $0.regressor < count }) else {
      throw malformed("terms")
    }
    guard 2 * closed.count == pairs.count, closed.allSatisfy({ (0..<count).contains($0.regressor) }) else {
      throw malformed("closed")
    }
    guard pending.count <= terms.map(\.lead).max() ?? 0 else { throw malformed("pending") }
    for (index, column) in recent.enumerated()
    where column.isEmpty || column.count <= pending.count || column.count != recent[0].count {
      throw malformed("recent \(index + 1)")
    }
    notes = state.notes
    inner = try state.restoredMember("inner")
  }

  /// The name; see `LocalModel`.
  public var name: String { terms.isEmpty ? inner.name : "regression with \(inner.name) errors" }

  /// Coefficients and criteria.
  public var parameters: [LocalParameter] { inner.parameters }

  /// What restores the model.
  public var state: LocalModelState {
    var state = LocalModelState(kind: "dynamic-regression", name: name, notes: notes)
    state.append("usual", usual.map { $0 ?? .nan })
    state.append("terms", terms.flatMap(\.numbers))
    state.append("closed", closed.flatMap { [Double($0.regressor), $0.value] })
    state.append("pending", pending)
    for (index, column) in recent.enumerated() { state.append("recent \(index + 1)", column) }
    state.appendMember("inner", inner.state)
    return state
  }

  /// The model as lines of text, the coefficients by their terms.
  public func summary(regressors names: [String]) -> [String] {
    let effects = inner.summary(regressors: terms.map { $0.text(regressors: names) }).dropFirst()
    return [name] + effects + notes.map { "  note: \($0.text(regressors: names))" }
  }

  /// Forecasts with intervals; see `FittedLocalModel`.
  public func forecast(horizon: Int, levels: [IntervalLevel]) -> IntervalForecast {
    forecast(horizon: horizon, levels: levels, regressors: [])
  }

  /// Forecasts with known future values of the regressors.
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

  /// Filters the state forward by one row with the regressors' values in it.
  public mutating func update(with value: Double, regressors: [Double]) {
    for index in recent.indices { recent[index].append(index < regressors.count ? regressors[index] : 0) }
    let isClosed = closed.contains { recent[$0.regressor].last == $0.value }
    pending.append(isClosed ? .nan : value)
    let lead = terms.map(\.lead).max() ?? 0
    if pending.count > lead {
      pass(pending.removeFirst(), row: (recent.first?.count ?? 0) - 1 - lead, recent)
    }
    for index in recent.indices {
      recent[index].removeFirst(max(0, recent[index].count - RegressorTerm.reach - 1 - lead))
    }
  }

  /// Gives a waiting row to the inner state.
  ///
  /// - Parameter row: Where it is in `columns`, which go on as far as terms look ahead.
  private mutating func pass(_ value: Double, row: Int, _ columns: [[Double]]) {
    inner.update(with: value, regressors: terms.map { $0.value(columns[$0.regressor], row) })
  }

  /// The model when no row waits, and what the regressors are in the newest rows and all that are to be forecast.
  private func caughtUp(
    with regressors: [[Double]], horizon: Int
  ) -> (DynamicRegressionFit, columns: [[Double]]) {
    let columns = recent.indices.map { index in
      let told = index < regressors.count ? Array(regressors[index].prefix(horizon)) : []
      let rest = [Double](repeating: 0, count: horizon - told.count)
      return DynamicRegression.continued(recent[index] + told + rest, by: usual[index])
    }
    var copy = self
    let first = (recent.first?.count ?? pending.count) - pending.count
    for (place, value) in pending.enumerated() { copy.pass(value, row: first + place, columns) }
    copy.pending = []
    return (copy, columns)
  }

  /// The terms in the rows to be forecast.
  private func values(_ horizon: Int, _ columns: [[Double]]) -> [[Double]] {
    let first = recent.first?.count ?? 0
    return terms.map { term in
      (0..<horizon).map { term.value(columns[term.regressor], first + $0) }
    }
  }

  private func isClosed(_ step: Int, _ columns: [[Double]]) -> Bool {
    closed.contains { columns[$0.regressor][(recent.first?.count ?? 0) + step] == $0.value }
  }
}
