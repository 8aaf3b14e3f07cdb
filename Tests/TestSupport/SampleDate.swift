import Text

/// A day of a test's rows, by arithmetic of its own: the calendar is what is tested.
package struct SampleDate {
  package let year: Int, month: Int, day: Int

  /// So many days after the first of January.
  package init(days: Int, after year: Int) {
    var (year, month, rest) = (year, 1, days)
    while rest >= Self.length(ofMonth: month, year) {
      rest -= Self.length(ofMonth: month, year)
      (year, month) = month == 12 ? (year + 1, 1) : (year, month + 1)
    }
    (self.year, self.month, day) = (year, month, rest + 1)
  }

  /// So many months after the first of January: the first of a month.
  package init(months: Int, after year: Int) {
    (self.year, month, day) = (year + months / 12, months % 12 + 1, 1)
  }

  /// `2024-01-31`
  package var iso: String { "\(year)-\(month.padded(to: 2))-\(day.padded(to: 2))" }

  /// The day of a row of a table that begins on the first of January 2024: `2024-01-31` for row 30.
  package static func day(_ row: Int) -> String { SampleDate(days: row, after: 2024).iso }

  private static func length(ofMonth month: Int, _ year: Int) -> Int {
    let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    return month == 2 && isLeap ? 29 : [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  }
}
