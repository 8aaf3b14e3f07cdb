import Drawing
import Forecasting
import Text

extension HTMLReport {
  /// Models against horizons, with what others report below.
  func results(_ group: Group) -> Markup {
    let rivals = Rivals(group)
    let best = BestOfColumns(group, rivals)
    let horizons = group.horizons
    let top = Markup.tag(
      "tr", [:],
      [.tag("th", ["rowspan": "2", "class": "text"], text: "model")]
        + horizons.map { .tag("th", ["colspan": "2", "scope": "colgroup"], text: "horizon \($0)") })
    let below = Markup.tag(
      "tr", [:], horizons.flatMap { _ in [Markup.columnHead("MSE"), .columnHead("MAE")] })
    let hasDeviation = group.rows.contains { $0.winner?.mse.deviation != nil }
    let caption =
      "Test errors in standardised units over every test window"
      + (hasDeviation ? "; ± is the sample deviation over seeds" : "")
      + ". The lowest of each column is bold."
    let ours = group.models.map { model in
      Markup.tag(
        "tr", [:], [.rowHead(model)] + horizons.flatMap { horizon in ownCells(group, model, horizon, best) })
    }
    let others = rivals.rows.map { row in
      Markup.tag(
        "tr", [:], [row.head] + horizons.flatMap { row.cells(atHorizon: $0, best) })
    }
    return .group(
      [
        .table(
          caption: caption, head: [top, below],
          bodies: [ours]
            + (others.isEmpty ? [] : [[Self.divider(columnCount: 1 + 2 * horizons.count)] + others])),
        rivals.sources,
      ] + (PublishedTable.absence(beside: group.rows).map { [.tag("p", ["class": "quiet"], text: $0)] } ?? [])
    )
  }

  private static func divider(columnCount: Int) -> Markup {
    .tag(
      "tr", [:],
      [.tag("th", ["scope": "rowgroup", "colspan": "\(columnCount)"], text: "Reported by others")])
  }

  private func ownCells(_ group: Group, _ model: String, _ horizon: Int, _ best: BestOfColumns) -> [Markup] {
    let row = group.rows.first { $0.cell.model == model && $0.cell.horizon == horizon }
    guard let winner = row?.winner else {
      let isFailed = (row?.failed ?? 0) > 0
      return (0..<2).map { _ in
        isFailed ? .tag("td", ["class": "failed"], text: "failed") : .tag("td", text: "–")
      }
    }
    return [
      .errorCell(
        winner.mse.mean, winner.mse.deviation, isBest: winner.mse.mean.isShown(as: best.mse[horizon])),
      .errorCell(
        winner.mae.mean, winner.mae.deviation, isBest: winner.mae.mean.isShown(as: best.mae[horizon])),
    ]
  }
}

extension Markup {
  /// An error with its deviation below.
  ///
  /// - Parameter isRounded: Whether the numbers are shown with the three decimals that they have, not with four.
  fileprivate static func errorCell(
    _ mean: Double?, _ deviation: Double?, isBest: Bool, isRounded: Bool = false
  ) -> Markup {
    guard let mean else { return .tag("td", text: "–") }
    func text(_ value: Double) -> String { TextFormatting.fixed(value, places: isRounded ? 3 : 4) }
    let number = text(mean)
    let value: Markup = isBest ? .tag("strong", text: number) : .text(number)
    return .tag(
      "td", [:],
      [value] + (deviation.map { [.tag("small", text: "± \(text($0))")] } ?? []))
  }
}

/// What others report on the data of a group.
private struct Rivals {
  struct Row {
    let number: Int
    let name: String
    let results: [PublishedTable.Result]

    var head: Markup {
      .tag("th", ["scope": "row"], [.text(name + "\u{A0}"), .tag("sup", text: "\(number)")])
    }

    /// Whether the source gives three decimals only.
    var isRounded: Bool {
      results.flatMap { [$0.mse, $0.mae, $0.mseDeviation].compactMap(\.self) }.allSatisfy { value in
        let scaled = value * 1000
        return (scaled - scaled.rounded()).magnitude < 1e-6
      }
    }

    func result(atHorizon horizon: Int) -> PublishedTable.Result? { results.first { $0.horizon == horizon } }

    func cells(atHorizon horizon: Int, _ best: BestOfColumns) -> [Markup] {
      let result = result(atHorizon: horizon)
      return [
        .errorCell(
          result?.mse, result?.mseDeviation, isBest: result?.mse.isShown(as: best.mse[horizon]) ?? false,
          isRounded: isRounded),
        .errorCell(
          result?.mae, nil, isBest: result?.mae?.isShown(as: best.mae[horizon]) ?? false,
          isRounded: isRounded),
      ]
    }
  }

  let rows: [Row]
  private let tables: [PublishedTable]

  init(_ group: HTMLReport.Group) {
    let horizons = Set(group.horizons)
    let own = Set(group.rows.compactMap { $0.winner?.records.first?.specification.model })
    let found = PublishedTable.results(beside: group.rows).filter { horizons.contains($0.result.horizon) }
    func isSameLookback(_ result: PublishedTable.Result) -> Bool {
      result.lookback == nil || result.lookback == group.lookback
    }
    // Another look-back is shown only for models that are here, and only where the source has none of this look-back.
    let chosen = found.filter { item in
      if isSameLookback(item.result) { return true }
      guard let forecaster = item.result.forecaster, own.contains(forecaster) else { return false }
      return !found.contains {
        $0.table.id == item.table.id && $0.result.model == item.result.model && isSameLookback($0.result)
      }
    }
    let tables = chosen.map(\.table.id).withoutRepetitions.compactMap { id in
      PublishedTable.all.first { $0.id == id }
    }
    self.tables = tables
    rows = tables.enumerated().flatMap { index, table -> [Row] in
      let results = chosen.filter { $0.table.id == table.id }.map(\.result)
      let names = results.map { Self.name($0, group.lookback) }
      return names.withoutRepetitions.map { name in
        Row(number: index + 1, name: name, results: zip(names, results).filter { $0.0 == name }.map(\.1))
      }
    }
  }

  private static func name(_ result: PublishedTable.Result, _ lookback: Int) -> String {
    guard let other = result.lookback, other != lookback else { return result.model }
    return "\(result.model), look-back \(other)"
  }

  var sources: Markup {
    guard !tables.isEmpty else { return .group([]) }
    return .tag(
      "ol", ["class": "sources"],
      tables.map { table in
        .tag(
          "li",
          text: "\(table.source) (\(table.kind.rawValue))" + (table.note.isEmpty ? "" : ". \(table.note)"))
      })
  }
}

/// The lowest errors of each horizon, ours and those of others.
private struct BestOfColumns {
  var mse: [Int: Double] = [:]
  var mae: [Int: Double] = [:]

  init(_ group: HTMLReport.Group, _ rivals: Rivals) {
    for horizon in group.horizons {
      let own = group.winners(atHorizon: horizon).map(\.winner)
      let others = rivals.rows.compactMap { $0.result(atHorizon: horizon) }
      guard own.count + others.count > 1 else { continue }
      mse[horizon] = (own.map(\.mse.mean) + others.map(\.mse)).min()
      mae[horizon] = (own.map(\.mae.mean) + others.compactMap(\.mae)).min()
    }
  }
}
