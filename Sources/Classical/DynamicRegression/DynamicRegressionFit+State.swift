import LocalModels

extension DynamicRegressionFit {
  /// Restores a model from its state.
  ///
  /// - Throws: `LocalFitError.malformedState` for arrays that do not belong together, or hold what no fit has.
  public init(restoring state: LocalModelState) throws(LocalFitError) {
    func require(_ array: String, where isSound: Bool) throws(LocalFitError) {
      if !isSound { throw .malformedState(model: state.name, array: array) }
    }
    let guesses = try state.array("usual")
    // Files of the first version of this model have none: columns were read as they are.
    let origins =
      try state.entries.contains { $0.name == "origin" }
      ? state.array("origin", count: guesses.count) : guesses.map { _ in 0 }
    try require("usual", where: guesses.allSatisfy { !$0.isInfinite })
    try require("origin", where: origins.allSatisfy(\.isFinite))
    let known = zip(origins, guesses).map { KnownColumn(origin: $0, usual: $1.isNaN ? nil : $1) }

    let numbers = try state.array("terms")
    let terms = stride(from: 0, to: numbers.count, by: 3).compactMap {
      RegressorTerm(numbers: numbers[$0..<min($0 + 3, numbers.count)])
    }
    try require(
      "terms", where: 3 * terms.count == numbers.count && terms.allSatisfy { $0.regressor < known.count })

    let pairs = try state.array("closed")
    let closed = stride(from: 0, to: pairs.count - 1, by: 2).compactMap { place in
      Int(exactly: pairs[place]).map { ClosedRows(regressor: $0, value: pairs[place + 1]) }
    }
    try require(
      "closed",
      where: 2 * closed.count == pairs.count
        && closed.allSatisfy { known.indices.contains($0.regressor) && $0.value.isFinite })

    let pending = try state.array("pending")
    try require(
      "pending", where: pending.count <= terms.map(\.lead).max() ?? 0 && pending.allSatisfy { !$0.isInfinite }
    )
    var recent: [[Double]] = []
    for index in known.indices {
      let rows = try state.array("recent \(index + 1)")
      try require(
        "recent \(index + 1)",
        where: rows.count > pending.count && rows.count == recent.first?.count ?? rows.count
          && rows.allSatisfy(\.isFinite))
      recent.append(rows)
    }

    // What has no effects, such as the last value of a short series, stores none.
    let effects = state.entries.filter { $0.name.hasPrefix("inner/") && $0.name.hasSuffix("/regressors") }
    for entry in effects {
      try require(entry.name, where: entry.values.count == terms.count && entry.values.allSatisfy(\.isFinite))
    }
    var estimated: EstimatedCoefficients?
    if state.entries.contains(where: { $0.name == "estimated" }) {
      let numbers = try state.array("estimated", count: 2).compactMap { Int(exactly: $0) }
      try require("estimated", where: numbers.count == 2 && numbers.allSatisfy { $0 < 1_000_000_000_000 })
      estimated = EstimatedCoefficients(count: numbers[0], rowCount: numbers[1])
      try require("estimated", where: estimated != nil)
    }
    self.init(
      try state.restoredMember("inner"), estimated: estimated, terms: terms, closed: closed, known: known,
      recent: recent, pending: pending)
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
    if let estimated { state.append("estimated", [Double(estimated.count), Double(estimated.rowCount)]) }
    for (index, column) in recent.enumerated() { state.append("recent \(index + 1)", column) }
    state.appendMember("inner", inner.state)
    return state
  }
}
