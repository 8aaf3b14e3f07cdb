/// The text of a data file for tests that need one and not its numbers: hourly rows from 2020 on, each column a sine of
/// its own period beside a little noise.
package enum SampleFile {
  /// - Parameter columns: Names of the number columns.
  package static func hourly(rows: Int, columns: [String] = ["a", "b", "c"], seed: UInt64 = 1) -> String {
    var generator = TestGenerator("sample file", seed: seed)
    var text = "date,\(columns.joined(separator: ","))\n"
    for row in 0..<rows {
      text += stamp(hour: row)
      for column in columns.indices {
        // A parabola for each half of the period is a sine for this purpose.
        let phase = Double(row % (24 * (column + 1))) / Double(12 * (column + 1)) - 1
        let wave = 4 * phase * (1 - phase.magnitude)
        text += ",\(((wave + Double.random(in: -0.1...0.1, using: &generator)) * 1000).rounded() / 1000)"
      }
      text += "\n"
    }
    return text
  }

  /// The stamp of an hour after 2020-01-01 00:00:00, before 2100.
  private static func stamp(hour: Int) -> String {
    let lengths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    var (day, month, year) = (hour / 24, 0, 2020)
    func length() -> Int { month == 1 && !year.isMultiple(of: 4) ? 28 : lengths[month] }
    while day >= length() {
      day -= length()
      month += 1
      if month == 12 { (month, year) = (0, year + 1) }
    }
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(year)-\(two(month + 1))-\(two(day + 1)) \(two(hour % 24)):00:00"
  }
}
