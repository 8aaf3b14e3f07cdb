import CTableReader
import Calendar
import Stamps

/// What the columns of a sample seem to hold.
struct ColumnGuess {
  /// What was seen in one column.
  struct Column {
    var numbers = 0, missing = 0, texts = 0, stampLike = 0, meridiems = 0, numberedParts = 0
    var compactDates = 0, epochs = 0
    /// Cells that read as years, and those of them that are later than the year before.
    var years = 0, laterYears = 0
    /// Whether a stamp shows a time of day, a date before it, and whether some cells are the same twice running.
    var hasClock = false, hasDateAndClock = false, repeats = false
    /// Whether some number has decimals.
    var hasDecimals = false
    /// Cells that are not the same as the one before, and those of them that differ by one from the number before.
    var changes = 0, unitSteps = 0
    /// The highest number.
    var highest = 0.0
    /// The largest number before a colon.
    var latestHour = 0

    /// Whether stamps are dates without a time of day that come more than once.
    var isDateOnly: Bool { (isStampLike || isCompactDate) && !hasClock && repeats }
    /// Whether all cells are numbers that read as dates, `20160701` or `2016070100`.
    var isCompactDate: Bool { compactDates > 2 && compactDates == numbers + texts }
    /// Whether cells say before or after noon, and nothing else.
    var isMeridiem: Bool { meridiems > 0 && meridiems == texts && numbers == 0 }
    /// Whether all cells are a letter and the number of a month, quarter or half-year: `M01`.
    var isNumberedPart: Bool { numberedParts > 0 && numberedParts == texts && numbers == 0 }
    /// Whether all cells are numbers that read as stamps: dates, or time since 1970.
    var isNumericStamp: Bool { isCompactDate || (epochs > 2 && epochs == numbers + texts) }
    /// Whether all cells are numbers that read as years, which mostly go one way and never stay: those in which cars were built do not.
    var isYearly: Bool {
      let steps = years - 1
      return years > 2 && years == numbers + texts && !repeats
        && (laterYears * 4 >= steps * 3 || laterYears * 4 <= steps)
    }
    /// Whether some cells are not the same twice running.
    var varies: Bool { changes > 0 }
    /// Whether each cell counts one more or one less than the one before.
    var countsRows: Bool { varies && unitSteps == changes && !repeats && !hasDecimals }
    /// Whether most cells are text that looks like stamps.
    var isStampLike: Bool { stampLike > 0 && stampLike * 2 > numbers + texts }
  }

  let columns: [Column]
  let names: [String]
  /// A field of the first row that holds text while all its column is numbers, where the row has no number at all.
  let unitsRow: Int?

