/// Files of published benchmarks that have gaps and duplicates which their protocols count as rows.
enum PublishedRows {
  /// Whether a table is such a file: the year 2020 of the weather station in Jena, with a stamp that stands twice and nine rows missing.
  static func areThose(of table: Table, _ channels: [TableColumn]) -> Bool {
    table.rowCount == 52_696 && channels.count == 21 && channels.first?.name == "p (mbar)"
      && channels.last?.name == "OT"
  }
}
