extension TimeReading {
  /// The columns of numbers that say again what stands in the stamps, `2024`, `5` and `31`, or `20240531`, or seconds since 1970, beside `2024-05-31`: a forecast of their own
  /// would contradict the stamp beside it. None where no other column of numbers is left.
  func partNames(among columns: [TableColumn], _ table: Table, _ options: ReadingOptions) -> [String] {
    // What an earlier file was read without is left out already, and what is asked for stays.
    guard options.form == nil, !names.isEmpty, !column.form.isCounter else { return [] }
    guard table.rowCount > 0 else { return [] }
    let first = withRowStamps(table) { $0(0) }
    let wanted = Set(options.namedColumns + (options.onlyColumns ?? []))
    // A search for each name would take hours among a million.
    let places = Dictionary(table.columns.indices.map { (table.columns[$0].name, $0) }) { first, _ in first }
    let parts = columns.filter { column in
      guard column.missingCount == 0, !wanted.contains(column.name),
        let index = places[column.name]
      else { return false }
      let part = StampPart(columnName: column.name)
      guard column.isInteger || part == .decimalYear else { return false }
      return table.withNumbers(ofColumn: index) { values in
        // Most columns differ in the first row already.
        let forms = (part.map { [Form.part($0)] } ?? []) + Form.compact
        let said = forms.first { $0.isSaid(by: values[0], of: first) }
        guard let form = said ?? Form.clock(values[0], beside: first) else { return false }
        return withRowStamps(table) { stamp in
          values.indices.allSatisfy { form.isSaid(by: values[$0], of: stamp($0)) }
        }
      }
    }
    return parts.count < columns.count ? parts.map(\.name) : []
  }

  /// How a number says a stamp again.
  private enum Form {
    /// By the name of its column.
    case part(StampPart)
    /// The day as one number, `20240131` or `240131`, or the month, `202401`, whatever the column is called.
    case day, shortDay, month
    /// Time since 1970, so many of it a second, with seconds that it is ahead: of a zone, or of the end of the row.
    case epoch(scale: Double, lead: Double)

    /// Time since 1970 within two days of a stamp; nil for other numbers.
    static func clock(_ value: Double, beside stamp: Timestamp) -> Form? {
      for scale in [1, 1e3, 1e6, 1e9] {
        let lead = value / scale - seconds(stamp)
        if lead.magnitude <= 172_800, stamp.year > 1972 { return .epoch(scale: scale, lead: lead) }
      }
      return nil
    }

    private static func seconds(_ stamp: Timestamp) -> Double {
      Double(stamp.seconds) + Double(stamp.nanosecond) / 1e9
    }

    static let compact: [Form] = [.day, .shortDay, .month]

    func isSaid(by value: Double, of stamp: Timestamp) -> Bool {
      let month = 100 * stamp.year + stamp.month
      return switch self {
      case .part(let part): part.isSaid(by: value, of: stamp)
      case .day: value == Double(100 * month + stamp.day)
      case .shortDay: value == Double((100 * month + stamp.day) % 1_000_000)
      case .month: value == Double(month)
      case .epoch(let scale, let lead):
        // An hour where the clocks of the stamps change.
        [0, 3600].contains(((value / scale - Self.seconds(stamp) - lead) * 1e3).rounded().magnitude / 1e3)
      }
    }
  }

  /// Lends the stamp of each row of the file.
  private func withRowStamps<Result>(_ table: Table, _ body: ((Int) -> Timestamp) -> Result) -> Result {
    // Regular stamps are not listed: asking for all of them would.
    if let run = column.run { return body { run[$0] } }
    let stamps = column.stamps
    guard isCoded, let index = table.index(ofColumn: names[0]) else { return body { stamps[$0] } }
    return table.withCodedStamps(ofColumn: index) { _, _, codes in body { stamps[Int(codes[$0])] } }
  }
}