  /// Looks at the cells of each column.
  init(_ rows: SampleRows, names: [String], decimalMark: NumberMark, thousandsMark: NumberMark?) {
    self.names = names
    var firstTexts: [Int] = [], hasNumberInFirstRow = false
    columns = names.indices.map { field in
      var column = Column()
      var previous: ArraySlice<UInt8>?, previousYear: Double?, previousNumber: Double?
      for (row, cell) in rows.column(field).enumerated() {
        let isSame = previous.map { $0.elementsEqual(cell) }
        column.repeats = column.repeats || isSame == true
        column.changes += isSame == false ? 1 : 0
        previous = cell
        switch CellMeaning(cell.span, decimalMark: decimalMark, thousandsMark: thousandsMark) {
        case .number(let value):
          column.numbers += 1
          column.hasDecimals = column.hasDecimals || value != value.rounded()
          if let previousNumber, (value - previousNumber).magnitude == 1 { column.unitSteps += 1 }
          (previousNumber, column.highest) = (value, max(column.highest, value))
          if (1e8..<1e19).contains(value) { column.epochs += 1 }
          if (1000..<3000).contains(value), cell.count == 4 {
            column.years += 1
            if let previousYear, previousYear < value { column.laterYears += 1 }
            previousYear = value
          }
          if let hasClock = Self.compactDate(cell) {
            column.compactDates += 1
            column.hasClock = column.hasClock || hasClock
          }
          hasNumberInFirstRow = hasNumberInFirstRow || row == 0
        case .infinite:
          column.numbers += 1
          hasNumberInFirstRow = hasNumberInFirstRow || row == 0
        case .missing: column.missing += 1
        case .text:
          column.texts += 1
          if row == 0 { firstTexts.append(field) }
          if Self.isMeridiem(cell) { column.meridiems += 1 }
          if cell.count == 3, let letter = cell.first, "MQS".utf8.contains(letter),
            cell.dropFirst().allSatisfy(\.isDigit)
          {
            column.numberedParts += 1
          }
          guard Self.looksLikeStamp(cell) else { continue }
          column.stampLike += 1
          guard let colon = cell.firstIndex(of: UInt8(ascii: ":")) else { continue }
          column.hasClock = true
          column.hasDateAndClock = column.hasDateAndClock || cell[..<colon].count(where: \.isDigit) > 3
          let hour = cell[..<colon].suffix(2).filter(\.isDigit).reduce(0) { 10 * $0 + Int($1 - 48) }
          column.latestHour = max(column.latestHour, hour)
        }
      }
      return column
    }
    let columns = columns
    let units = firstTexts.filter { columns[$0].texts == 1 && columns[$0].numbers > 1 }
    unitsRow = hasNumberInFirstRow ? nil : units.first
  }

  /// Whether a text that is no number has the look of a date or a time: digits in two runs or more, or a month beside them.
  static func looksLikeStamp(_ cell: ArraySlice<UInt8>) -> Bool {
    guard cell.count <= 64, !NumberMarks.isScientific(cell) else { return false }
    var digits = 0, runs = 0, letters = 0, port = 0
    var wasDigit = false, hasComma = false, hasColon = false
    for byte in cell {
      // The name of a zone may be long.
      if byte == UInt8(ascii: "["), digits > 7, cell.last == UInt8(ascii: "]") { break }
      let isDigit = byte.isDigit
      if isDigit {
        digits += 1
        if !wasDigit { runs += 1 }
        // `server:9100`: no time has four digits behind a colon.
        port += port > 0 ? 1 : 0
        if port > 4 { return false }
      } else if (byte | 0x20) &- 97 < 26 || byte >= 0x80 {
        // Not the second byte of a letter.
        letters += byte & 0xC0 == 0x80 ? 0 : 1
      } else if byte != 32 {
        guard ["-", "/", ".", ":", ",", ";", "+", "[", "]", "(", ")", "_"].contains(Unicode.Scalar(byte))
        else { return false }
        hasComma = hasComma || byte == UInt8(ascii: ",")
        hasColon = hasColon || byte == UInt8(ascii: ":")
      }
      if !isDigit { port = byte == UInt8(ascii: ":") ? 1 : 0 }
      wasDigit = isDigit
    }
    // A comma among digits alone is a mark of a number.
    if hasComma && letters == 0 && !hasColon { return false }
    let isLong = digits >= 3 && runs >= 2
    guard isLong || (digits >= 4 && letters > 0) else { return false }
    let text = String(decoding: cell, as: UTF8.self)
    // The names of days and months may be long, those of anything else are not.
    guard letters <= (isLong ? 16 : 10) || (letters <= 28 && StampWords.hasMonth(text)) else { return false }
    return letters == 0 || !(StampWords.isIdentifier(text) || DataError.hasSign(text))
  }

  /// Whether a cell of digits is a date with a time of day; nil where it is no date.
  static func compactDate(_ cell: ArraySlice<UInt8>) -> Bool? {
    guard [8, 10, 12, 14].contains(cell.count), cell.allSatisfy(\.isDigit),
      let number = Int(String(decoding: cell, as: UTF8.self))
    else { return nil }
    let date = (8..<cell.count).reduce(number) { value, _ in value / 10 }
    let isDate =
      (1900...2099).contains(date / 10_000) && (1...12).contains(date / 100 % 100)
      && (1...31).contains(date % 100)
    return isDate ? cell.count > 8 : nil
  }

