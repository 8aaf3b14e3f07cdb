import Calendar

/// Names under which the id of a series usually stands.
enum SeriesNames {
  private static let ids: Set<String> = [
    "uniqueid", "itemid", "seriesid", "seriesname", "series", "tsid", "tsname", "storeid", "shopid",
    "sensorid",
    "stationid", "meterid",
  ]

  /// Whether a name says that its column tells series apart, and another of the names goes with it.
  static func isSeries(_ name: String, among names: [String]) -> Bool {
    ids.contains(TimeNames.plain(name)) && names.contains { TimeNames.isTime($0) }
  }
}

/// Names under which a database, or a spreadsheet, numbers its rows.
enum RowNumberNames {
  private static let names: Set<String> = [
    "id", "index", "idx", "rowid", "row", "rownum", "rownumber", "rowindex", "no", "nr", "num", "#", "sno",
    "srno",
    "seq", "instant", "rownames", "record", "lineno",
    "lfdnr", "lfd", "pk", "recordid", "recno", "obs", "n°", "nº",
  ]

  /// Whether a name says that its column numbers the rows.
  static func contains(_ name: String) -> Bool { names.contains(TimeNames.plain(name)) }
}

/// What stands in the header above a column without a name.
enum MissingNames {
  /// Whether a name is none: nothing, or what pandas and R write for it.
  static func contains(_ name: String) -> Bool {
    name.isEmpty || name.hasPrefix("Unnamed: ") || (name.hasPrefix("...") && Int(name.dropFirst(3)) != nil)
  }
}
