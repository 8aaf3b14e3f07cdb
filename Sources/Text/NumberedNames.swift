/// Names of columns that differ by a number that goes up by one: `V2` to `V38`, `d_1` to `d_1941`.
package enum NumberedNames {
  /// As many are no chance.
  package static let manyCount = 8

  /// How many of the names before `end` are numbered, the last of them first.
  ///
  /// - Parameter isMeant: Whether a column may be among them.
  package static func count(
    endingAt end: Int, of names: [String], where isMeant: (Int) -> Bool = { _ in true }
  ) -> Int {
    func parts(_ field: Int) -> (stem: Substring, number: Int)? {
      let stem = names[field].prefix { !$0.isNumber }
      return Int(names[field].dropFirst(stem.count)).map { (stem, $0) }
    }
    guard end > 0, isMeant(end - 1), var before = parts(end - 1) else { return 0 }
    var first = end - 1
    // The first of all may hold the ids, `V1`.
    while first > 1, isMeant(first - 1), let own = parts(first - 1), own.stem == before.stem,
      own.number == before.number - 1
    {
      (first, before) = (first - 1, own)
    }
    return end - first
  }
}
