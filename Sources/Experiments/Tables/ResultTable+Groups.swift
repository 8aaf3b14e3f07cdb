extension ResultTable {
  /// The rows that share data and look-back: one section of a report.
  struct Group {
    /// The place among the groups, the first one 0.
    let index: Int
    let data: String
    let lookback: Int
    let rows: [Row]

    var title: String { "\(data), look-back \(lookback)" }
    var horizons: [Int] { rows.map(\.cell.horizon).withoutRepetitions }
    var models: [String] { rows.map(\.cell.model).withoutRepetitions }

    /// The finished cells of one horizon.
    func winners(atHorizon horizon: Int) -> [(model: String, winner: Winner)] {
      rows.filter { $0.cell.horizon == horizon }.compactMap { row in
        row.winner.map { (row.cell.model, $0) }
      }
    }
  }

  /// The groups in the order of their first rows.
  var groups: [Group] {
    let keys = rows.map { [$0.cell.data, "\($0.cell.lookback)"] }
    return keys.withoutRepetitions.enumerated().map { index, key in
      let own = zip(keys, rows).filter { $0.0 == key }.map(\.1)
      return Group(index: index, data: own[0].cell.data, lookback: own[0].cell.lookback, rows: own)
    }
  }
}
