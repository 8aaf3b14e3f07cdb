import CTableReader
import Calendar
import Grids
import Stamps
import Text

/// A header whose last names are the stamps of one regular step: each line below it is a series, `Country Name,Country Code,1960,1961,…`.
///
/// Only what is certain counts: at least three stamps that say their year, as many as show a step, all of one form and none left out; columns
/// before them that tell lines apart; and none among these that may hold the time, as in a table with a row a month and a column a year.
struct SeriesLines: Sendable {
  /// What the time and the values are called once there is a row for each.
  static let timeName = "time", valueName = "value"

  /// Of all columns, with one for that which has none and may name series.
  let names: [String]
  /// Columns without a name that number the lines.
  let indices: [Int]
  /// The fields before the times, those first that are the likelier to name a series: text, then numbers.
  let descriptors: [Int]
  /// How many of these are text.
  let textCount: Int
  /// The fields of the times.
  let times: Range<Int>
  /// The texts of the times.
  let stamps: [String]

  /// Fewer stamps show no step.
  private static let leastCount = 3

  /// - Parameters:
  ///   - header: The names of all columns.
  ///   - rows: The first rows.
  init?(_ header: [String], _ rows: SampleRows, _ options: ReadingOptions) {
    var names = header
    guard options.hasHeader, !options.countsRows || !options.seriesColumns(among: names).isEmpty,
      Self.mayBeTurned(names, options)
    else { return nil }
    let guess = ColumnGuess(
      rows, names: names, decimalMark: options.decimalMark ?? .point, thousandsMark: options.thousandsMark)
    func isUsed(_ field: Int) -> Bool { !options.ignoredColumns.contains(names[field]) }
    var end = names.count
    // Lines of some files end with a delimiter.
    while end > 0, !isUsed(end - 1) || Self.isNothing(names[end - 1], rows.column(end - 1)) { end -= 1 }
    let stamps = Self.stamps(endingAt: end, of: names, options)
    let start = end - stamps.count
    let nameless = NamelessColumns(header, before: start, rows, guess, options)
    names = nameless.names
    let told = options.seriesColumns(among: names)
    let indices = nameless.indices.filter(isUsed)
    let before = (0..<start).filter { isUsed($0) && !indices.contains($0) && !nameless.empty.contains($0) }
    let reserved = [Self.timeName, Self.valueName]
    guard !stamps.isEmpty, !before.isEmpty, !before.contains(where: { reserved.contains(names[$0]) }) else {
      return nil
    }
    // A later file may have few times, which the form of an earlier one reads.
    if options.form == nil {
      guard stamps.count >= Self.leastCount else { return nil }
      let others = (before + indices).filter { field in
        !told.contains(names[field]) && !options.fixedColumns.contains(names[field])
      }
      // In numbered columns rows of one series below each other have features; few of them, behind more rows than are looked at, may.
      let mayBeSteps = stamps.count >= NumberedNames.manyCount || rows.count < HeaderReader.sampleCount
      let areTimes =
        Self.isNumbered(names, options)
        ? mayBeSteps && Self.tell(told.compactMap(names.firstIndex), rows)
        : Self.areRegular(stamps, options) && (!told.isEmpty || !Self.mayCount(stamps))
      guard areTimes,
        !others.contains(where: { Self.mayBeTime(names[$0], rows.column($0), guess.columns[$0]) })
      else { return nil }
    }
    let texts = before.filter { guess.columns[$0].texts >= guess.columns[$0].numbers }
    let numbers = before.filter { !texts.contains($0) }
    let isFixed = { (field: Int) in options.fixedColumns.contains(names[field]) }
    guard
      !texts.allSatisfy(isFixed) || !told.isEmpty
        || numbers.contains(where: { !isFixed($0) && Self.areIDs(rows.column($0)) })
    else { return nil }
    (descriptors, textCount, times, self.stamps) = (texts + numbers, texts.count, start..<end, stamps)
    (self.names, self.indices) = (names, indices)
  }

  /// Whether no other time was told, and the last names may be stamps: most files have nothing of the kind.
  private static func mayBeTurned(_ names: [String], _ options: ReadingOptions) -> Bool {
    guard options.timeColumns.isEmpty || (options.timeColumns == [timeName] && !names.contains(timeName))
    else { return false }
    return isNumbered(names, options)
      ? names.count > 1 : names.suffix(4).contains { TimeAcross.stamp($0) != nil }
  }

  /// Whether the columns of a table are numbered steps and no stamps, `V2` to `V38`: where series are told, many of them or as many as are told
  /// to be without a time; or as those of an earlier file.
  private static func isNumbered(_ names: [String], _ options: ReadingOptions) -> Bool {
    if let form = options.form { return form.stamps.isCounter && options.timeColumns == [timeName] }
    guard !options.seriesColumns(among: names).isEmpty else { return false }
    return options.countsRows
      || (NumberedNames.count(endingAt: names.count, of: names) >= NumberedNames.manyCount
        && names.last.map { TimeAcross.stamp($0) == nil } ?? false)
  }

