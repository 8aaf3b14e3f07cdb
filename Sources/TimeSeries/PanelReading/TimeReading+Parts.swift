extension TimeReading {
  /// The columns of numbers that say again what stands in the stamps, `2024`, `5` and `31`, or `20240531`, beside `2024-05-31`: a forecast of their own
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
        guard let form = forms.first(where: { $0.isSaid(by: values[0], of: first) }) else { return false }
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

    static let compact: [Form] = [.day, .shortDay, .month]

    func isSaid(by value: Double, of stamp: Timestamp) -> Bool {
      let month = 100 * stamp.year + stamp.month
      return switch self {
      case .part(let part): part.isSaid(by: value, of: stamp)
      case .day: value == Double(100 * month + stamp.day)
      case .shortDay: value == Double((100 * month + stamp.day) % 1_000_000)
      case .month: value == Double(month)
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
