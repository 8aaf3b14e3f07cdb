import Text

extension Table {
  /// The first and the last of at least eight columns at the end that are numbered.
  package var numberedColumns: (first: String, last: String)? {
    let names = columns.map(\.name)
    let count = NumberedNames.count(endingAt: names.count, of: names)
    return count >= NumberedNames.manyCount ? (names[names.count - count], names[names.count - 1]) : nil
  }
}
