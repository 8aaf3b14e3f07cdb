import Platform
import Runs
import TimeSeries

extension DataSource {
  /// Three channels of 600 hours, each a sine of its own period and what repeats every 97 rows.
  static var waves: DataSource {
    get throws {
      let columns = ["a", "b", "c"].enumerated().map { place, name in
        let values = (0..<600).map { row in
          Mathematics.sine(Double(row) / Double(3 + place)) + 0.3 * Mathematics.sine(Double(row * row % 97))
        }
        return (name: name, values: values)
      }
      let stamps = Frequency.hours(1).stamps(after: Timestamp(year: 2026), count: 600)
      return .panel(try Panel(source: "waves", timestamps: stamps, columns: columns))
    }
  }
}
