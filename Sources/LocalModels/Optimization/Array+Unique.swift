extension Array where Element: Equatable {
  /// Each element once, where it comes first: a search from the same start finds the same.
  package var unique: [Element] {
    reduce(into: []) { result, element in
      if !result.contains(element) { result.append(element) }
    }
  }
}
