/// How the rows of a regressor are read: in which units, and what stands for rows that nobody has told.
struct KnownColumn: Sendable, Equatable {
  /// What values are counted from: zero but for a column that is far from zero beside its differences, whose digits the sums of squares would lose.
  let origin: Double
  /// Of two values the commoner one; nil for other columns, which stay as they were last.
  let usual: Double?

  init(origin: Double, usual: Double?) { (self.origin, self.usual) = (origin, usual) }

  init(_ column: [Double]) {
    let count = Double(max(1, column.count))
    let mean = column.reduce(0) { $0 + $1 / count }
    let deviation = column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) / count }.squareRoot()
    origin = mean.magnitude > Self.farthest * deviation && mean.isFinite ? mean : 0
    usual = TwoValues(column).map { [origin] in $0.usual - origin }
  }

  /// Deviations of a column that its mean may be from zero.
  private static let farthest = 100.0

  /// Appends rows to those that are known, as many as there are to be; not a number is a row that nobody has told.
  func append(_ rows: some Collection<Double>, upTo count: Int, to known: inout [Double]) {
    let end = known.count + count
    for row in rows.prefix(count) { known.append(row.isNaN ? untold(after: known) : row - origin) }
    while known.count < end { known.append(untold(after: known)) }
  }

  private func untold(after known: [Double]) -> Double { usual ?? known.last ?? 0 }
}
