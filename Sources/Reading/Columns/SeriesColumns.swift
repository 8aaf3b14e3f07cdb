import Calendar

/// The columns that tell series apart, where it takes several: the ids of a series are joined by `/`.
///
/// `state,store` names two columns, unless one column is called so; the series of California's second store is `CA/2`. A slash within an
/// id is written `\/`, so that no two series have the same name.
package enum SeriesColumns {
  /// The names in what was told.
  static func names(_ told: String, among names: [String]) -> [String] {
    if names.contains(told) { return [told] }
    return ReadingOptions.names(told)
  }

  /// The name of a series by its ids; empty where one of them is.
  ///
  /// - Parameter takesEmpty: Whether some of the ids may be empty, as the province of a country whose numbers are all in one line is.
  static func joined(_ ids: [String], takesEmpty: Bool = false) -> String {
    guard ids.count > 1 else { return ids.first ?? "" }
    let isNameless = takesEmpty ? ids.allSatisfy(\.isEmpty) : ids.contains("")
    return isNameless
      ? "" : ids.map { $0.replacing("\\", with: "\\\\").replacing("/", with: "\\/") }.joined(separator: "/")
  }

  /// The ids in the name of a series; the inverse of ``joined(_:)`` for several.
  package static func ids(_ name: String) -> [String] {
    var ids = [""], isEscaped = false
    for character in name {
      if isEscaped {
        ids[ids.count - 1].append(character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == "/" {
        ids.append("")
      } else {
        ids[ids.count - 1].append(character)
      }
    }
    return ids
  }
}

extension ReadingOptions {
  /// The columns that were told to tell series apart; none where none was told.
  func seriesColumns(among names: [String]) -> [String] {
    seriesColumn.map { SeriesColumns.names($0, among: names) } ?? []
  }

  /// The same without the columns that are neither wanted nor time nor tell series apart.
  func leavingOut(besidesWanted names: [String]) -> ReadingOptions {
    guard let onlyColumns else { return self }
    let kept = Set(onlyColumns + timeColumns + seriesColumns(among: names))
    var options = self
    options.ignoredColumns = names.filter { !kept.contains($0) }
    return options
  }
}

extension TableLayout {
  /// The columns that tell series apart, of those of the file.
  package func seriesColumns(among names: [String]) -> [String] {
    seriesColumn.map { SeriesColumns.names($0, among: names) } ?? []
  }
}

extension Table {
  /// Lends the ids of the series, in no order, and for each row the place of its series among them.
  ///
  /// - Parameter name: Of the column that tells series apart, or of several.
  package func withSeries<Result>(_ name: String, _ body: ([String], Span<UInt32>) -> Result) -> Result {
    let columns = SeriesColumns.names(name, among: self.columns.map(\.name)).compactMap(index(ofColumn:))
    if columns.count == 1 {
      let texts = texts(ofColumn: columns[0])
      return withCodes(ofColumn: columns[0]) { body(texts, $0) }
    }
    var ids: [[String]] = [[]]
    var codes = [UInt32](repeating: 0, count: rowCount)
    for column in columns {
      let texts = texts(ofColumn: column)
      var places: [UInt64: UInt32] = [:]
      var joined: [[String]] = []
      withCodes(ofColumn: column) { own in
        for row in codes.indices {
          let key = UInt64(codes[row]) << 32 | UInt64(own[row])
          if let place = places[key] {
            codes[row] = place
          } else {
            joined.append(ids[Int(codes[row])] + [texts[Int(own[row])]])
            codes[row] = UInt32(joined.count - 1)
            places[key] = codes[row]
          }
        }
      }
      ids = joined
    }
    return body(ids.map { SeriesColumns.joined($0, takesEmpty: hasSeriesLines) }, codes.span)
  }

  /// Whether columns may tell series apart where neither one nor two do: three, or some of a table too long to look at.
  package var mayHaveSeriesColumn: Bool {
    rowCount > 1_000_000 || columns.indices.count { mayTellSeriesApart($0, evenAlternating: true) } > 2
  }

  /// Whether no stamp comes twice and a column of text changes back and forth: it says something of the rows of one series.
  package func isOneSeries(besides name: String) -> Bool {
    guard rowCount <= 1_000_000, let column = index(ofColumn: name), columns[column].content == .text else {
      return false
    }
    let returns = withCodes(ofColumn: column) { codes in
      let changes = codes.indices.dropFirst().count { codes[$0] != codes[$0 - 1] }
      return changes >= Set(codes.indices.map { codes[$0] }).count
    }
    return returns && !timeFields.isEmpty && !hasRepeatedStamps
  }

  /// Whether a stamp comes twice.
  package var hasRepeatedStamps: Bool { !isUnique([], timeFields) }

  private var timeFields: [Int] { timeColumns.compactMap(index(ofColumn:)).map { columns[$0].field } }

  /// What may tell series apart: a column, or two, that give every row its own stamp; of numbers those alone that stay the same for rows
  /// on end, or are few where stamps come again.
  package var seriesColumnsGuess: [String]? {
    guard rowCount <= 1_000_000 else { return nil }
    let time = timeFields
    guard !time.isEmpty else { return nil }
    let repeats = hasRepeatedStamps
    let candidates = columns.indices.filter { mayTellSeriesApart($0, evenAlternating: repeats) }.prefix(8)
    let single = candidates.first { leavesNumbers([$0]) && isUnique([$0], time) }
    if let single { return [columns[single].name] }
    for (place, first) in candidates.enumerated() {
      for second in candidates.dropFirst(place + 1)
      where leavesNumbers([first, second]) && isUnique([first, second], time) {
        return [columns[first].name, columns[second].name]
      }
    }
    return nil
  }

  /// Whether a column of numbers is left to forecast.
  private func leavesNumbers(_ ids: [Int]) -> Bool {
    columns.indices.contains {
      columns[$0].content == .numbers && !columns[$0].isLeftOut && !ids.contains($0)
    }
  }

  /// - Parameter evenAlternating: Whether few numbers do that change from row to row.
  private func mayTellSeriesApart(_ column: Int, evenAlternating: Bool) -> Bool {
    guard !columns[column].isLeftOut, !timeColumns.contains(columns[column].name) else { return false }
    let (changes, distinct): (Int, Int)
    switch columns[column].content {
    case .text:
      return withCodes(ofColumn: column) { codes in
        Set(codes.indices.map { codes[$0] }).count * 2 <= rowCount
      }
    case .numbers
    where columns[column].isInteger && columns[column].missingCount == 0
      && !TimeNames.isTime(columns[column].name) && !TimeNames.countsPeriods(columns[column].name):
      (changes, distinct) = withNumbers(ofColumn: column) { values in
        let changes = values.indices.dropFirst().count { values[$0] != values[$0 - 1] }
        return (changes, Set(values.indices.map { values[$0] }).count)
      }
    default: return false
    }
    return changes > 0 && (changes * 2 <= rowCount || (evenAlternating && distinct * 4 <= rowCount))
  }

  /// Whether no stamp comes twice for the same ids.
  private func isUnique(_ ids: [Int], _ time: [Int]) -> Bool {
    var seen: Set<[UInt64]> = []
    seen.reserveCapacity(rowCount)
    for row in 0..<rowCount {
      var key = ids.map { id($0, row) }
      for field in time {
        var hasher = Hasher()
        handle.withCell(field, row) { bytes in
          for index in bytes.indices { hasher.combine(bytes[index]) }
        }
        key.append(UInt64(bitPattern: Int64(hasher.finalize())))
      }
      guard seen.insert(key).inserted else { return false }
    }
    return true
  }

  private func id(_ column: Int, _ row: Int) -> UInt64 {
    columns[column].content == .text
      ? withCodes(ofColumn: column) { UInt64($0[row]) } : withNumbers(ofColumn: column) { $0[row].bitPattern }
  }
}
