extension DataError {
  /// An unknown column, with the most similar name or the list of names as the fix.
  static func unknownColumn(_ name: String, among names: [String]) -> DataError {
    let fix: String
    if let nearest = nearestName(to: name, among: names) {
      fix = "did you mean '\(nearest.printable)'?"
    } else {
      let shown = names.prefix(12).map { "'\($0.printable)'" }.joined(separator: ", ")
      fix = "the columns are \(shown)" + (names.count > 12 ? ", …" : "")
    }
    return DataError(.unknownColumn, "there is no column '\(name.shortened())'", fix: fix).at(
      value: name.shortened())
  }
}

/// The name with the smallest edit distance, letter case aside, if it is near at all.
func nearestName(to name: String, among names: [String]) -> String? {
  let wanted = Array(name.lowercased().unicodeScalars)
  let distances = names.map {
    (name: $0, distance: editDistance(wanted, Array($0.lowercased().unicodeScalars)))
  }
  guard let nearest = distances.min(by: { $0.distance < $1.distance }) else { return nil }
  return nearest.distance <= max(1, wanted.count / 3) ? nearest.name : nil
}

/// Insertions, deletions and substitutions between two texts (Levenshtein).
private func editDistance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
  var previous = Array(0...right.count)
  for (row, scalar) in left.enumerated() {
    var current = [row + 1]
    for (column, other) in right.enumerated() {
      let substitution = previous[column] + (scalar == other ? 0 : 1)
      current.append(min(substitution, previous[column + 1] + 1, current[column] + 1))
    }
    previous = current
  }
  return previous[right.count]
}
