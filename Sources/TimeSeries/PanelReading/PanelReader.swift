/// Makes a panel of a table: its series, each with its rows in time order.
struct PanelReader {
  let table: Table
  let options: ReadingOptions
  let time: TimeReading
  /// The columns of numbers besides the fixed ones, and those.
  let channels: [TableColumn], fixed: [TableColumn]
  /// The columns of numbers that are a part of the time.
  private let partNames: [String]
  private(set) var notes: [PanelNote]
  private(set) var gapRule: GapRule
  private(set) var duplicateRule: DuplicateRule

  /// - Throws: `DataError` for cells that are no numbers, and stamps that cannot be read.
  init(_ table: Table, _ options: ReadingOptions) throws(DataError) {
    let isTimeTold = !options.timeColumns.isEmpty
    let options = options.completed
    do throws(DataError) {
      try table.requireNumbers(options)
    } catch {
      throw table.timeAcross ?? table.stepsAcross(options) ?? Self.naming(error, table)
    }
    let fixedNames = Set(options.fixedColumns)
    let numbers = table.numberColumns.filter { !fixedNames.contains($0.name) }
    fixed = table.numberColumns.filter { fixedNames.contains($0.name) }
    guard !numbers.isEmpty else { throw table.timeAcross ?? table.onlyText ?? .noNumbers }
    let isForAll = options.seriesIDs.isEmpty || options.seriesIDs == ReadingOptions.allSeries
    guard isForAll || table.form != .wide else { throw DataError.noSeries }
    (self.table, self.options) = (table, options)
    do throws(DataError) { time = try TimeReading(table, options) } catch {
      let place = isTimeTold ? error.remedies.firstIndex(of: .nameTimeColumn) : nil
      throw table.timeAcross ?? table.stepsAcross(options) ?? place.map(error.withoutRemedy) ?? error
    }
    let parts = time.partNames(among: numbers, table, options)
    (partNames, channels) = (parts, numbers.filter { !parts.contains($0.name) })
    notes = (table.notes + parts.map { .stampPart(column: $0) }).map(PanelNote.table) + time.notes(table)
    let isPublished = PublishedRows.areThose(of: table, channels)
    gapRule = options.gapRule ?? (isPublished ? .keep : .fill)
    duplicateRule = options.duplicateRule ?? (isPublished ? .keep : .error)
  }

  /// - Throws: `DataError` for stamps in no order or without a rule, and rows and cells that are to be refused.
  mutating func panel() throws(DataError) -> Panel {
    let series: [Series]
    do throws(DataError) {
      switch table.form {
      case .wide: series = [try wide()]
      case .long(let name):
        series = try long(LongRows(table, seriesColumn: name, time), seriesColumn: name)
      }
    } catch {
      throw TimeReading.placed(Self.naming(error, table, isCounted: time.column.form.isCounter), time.names)
    }
    table.releaseTexts()
    leaveOutTargetsToCome(series.rowsToCome)
    let panel = Panel(
      origin: origin, columns: channels.map(\.name), series: series, roles: roles,
      fixedColumns: fixed.map(\.name))
    // What a file of a known form goes on with is a part, too: a column may have had its values before.
    try panel.requireFewMissing(
      in: table, options.missingRule ?? .mask,
      isPart: options.precedingLines != nil || options.form != nil)
    return panel
  }

  /// Targets that are still to come are not missing.
  private mutating func leaveOutTargetsToCome(_ toCome: Int) {
    let targets = (roles?.columns(.target) ?? []).map { channels[$0].name }
    notes = notes.compactMap { note in
      guard case .table(.missing(let name, let line, let count, let spelling)) = note, targets.contains(name)
      else { return note }
      let rest = count - toCome
      return rest > 0 ? .table(.missing(column: name, line: line, count: rest, spelling: spelling)) : nil
    }
  }

  /// An error that the name of the column of the series would mend, with the columns that may be meant.
  ///
  /// Numbers that begin again where there is no such column, such as months without a year, are no time.
  private static func naming(_ error: DataError, _ table: Table, isCounted: Bool = false) -> DataError {
    let place = error.remedies.firstIndex { remedy in
      if case .seriesColumn = remedy { true } else { remedy == .nameSeriesColumn }
    }
    guard let place else { return error }
    if case .seriesColumn(let name) = error.remedies[place], table.isOneSeries(besides: name) {
      return error.withoutRemedy(place)
    }
    guard let names = table.seriesColumnsGuess else {
      if table.mayHaveSeriesColumn || error.remedies[place] != .nameSeriesColumn { return error }
      return isCounted && error.remedies.count == 1
        ? error.replacing(remedy: place, by: .countRows) : error.withoutRemedy(place)
    }
    // They are told or found already, and the column is none of them.
    if table.layout.seriesColumns(among: table.columns.map(\.name)) == names {
      return error.withoutRemedy(place)
    }
    let told = error.replacing(
      remedy: place, by: names.count == 1 ? .seriesColumn(names[0]) : .seriesColumns(names))
    // Without what tells them apart, the rows of several series are no more of one.
    return table.hasRepeatedStamps
      ? told.without { if case .ignoreColumns = $0 { true } else { false } } : told
  }

  private var origin: PanelOrigin {
    var origin = PanelOrigin(source: table.source)
    var layout = table.layout
    (layout.gapRule, layout.duplicateRule) = (gapRule, duplicateRule)
    layout.ignoredColumns += partNames
    origin.form = FileForm(layout: layout, stamps: time.column.form)
    var used = Set(table.numberColumns.map(\.name) + table.timeColumns).subtracting(partNames)
    used.formUnion(layout.seriesColumns(among: table.columns.map(\.name)))
    origin.fileColumns = table.columns.map(\.name).filter(used.contains)
    origin.sha256 = table.sha256
    origin.notes = notes
    return origin
  }

  mutating func add(_ note: PanelNote) { notes.append(note) }

  /// The roles that were told; nil where none was.
  var roles: ColumnRoles? { options.roles(of: channels.map(\.name)) }
}

extension ReadingOptions {
  /// The roles that were told of columns that are not fixed; nil where none was.
  func roles(of columns: [String]) -> ColumnRoles? {
    guard !roleColumns.isEmpty else { return nil }
    let (targets, past, future) = (Set(targetColumns), Set(pastColumns), Set(futureColumns))
    return ColumnRoles(
      columns.map { name in
        future.contains(name)
          ? .future
          : past.contains(name) || !(targets.isEmpty || targets.contains(name)) ? .past : .target
      })
  }
}