  /// The names at the end that are stamps, as they are read.
  private static func stamps(endingAt end: Int, of names: [String], _ options: ReadingOptions) -> [String] {
    if isNumbered(names, options) {
      let told = options.seriesColumns(among: names) + options.fixedColumns
      let numbers = NumberedNames.count(endingAt: end, of: names) { !told.contains(names[$0]) }
      return numbers < leastCount ? [] : (1...numbers).map { "\($0)" }
    }
    var stamps: [String] = []
    while stamps.count < end, !options.ignoredColumns.contains(names[end - 1 - stamps.count]),
      let stamp = TimeAcross.stamp(names[end - 1 - stamps.count])
    {
      stamps.append(stamp)
    }
    return stamps.reversed()
  }

  /// Whether a column has no name, or that of pandas for one, and nothing in it.
  private static func isNothing(_ name: String, _ cells: [ArraySlice<UInt8>]) -> Bool {
    MissingNames.contains(name) && cells.allSatisfy(\.isEmpty)
  }

  /// Whether some columns have other texts in each of the first rows.
  static func tell(_ fields: [Int], _ rows: SampleRows) -> Bool {
    let columns = fields.map { rows.column($0).map { Array($0) } }
    let keys = (0..<rows.count).map { row in columns.map { row < $0.count ? $0[row] : [] } }
    return Set(keys).count == keys.count
  }

  /// Whether stamps are of one form and follow each other without a gap.
  private static func areRegular(_ stamps: [String], _ options: ReadingOptions) -> Bool {
    guard let column = try? StampColumn(stamps, options: options.stampOptions([timeName])),
      !column.form.isCounter, column.stamps.allSatisfy({ TimeAcross.years.contains($0.year) }),
      let reading = try? GridReading(column.stamps, form: column.form, frequency: options.frequency)
    else { return false }
    // `Jan01`, `Jan02` may be days of a month.
    let mayBeDays = stamps.contains { TimeAcross.hasShortYear($0) && !$0.lowercased().contains("fy") }
    let changesMonth = column.stamps[0].month != column.stamps[1].month
    return reading.places.isEmpty && reading.missingCount == 0 && (!mayBeDays || changesMonth)
  }

  /// Whether stamps without marks, `202001`, go up by one step, as those of months do within a year alone: they may be weeks, or numbers of
  /// anything.
  private static func mayCount(_ stamps: [String]) -> Bool {
    let numbers = stamps.compactMap { $0.utf8.count == 6 ? Int($0) : nil }
    return numbers.count == stamps.count
      && zip(numbers.dropFirst(), numbers).allSatisfy { one, before in
        one - before == numbers[1] - numbers[0]
      }
  }

  /// Whether a column before the stamps may hold the time, or a part of it: by its name, or by what all its cells are.
  static func mayBeTime(
    _ name: String, _ cells: [ArraySlice<UInt8>], _ column: ColumnGuess.Column
  ) -> Bool {
    // `geo\TIME_PERIOD` names the lines, and what stands above the columns.
    if !name.contains("\\"), TimeNames.isTime(name) || TimeNames.mentionsTime(name) { return true }
    // When a file was made, or the base of an index.
    guard column.varies || cells.count < 2 else { return false }
    // A time that others do not follow at once: some between them were left out.
    if TimeAcross.stamp(name) != nil || column.isStampLike || column.isCompactDate { return true }
    let texts = cells.filter { !$0.isEmpty }.map { String(readingUTF8OrLatin1: $0) }
    return !texts.isEmpty
      && texts.allSatisfy { TimeAcross.isPartOfTime($0) || TimeAcross.stamp($0) != nil }
  }

  /// Whether whole numbers are all different and do not go up by the same step, as those of months, hours or depths do.
  static func areIDs(_ cells: [ArraySlice<UInt8>]) -> Bool {
    let numbers = cells.map { Int(String(readingUTF8OrLatin1: $0)) }
    let known = numbers.compactMap { $0 }
    guard known.count == numbers.count, known.count > 2, Set(known).count == known.count else { return false }
    // Ids may be as large as integers are.
    return zip(known.dropFirst(), known).contains { $0 &- $1 != known[1] &- known[0] }
  }
}

extension SeriesLines {
  /// The names of the columns before the times.
  var descriptorNames: [String] { descriptors.sorted().map { names[$0] } }
  /// The names that columns have for whoever reads the table.
  var knownNames: [String] { descriptorNames + [Self.timeName, Self.valueName] }

  /// What the columns are read as: those before the times as text unless they were told to be fixed.
  func kinds(_ options: ReadingOptions) -> [TableColumnKind] {
    names.indices.map { field in
      if times.contains(field) { return .numbers }
      guard descriptors.contains(field) else { return .skipped }
      return options.fixedColumns.contains(names[field]) ? .numbers : .text
    }
  }
}
