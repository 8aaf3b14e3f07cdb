/// The one of `names` that `text` is most likely a misspelling of; nil if none is close.
///
/// Distance counts insertions, deletions, replacements and exchanges of neighbours (Damerau and Levenshtein), ignoring
/// case; close means at most a third of the text's length, at least one.
public func nearest(to text: String, among names: [String]) -> String? {
  let distances = names.map {
    (name: $0, distance: editDistance(Array(text.lowercased()), Array($0.lowercased())))
  }
  guard let best = distances.min(by: { $0.distance < $1.distance }) else { return nil }
  // A name with no letter in common is no other spelling of it.
  return best.distance <= max(1, text.count / 3) && best.distance < text.count ? best.name : nil
}

private func editDistance(_ a: [Character], _ b: [Character]) -> Int {
  var (before, previous) = ([Int](), Array(0...b.count))
  for (row, character) in a.enumerated() {
    var current = [row + 1]
    for column in b.indices {
      let replaced = previous[column] + (character == b[column] ? 0 : 1)
      var distance = min(replaced, previous[column + 1] + 1, current[column] + 1)
      if row > 0, column > 0, character == b[column - 1], a[row - 1] == b[column] {
        distance = min(distance, before[column - 1] + 1)
      }
      current.append(distance)
    }
    (before, previous) = (previous, current)
  }
  return previous[b.count]
}
