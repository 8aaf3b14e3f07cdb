extension [String] {
  /// The first few, and how many more there are, as in "a, b, c and 4 more".
  public func abridged(to limit: Int = 3) -> String {
    let shown = prefix(limit).joined(separator: ", ")
    return count > limit ? "\(shown) and \(count - limit) more" : shown
  }
}
