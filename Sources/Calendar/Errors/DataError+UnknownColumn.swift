import Text

extension DataError {
  /// An unknown column, with the most similar name or the list of names as the fix.
  public static func unknownColumn(_ name: String, among names: [String]) -> DataError {
    let fix: String
    if let other = names.first(where: { $0.lowercased() == name.lowercased() }) {
      // Whether it was told or is that of another file: either may be changed.
      fix = "there is '\(other.printable)', which differs by case alone: write both the same"
    } else if let similar = nearest(to: name, among: names) {
      fix = "did you mean '\(similar.printable)'?"
    } else {
      let shown = names.prefix(12).map { "'\($0.printable)'" }.joined(separator: ", ")
      fix = "the columns are \(shown)" + (names.count > 12 ? ", …" : "")
    }
    return DataError(.unknownColumn, "there is no column '\(name.shortened())'", fix: fix).at(
      value: name.shortened())
  }
}
