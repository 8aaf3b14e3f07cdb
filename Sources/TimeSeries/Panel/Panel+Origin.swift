import Stamps

extension Panel {
  /// The panel as it was when the rows up to a stamp were known: no target behind it is looked at.
  ///
  /// Rows behind it still tell what is known ahead. Series that begin behind it are left out.
  ///
  /// - Parameter text: A stamp in the form of the file, or in that of ISO 8601.
  /// - Throws: `DataError.invalidOption` for a text that is no stamp, `.tooFewRows` where no series has a row up to it, or
  ///   none goes on until then.
  public func asKnown(at text: String) throws(DataError) -> Panel {
    let stamp = try stamp(text)
    let next = series.filter { $0.targetEnd > 0 }.map { $0.stamps(afterLastCount: 1)[0] }
    if let next = next.max(), next <= stamp {
      throw DataError(
        .tooFewRows, "no row is as late as \(text.quoted)", fix: "name the stamp of an earlier row"
      ).inFile(sourceName)
    }
    var known = series
    for index in known.indices {
      known[index].targetEnd = min(known[index].targetEnd, known[index].timestamps.firstIndex(after: stamp))
    }
    guard known.contains(where: { $0.targetEnd > 0 }) else {
      throw DataError(
        .tooFewRows, "no row is as early as \(text.quoted)", fix: "name the stamp of a later row"
      )
      .inFile(sourceName)
    }
    known.removeAll { $0.timestamps.firstIndex(after: stamp) == 0 }
    return Panel(
      origin: origin, columns: columns, series: known, storageColumns: storageColumns, roles: roles,
      fixedColumns: fixedColumns)
  }

  /// The first row of each series from a stamp on; its row count where there is none.
  ///
  /// - Throws: `DataError.invalidOption` for a text that is no stamp, `.tooFewRows` where no series has such a row.
  package func firstRows(from text: String) throws(DataError) -> [Int] {
    let stamp = try stamp(text)
    let rows = series.map { $0.timestamps.firstIndex(from: stamp) }
    guard zip(rows, series).contains(where: { $0 < $1.rowCount }) else {
      throw DataError(
        .tooFewRows, "no row is as late as \(text.quoted)", fix: "name the stamp of an earlier row"
      )
      .inFile(sourceName)
    }
    return rows
  }

  private func stamp(_ text: String) throws(DataError) -> Timestamp {
    if let stamp = origin.form.stamps.stamp(reading: text) { return stamp }
    let usual = series.first { $0.rowCount > 0 }.map { stampForm.text(for: $0.timestamps[0]) } ?? ""
    throw DataError(
      .invalidOption, "\(text.shortened().quoted) is no stamp like \(usual.quoted)",
      fix: "write it as the file does, or like 2016-07-01 13:00")
  }
}