  /// Whether a cell is `AM`, `p.m.` or the like.
  private static func isMeridiem(_ cell: ArraySlice<UInt8>) -> Bool {
    guard cell.count <= 5 else { return false }
    return ["am", "pm"].contains(String(decoding: cell.filter(\.isLetter), as: UTF8.self).lowercased())
      && cell.allSatisfy { $0.isLetter || $0 == UInt8(ascii: ".") }
  }

  /// The columns that hold the time: as told, else by what they hold and how they are called, else the first.
  func timeColumns(_ options: ReadingOptions) -> [String] {
    if options.countsRows { return [] }
    if !options.timeColumns.isEmpty { return options.timeColumns }
    let series = options.seriesColumns(among: names)
    let usable = names.indices.filter {
      !options.ignoredColumns.contains(names[$0]) && !options.namedColumns.contains(names[$0])
        && !series.contains(names[$0])
        && !(options.seriesColumn == nil && SeriesNames.isSeries(names[$0], among: names))
    }
    let stamps = stamps(among: usable)
    let titled = stamps.first { TimeNames.isStamp(names[$0]) && !TimeNames.completesDate(names[$0]) }
    // Ids, too, may look like stamps: a name, and numbers that are times, say more.
    let numeric = usable.first { TimeNames.isStamp(names[$0]) && columns[$0].isNumericStamp }
    if titled == nil, let numeric { return [names[numeric]] + completion(of: numeric, among: usable) }
    // The day of a stamp may stand beside it in a column of its own.
    let whole =
      titled.map { columns[$0].isDateOnly } == true
      ? stamps.first { TimeNames.isStamp(names[$0]) && columns[$0].hasDateAndClock && !columns[$0].repeats }
      : nil
    if let best = whole ?? titled ?? stamps.first(where: { TimeNames.mentionsTime(names[$0]) })
      ?? stamps.first
    {
      let found = [names[best]] + completion(of: best, among: usable)
      // Shifts of a day may be called so, too.
      let hasClock = usable.contains {
        found.contains(names[$0]) && (1...12).contains(columns[$0].latestHour)
      }
      let meridiems = usable.filter { columns[$0].isMeridiem }
      return hasClock && meridiems.count == 1 ? found + [names[meridiems[0]]] : found
    }
    if let parts = TimeNames.parts(among: usable.map { names[$0] }) { return parts }
    if let numbered = numberedParts(among: usable) { return numbered }
    // A year says more than what counts rows, or is called `T` for something else.
    let years = usable.filter { TimeNames.isYear(names[$0]) && columns[$0].isYearly }
    let others = usable.contains { columns[$0].isCompactDate || isYearlyStamp($0) }
    if years.count == 1, numeric == nil, !others { return [names[years[0]]] }
    let dates = usable.filter { columns[$0].isCompactDate }
    let hasDates = dates.contains { columns[$0].varies }
    let named = usable.filter { field in
      guard TimeNames.isStamp(names[field]) else { return false }
      let column = columns[field]
      // Beside dates `T` is a temperature, unless it goes on as time does.
      return !hasDates || TimeNames.plain(names[field]) != "t"
        || column.isNumericStamp || column.isYearly || column.countsRows
    }
    let complete = named.first { columns[$0].isCompactDate || !TimeNames.completesDate(names[$0]) }
    let best =
      complete ?? dates.first ?? named.first ?? usable.first { TimeNames.isPart(names[$0]) } ?? usable.first
    return best.map { [names[$0]] + completion(of: $0, among: usable) } ?? []
  }

