import Calendar
import Text

extension DataError {
  static func unknownStamp(_ text: String) -> DataError {
    let value = text.shownAsStamp
    if let start = StampForm.startOfSpan(text)?.start {
      return DataError(
        .badTimestamp, "'\(value)' names the start and the end of a span of time",
        fix: "keep the start alone, '\(start.shownAsStamp)', in every row"
      ).at(value: value)
    }
    if DecimalYears.looksLike(text) {
      return DataError(
        .badTimestamp, "'\(value)' is a year with decimals, and they are read for months and quarters alone",
        fix: "write dates, such as 2016-07-01"
      ).at(value: value)
    }
    if StampShape.candidates(text).contains(where: { $0.isPeriodOpen && ($0.hasRoman || $0.parts.count > 1) })
    {
      return DataError(
        .ambiguousTimestamp, "it cannot be told which part of the year '\(value)' counts",
        fix: "write weeks as 2016-W31, quarters as 2016-Q3, months as 2016-07"
      ).at(value: value).remedied(by: .nameTimeFormat)
    }
    if StampWords.zone(endOf: text) != nil { return namedZone(value) }
    if let incomplete = incomplete(text) { return incomplete }
    let error = DataError(
      .badTimestamp, "'\(value)' is not a date and time of a known form",
      fix: "write stamps like 2016-07-01 00:00:00"
    ).at(value: value).remedied(by: .nameTimeColumn)
    // No format makes a date of a number such as `0.5`.
    let isShortNumber = Double(text) != nil && text.count(where: \.isNumber) < 4
    return isShortNumber ? error : error.remedied(by: .nameTimeFormat)
  }

  /// What to write to make a date of a text; nil where there is no such part.
  private static func incomplete(_ text: String) -> DataError? {
    lacking(text).map { part in
      let value = text.shownAsStamp
      return DataError(.badTimestamp, "'\(value)' has no \(part)", fix: "write the \(part) too").at(
        value: value)
    }
  }

  /// What would make a date of a text; nil where neither a date nor a year would.
  private static func lacking(_ text: String) -> String? {
    if CalendarLanguage.month(text) != nil { return "year" }
    let hasYear = text.split { !$0.isNumber }.contains { $0.count > 2 }
    // `FY22-W01` has one.
    guard !hasYear, !text.uppercased().hasPrefix("FY"), text.allSatisfy(\.isASCII) else { return nil }
    if text.contains(":"), text.contains(where: \.isNumber), StampForm.looksLikeDate("2016-07-01 " + text) {
      return "date"
    }
    return ["2016-\(text)", "\(text)-2016", "\(text) 2016"].contains(where: StampForm.looksLikeDate)
      ? "year" : nil
  }

  /// A year that is far ahead, or one of the Buddhist calendar.
  static func buddhistYear(_ text: String, _ year: Int) -> DataError {
    let value = text.shownAsStamp
    return DataError(
      .ambiguousTimestamp, "the year of '\(value)' may be one of the Buddhist calendar: \(year - 543)",
      fix: "take 543 from the years"
    ).at(value: value).remedied(by: .nameTimeFormat)
  }

  /// A year that has passed long ago, or one of the Persian, the Islamic or the calendar of the Republic of China.
  static func otherCalendar(_ text: String) -> DataError {
    let value = text.shownAsStamp
    return DataError(
      .ambiguousTimestamp, "the year of '\(value)' may be one of another calendar (Persian, Islamic, Minguo)",
      fix: "write dates of the Gregorian calendar, such as 2016-07-01"
    ).at(value: value).remedied(by: .nameTimeFormat)
  }

  /// A number that may be a date whose year comes last.
  static func dayInFront(_ text: String) -> DataError {
    let value = text.shownAsStamp
    return DataError(
      .ambiguousTimestamp, "'\(value)' may be a date that begins with its month or day",
      fix: "write dates as year-month-day, such as 2016-07-01"
    ).at(value: value)
  }

  /// A cell of the time without text.
  static let emptyStamp = DataError(
    .badTimestamp, "the cell is empty, and the row has no date and time",
    fix: "write the stamp in every row, or remove the row"
  ).at(value: "")

