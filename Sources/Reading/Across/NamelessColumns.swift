/// Columns without a name before the times of a header: they may hold the names of series, as the index of a frame that was turned does,
/// with several levels, too, or number the lines.
struct NamelessColumns {
  /// What the column that may name series is called; further ones have numbers behind it, from 2 on.
  static let seriesName = "series"

  /// The names of all columns, that one's among them.
  private(set) var names: [String]
  /// Columns that number the lines: whole numbers beside others that tell lines apart.
  let indices: [Int]
  /// Columns with nothing in them.
  let empty: [Int]

  /// - Parameters:
  ///   - names: Of all columns.
  ///   - start: The first of the times.
  init(
    _ names: [String], before start: Int, _ rows: SampleRows, _ guess: ColumnGuess, _ options: ReadingOptions
  ) {
    self.names = names
    let told = options.seriesColumns(among: names)
    let nameless = (0..<start).filter { field in
      MissingNames.contains(names[field]) && !(told + options.fixedColumns).contains(names[field])
    }
    empty = nameless.filter { rows.column($0).allSatisfy(\.isEmpty) }
    let hasOthers = (0..<start).contains { field in
      let (column, cells) = (guess.columns[field], rows.column(field))
      return !nameless.contains(field) && !options.ignoredColumns.contains(names[field])
        && (column.texts > column.numbers || SeriesLines.areIDs(cells))
    }
    let hasName = names.contains(Self.seriesName)
    let isMeant = told.contains(Self.seriesName) && !hasName
    indices = nameless.filter { hasOthers && !isMeant && Self.areWhole(rows.column($0)) }
    let others = Set(indices + empty)
    var number = 1
    for field in nameless where !others.contains(field) {
      let name = number == 1 ? Self.seriesName : "\(Self.seriesName)\(number)"
      // One name that is taken may be that of the only series.
      if !names.contains(name) { self.names[field] = name }
      number += 1
    }
  }

  private static func areWhole(_ cells: [ArraySlice<UInt8>]) -> Bool {
    cells.allSatisfy { Int(String(readingUTF8OrLatin1: $0)) != nil }
  }
}
