import LocalModels

// States within states: a combination keeps the states of its members under names that begin with the member's.

extension LocalModelState {
  /// Adds the state of a member: its arrays, and its kind, name and notes as names of empty arrays.
  package mutating func appendMember(_ member: String, _ state: LocalModelState) {
    append("\(member) kind: \(state.kind)", [])
    append("\(member) name: \(state.name)", [])
    for note in state.notes { append("\(member) note: \(note)", []) }
    for entry in state.entries { append("\(member)/\(entry.name)", entry.values) }
  }

  /// The member that `appendMember` stored.
  ///
  /// - Throws: `LocalFitError.malformedState` if it is absent, and what its own restoring throws.
  package func restoredMember(_ member: String) throws(LocalFitError) -> any FittedLocalModel {
    func suffixes(_ prefix: String) -> [String] {
      entries.filter { $0.name.hasPrefix(prefix) }.map { String($0.name.dropFirst(prefix.count)) }
    }
    guard let kind = suffixes("\(member) kind: ").first,
      let name = suffixes("\(member) name: ").first
    else { throw .malformedState(model: self.name, array: member) }
    let prefix = "\(member)/"
    let arrays = entries.filter { $0.name.hasPrefix(prefix) }.map {
      Entry(name: String($0.name.dropFirst(prefix.count)), values: $0.values)
    }
    return try LocalModelCatalog.restored(
      from: LocalModelState(
        kind: kind, name: name, notes: suffixes("\(member) note: ").map { FitNote($0) }, entries: arrays))
  }
}
