/// The two values of a column that has no others, such as a campaign that runs or not.
struct TwoValues {
  /// The one that more rows have, and the other one.
  let usual: Double, other: Double

  /// - Returns: Nil for a column with one value or with more than two.
  init?(_ column: [Double]) {
    guard let first = column.first, let second = column.first(where: { $0 != first }),
      column.allSatisfy({ $0 == first || $0 == second })
    else { return nil }
    let isFirst = 2 * column.count { $0 == first } >= column.count
    (usual, other) = isFirst ? (first, second) : (second, first)
  }
}
