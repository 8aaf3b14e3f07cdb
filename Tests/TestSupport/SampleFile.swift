import Text

/// The text of a data file for tests that need one and not its numbers: hourly rows from 2020 on, each column a sine of
/// its own period beside a little noise.
package enum SampleFile {
  /// - Parameter columns: Names of the number columns.
  package static func hourly(rows: Int, columns: [String] = ["a", "b", "c"], seed: UInt64 = 1) -> String {
    var generator = TestGenerator("sample file", seed: seed)
    var text = "date,\(columns.joined(separator: ","))\n"
    for row in 0..<rows {
      text += "\(SampleDate(days: row / 24, after: 2020).iso) \((row % 24).padded(to: 2)):00:00"
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
}