  private static func namedZone(_ value: String) -> DataError {
    DataError(
      .badTimestamp, "'\(value)' ends with the name of a zone, and these names change in the column",
      fix: "write offsets from UTC in their place, such as +01:00"
    ).at(value: value)
  }

  static func unfittingStamp(_ text: String, like usual: String) -> DataError {
    let value = text.shownAsStamp
    if text.hasEmptyPart { return emptyStamp }
    if StampWords.zone(endOf: text) != nil { return namedZone(value) }
    if let incomplete = incomplete(text) { return incomplete }
    if ["M13", "Q05", "S03"].contains(where: text.hasSuffix) {
      return DataError(
        .badTimestamp, "'\(value)' is the average of a year, not one of its parts",
        fix: "remove all rows such as this one"
      ).at(value: value)
    }
    return DataError(
      .badTimestamp, "'\(value)' is not a date and time written like \(usual)",
      fix: "correct the stamp or remove the row"
    ).at(value: value)
  }

  /// A stamp that several patterns read differently.
  static func ambiguousStamp(_ text: String, _ patterns: [StampPattern]) -> DataError {
    let value = text.shownAsStamp
    if let error = ambiguousMonth(value, patterns) { return error }
    let parts =
      patterns.allSatisfy(\.hasMonthName)
      ? "day and year"
      : patterns.contains(where: \.beginsWithShortYear) ? "day, month and year" : "day and month"
    let error = DataError(
      .ambiguousTimestamp, "\(parts) cannot be told apart in stamps like '\(value)'",
      fix: "write dates as year-month-day, such as 2016-07-01"
    ).at(value: value)
    let orders = Set(patterns.filter { !$0.beginsWithShortYear }.map(\.isDayFirst))
    var asked = orders == [false] ? error : error.remedied(by: .dayFirst)
    if orders.contains(false) { asked = asked.remedied(by: .monthFirst) }
    let yearFirst = patterns.first(where: \.beginsWithShortYear)
    return yearFirst.map { asked.remedied(by: .timeFormat($0.code, language: nil)) } ?? asked
  }
}

extension DataError {
  /// The name of a month that is another one's in another language; nil where the patterns have one language.
  private static func ambiguousMonth(_ value: String, _ patterns: [StampPattern]) -> DataError? {
    var languages: [(language: CalendarLanguage, pattern: StampPattern)] = []
    for pattern in patterns {
      guard let language = pattern.language, !languages.contains(where: { $0.language == language }) else {
        continue
      }
      languages.append((language, pattern))
    }
    guard languages.count > 1 else { return nil }
    let names = languages.map(\.language.name)
    let error = DataError(
      .ambiguousTimestamp,
      "stamps like '\(value)' name one month in \(names[0]) and another in \(names[1])",
      fix: "write months as numbers, such as 2016-07"
    ).at(value: value)
    return languages.reduce(error) {
      $0.remedied(by: .timeFormat($1.pattern.code, language: $1.language.name))
    }
  }
}

extension DataError {
  /// The error of a stamp that is not UTF-8, and so may have names in another encoding; any other error is left as it is.
  func hinting(atEncodingOf bytes: Span<UInt8>, _ ends: Span<UInt64>, row: Int) -> DataError {
    guard kind == .badTimestamp, row < ends.count, !bytes.isText(bytes.range(row, ends)) else { return self }
    var sample: [UInt8] = []
    for row in 0..<min(ends.count, 400) {
      for position in bytes.range(row, ends) { sample.append(bytes[position]) }
      sample.append(32)
    }
    let value = bytes.string(row, ends).shownAsStamp
    return DataError(
      .badTimestamp, "'\(value)' is no date and time of a known form, and its letters are not UTF-8",
      fix: "name the encoding of the file"
    ).at(value: value).remedied(by: .encoding(EncodingHint.name(for: sample)))
  }
}

extension String {
  /// The text of a stamp for messages, the columns that it stands in side by side.
  var shownAsStamp: String {
    replacing(String(Unicode.Scalar(StampPattern.columnSeparator)), with: " ").shortened()
  }

  /// Whether a stamp, or what it has in one of several columns, is empty.
  var hasEmptyPart: Bool {
    split(
      separator: Character(Unicode.Scalar(StampPattern.columnSeparator)), omittingEmptySubsequences: false
    )
    .contains { $0.allSatisfy { $0 == " " } }
  }
}
