import Calendar
import Stamps

/// Columns that are times, as in a pivot table: years beside each other with a row a month, months with a row a year, or dates with a
/// row a series.
struct TimeAcross: Sendable, Equatable {
  /// What a column is, in the plural.
  let unit: String
  /// The first and the last of the columns.
  let first: String, last: String

  /// - Parameter names: Of all columns; most of them must be times of one kind, one after the other.
  init?(_ names: [String]) {
    // Numbers alone are months where a column of years stands beside them.
    let numbered = names.contains {
      ["year", "yr", "jahr", "año", "ano", "année"].contains(TimeNames.plain($0))
    }
    for (unit, number) in Self.units + (numbered ? [Self.numberedMonths] : []) {
      let found = names.enumerated().compactMap { index, name in number(name).map { (index, $0) } }
      let isMost = found.count >= 3 && found.count * 5 >= names.count * 3
      let ascends = zip(found, found.dropFirst()).allSatisfy { $1.1 == $0.1 + 1 && $1.0 == $0.0 + 1 }
      guard isMost, ascends || unit == "dates", let start = found.first, let end = found.last else {
        continue
      }
      guard
        unit != "months of a year" && unit != "hours of a day"
          || found.count >= (unit.hasPrefix("m") ? 12 : 23)
      else { continue }
      (self.unit, first, last) = (unit, names[start.0], names[end.0])
      return
    }
    return nil
  }

  /// Kinds of names, and the place of a name among those of its kind.
  private static let units: [(String, (String) -> Int?)] = [
    (
      "years",
      { name in
        let digits = name.filter(\.isNumber)
        guard digits.utf8.count == 4, name.utf8.count <= 7, let year = Int(digits) else { return nil }
        return (1700...2300).contains(year) ? year : nil
      }
    ),
    (
      "months of a year",
      { name in
        let letters = TimeNames.plain(name)
        return letters.utf8.count < 3
          ? nil : months.firstIndex { names in names.contains { $0 == letters || $0.prefix(3) == letters } }
      }
    ),
    (
      "quarters of a year",
      { name in
        let plain = TimeNames.plain(name)
        return plain.utf8.count == 2 && plain.contains("q")
          ? Int(plain.filter(\.isNumber)).flatMap { (1...4).contains($0) ? $0 : nil } : nil
      }
    ),
    (
      "hours of a day",
      { name in
        let digits = name.drop { !$0.isNumber }.prefix(while: \.isNumber)
        let rest = name.drop { !$0.isNumber }.dropFirst(digits.count)
        let stem = TimeNames.plain(String(name.prefix { !$0.isNumber }))
        guard ["h", "hour", "hr", "he", "stunde"].contains(stem) || rest == ":00" || rest == "h" else {
          return nil
        }
        return Int(digits).flatMap { (0...25).contains($0) ? $0 : nil }
      }
    ),
    ("dates", { name in StampForm.looksLikeDate(name) || isMonth(name) ? 0 : nil }),
  ]

  private static let numberedMonths: (String, (String) -> Int?) = (
    "months of a year", { name in Int(name).flatMap { (1...12).contains($0) ? $0 : nil } }
  )

  private static let months: [[String]] = [
    ["january", "januar"], ["february", "februar"], ["march", "märz"], ["april"], ["may", "mai"],
    ["june", "juni"], ["july", "juli"], ["august"], ["september"], ["october", "oktober"], ["november"],
    ["december", "dezember"],
  ]

  /// `2020-01`, `2020M01`, `Jan 2020`.
  private static func isMonth(_ name: String) -> Bool {
    guard name.utf8.count >= 6, name.count(where: \.isNumber) >= 4 else { return false }
    guard let column = try? StampColumn([name]), !column.form.isCounter else { return false }
    return (1700...2300).contains(column.stamps[0].year) && !name.allSatisfy(\.isNumber)
  }
}
