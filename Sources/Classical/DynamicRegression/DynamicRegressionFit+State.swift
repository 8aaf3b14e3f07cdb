import LocalModels

extension DynamicRegressionFit {
  /// Restores a model from its state.
  ///
  /// - Throws: `LocalFitError.malformedState` for arrays that do not belong together, or hold what no fit has.
  public init(restoring state: LocalModelState) throws(LocalFitError) {
    let known = try state.knownColumns()
    let terms = try state.terms(of: known)
    let pending = try state.numbers("pending") {
      $0.count <= terms.map(\.lead).max() ?? 0 && $0.allSatisfy { !$0.isInfinite }
    }
    try state.requireEffects(count: terms.count)
    self.init(
      try state.withCountsOfInner().restoredMember("inner"), terms: terms,
      closed: try state.closedRows(of: known), known: known,
      recent: try state.recentRows(of: known, pendingCount: pending.count), pending: pending)
    notes = state.notes
  }

  /// What restores the model.
  public var state: LocalModelState {
    var state = LocalModelState(kind: "dynamic-regression", name: name, notes: notes)
    state.append("usual", known.map { $0.usual ?? .nan })
    state.append("origin", known.map(\.origin))
    state.append("terms", terms.flatMap(\.numbers))
    state.append("closed", closed.flatMap { [Double($0.regressor), $0.value] })
    state.append("pending", pending)
    for (index, column) in recent.enumerated() { state.append("recent \(index + 1)", column) }
    state.appendMember("inner", inner.state)
    return state
  }
}

/// What a state says of a regression; each throws `LocalFitError.malformedState`.
extension LocalModelState {
  /// Makes sure that the inner model has as many effects as there are regressors. What has none, such as the last value of a short
  /// series, stores none.
  func requireEffects(count: Int) throws(LocalFitError) {
    for entry in entries where entry.name.hasPrefix("inner/") && entry.name.hasSuffix("/regressors") {
      _ = try numbers(entry.name) { $0.count == count && $0.allSatisfy(\.isFinite) }
    }
  }

  /// Earlier versions kept the numbers of coefficients and of rows here, and nothing of each effect: the inner model goes on by them.
  fileprivate func withCountsOfInner() -> LocalModelState {
    guard let counts = entries.first(where: { $0.name == "estimated" })?.values,
      let inner = entries.first(where: { $0.name.hasPrefix("inner/") && $0.name.hasSuffix("/regressors") })
    else { return self }
    var state = self
    state.append(inner.name.dropLast("regressors".count) + "estimated", counts.reversed())
    return state
  }

  private func require(_ array: String, where isSound: Bool) throws(LocalFitError) {
    if !isSound { throw .malformedState(model: name, array: array) }
  }

  fileprivate func numbers(
    _ array: String, where isSound: ([Double]) -> Bool
  ) throws(LocalFitError) -> [Double] {
    let numbers = try self.array(array)
    try require(array, where: isSound(numbers))
    return numbers
  }

  fileprivate func knownColumns() throws(LocalFitError) -> [KnownColumn] {
    let usual = try numbers("usual") { $0.allSatisfy { !$0.isInfinite } }
    // Files of the first version of this model have no origins: columns were read as they are.
    let origins =
      entries.contains { $0.name == "origin" }
      ? try numbers("origin") { $0.count == usual.count && $0.allSatisfy(\.isFinite) } : usual.map { _ in 0 }
    return zip(origins, usual).map { KnownColumn(origin: $0, usual: $1.isNaN ? nil : $1) }
  }

  fileprivate func terms(of known: [KnownColumn]) throws(LocalFitError) -> [RegressorTerm] {
    let numbers = try array("terms")
    let terms = stride(from: 0, to: numbers.count, by: 3).compactMap {
      RegressorTerm(numbers: numbers[$0..<min($0 + 3, numbers.count)])
    }
    try require(
      "terms", where: 3 * terms.count == numbers.count && terms.allSatisfy { $0.regressor < known.count })
    return terms
  }

  fileprivate func closedRows(of known: [KnownColumn]) throws(LocalFitError) -> [ClosedRows] {
    let pairs = try array("closed")
    let closed = stride(from: 0, to: pairs.count - 1, by: 2).compactMap { place in
      Int(exactly: pairs[place]).map { ClosedRows(regressor: $0, value: pairs[place + 1]) }
    }
    let areSound = closed.allSatisfy { known.indices.contains($0.regressor) && $0.value.isFinite }
    try require("closed", where: 2 * closed.count == pairs.count && areSound)
    return closed
  }

  fileprivate func recentRows(
    of known: [KnownColumn], pendingCount: Int
  ) throws(LocalFitError) -> [[Double]] {
    var recent: [[Double]] = []
    for index in known.indices {
      recent.append(
        try numbers("recent \(index + 1)") {
          $0.count > pendingCount && $0.count == recent.first?.count ?? $0.count && $0.allSatisfy(\.isFinite)
        })
    }
    return recent
  }
}