  /// The columns of texts that look like stamps; none where these are all the same, as when the file was made, beside years.
  private func stamps(among usable: [Int]) -> [Int] {
    let stamps = usable.filter { columns[$0].isStampLike }
    let hasYears = usable.contains { field in
      columns[field].varies && columns[field].years > 2
        && (TimeNames.isStamp(names[field]) || TimeNames.isYear(names[field]))
    }
    return hasYears ? stamps.filter { columns[$0].varies || TimeNames.isTime(names[$0]) } : stamps
  }

  private func isYearlyStamp(_ field: Int) -> Bool {
    TimeNames.isStamp(names[field]) && columns[field].isYearly
  }

  /// The column with the time of day, when another holds dates alone.
  private func completion(of date: Int, among usable: [Int]) -> [String] {
    guard columns[date].isDateOnly else { return [] }
    let completions = usable.filter {
      let isNamed =
        TimeNames.completesDate(names[$0])
        || (TimeNames.countsPeriods(names[$0]) && countsPeriods($0, of: date))
        || (TimeNames.namesHours(names[$0]) && columns[$0].texts > columns[$0].numbers)
      return isNamed && $0 != date && !columns[$0].isDateOnly && !columns[$0].hasDateAndClock
    }
    if !completions.isEmpty {
      guard completions.count == 1 else { return [] }
      // Hours that come again may have minutes beside them.
      let (hour, minutes) = (completions[0], usable.filter { TimeNames.isMinute(names[$0]) })
      let isWhole = !columns[hour].repeats || columns[hour].hasClock || minutes.count != 1
      return isWhole ? [names[hour]] : [names[hour], names[minutes[0]]]
    }
    let starts = usable.filter {
      $0 != date && TimeNames.beginsSpan(names[$0]) && columns[$0].isStampLike && columns[$0].hasClock
    }
    return starts.count == 1 ? [names[starts[0]]] : []
  }

  /// The year and the part of it that agencies of the United States number beside it: `2024` and `M01`.
  private func numberedParts(among usable: [Int]) -> [String]? {
    let years = usable.filter { TimeNames.isYear(names[$0]) }
    let parts = usable.filter { names[$0].lowercased() == "period" && columns[$0].isNumberedPart }
    return years.count == 1 && parts.count == 1 ? [names[years[0]], names[parts[0]]] : nil
  }

  /// Whether a column counts on by one within each day, and beyond the months and periods of a year; a row may be missing here and there.
  private func countsPeriods(_ field: Int, of date: Int) -> Bool {
    let (column, days) = (columns[field], columns[date].changes)
    // Rows of several series stand between two numbers: the sample may be shorter than a day, or than a period.
    return column.texts == 0 && !column.hasDecimals && (column.highest > 13 || days == 0)
      && (column.unitSteps > days || (days == 0 && column.changes == 0))
      && column.changes - column.unitSteps <= days + column.changes / 10
  }

  /// The kinds to read the columns as.
  func kinds(timeColumns: [String], _ options: ReadingOptions) -> [TableColumnKind] {
    // Where text stands beside the stamps, these are likely to come again with each text.
    let hasTexts = names.indices.contains { field in
      !timeColumns.contains(names[field]) && kind(field, options) == .text
    }
    return names.indices.map { field in
      if timeColumns.contains(names[field]) { return hasTexts ? .text : .stamps }
      return kind(field, options)
    }
  }

  /// The kind of a column that is not the time.
  private func kind(_ field: Int, _ options: ReadingOptions) -> TableColumnKind {
    let (name, column) = (names[field], columns[field])
    if options.ignoredColumns.contains(name) { return .skipped }
    if options.seriesColumns(among: names).contains(name)
      || (options.seriesColumn == nil && SeriesNames.isSeries(name, among: names))
    {
      return .text
    }
    if options.namedColumns.contains(name) { return .numbers }
    if column.isStampLike { return .stamps }
    return column.texts > column.numbers ? .text : .numbers
  }
}
