import Text

/// `report.md`.
extension ResultTable {
  /// The table as a page for people: per data file and lookback, models against horizons.
  ///
  /// Everything in it comes from records; there is no time and no date, so that the same records give the same page.
  public var markdown: String {
    var text = "# \(name.markdownText)\n\n"
    text +=
      "Test errors in standardised units, MSE / MAE over every test window, mean ± sample deviation over seeds. "
    text += "The lowest mean squared error of each column is bold.\n"
    for group in groups {
      text += "\n## \(group.data.markdownText), lookback \(group.lookback)\n\n"
      text += group.table + group.published
    }
    text += choices + memberList + failureList + missingList
    return text
  }

  /// What validation chose where there was a choice.
  private var choices: String {
    let chosen = rows.filter { $0.cell.candidates.count > 1 }
    guard !chosen.isEmpty else { return "" }
    let lines = chosen.map { row in
      let validation = row.winner?.validationMSE.map { TextFormatting.fixed($0) } ?? ""
      return
        "| \(row.title) | \(row.cell.candidates.count) | \(row.winner?.candidate.grid.markdownText ?? "") "
        + "| \(validation) |\n"
    }
    return
      "\n## Chosen on validation\n\n| cell | candidates | chosen | validation MSE |\n| --- | ---: | --- | ---: |\n"
      + lines.joined()
  }

  /// What forecasters that choose among others were made of.
  private var memberList: String {
    let lines = rows.flatMap { row in
      (row.winner?.records ?? []).compactMap { record -> String? in
        let members = (record.result?.members ?? []).filter { ($0.weight ?? 0) > 0 }
        guard !members.isEmpty else { return nil }
        let shares = members.map { "\($0.model) \(TextFormatting.fixed($0.weight ?? 0))" }
        return
          "| \(row.title), seed \(record.specification.seed) | \(shares.joined(separator: ", ").markdownText) |\n"
      }
    }
    guard !lines.isEmpty else { return "" }
    return "\n## Members\n\n| run | members and mean weights |\n| --- | --- |\n" + lines.joined()
  }

  private var failureList: String {
    guard !failures.isEmpty else { return "" }
    let lines = failures.map { failure in
      let grid = failure.candidate.grid.isEmpty ? "" : " \(failure.candidate.grid.markdownText)"
      return "- \(failure.cell.title)\(grid), seed \(failure.run.seed): \(failure.reason.markdownText)\n"
    }
    return "\n## Failed runs\n\nNothing is averaged over a failed run: its candidate is out.\n\n"
      + lines.joined()
  }

  private var missingList: String {
    let open = rows.filter { $0.missing > 0 }
    guard !open.isEmpty else { return "" }
    return "\n## Not run yet\n\n"
      + open.map { "- \($0.title): \($0.missing) of \($0.cell.candidates.flatMap(\.runs).count) runs\n" }
      .joined()
  }
}

extension ResultTable.Group {
  /// Models against horizons.
  fileprivate var table: String {
    let horizons = horizons
    let header = ["model"] + horizons.map { "\($0)" } + ["seeds"]
    let lines = models.map { model in
      let own = rows.filter { $0.cell.model == model }
      let seeds = own.compactMap { $0.winner?.records.count }.withoutRepetitions
      return [model.markdownText]
        + horizons.map { horizon in
          own.first { $0.cell.horizon == horizon }.map { $0.text(isBest: isBest($0)) } ?? ""
        } + [seeds.map { "\($0)" }.joined(separator: ", ")]
    }
    let rule = ["---"] + horizons.map { _ in "---:" } + ["---:"]
    return ([header, rule] + lines).map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
  }

  /// What others report on the same data and lookback, for the horizons of the table.
  fileprivate var published: String {
    let horizons = horizons
    if let absence = PublishedTable.absence(beside: rows) { return "\n\(absence.markdownText)\n" }
    let found = PublishedTable.results(beside: rows).filter { _, result in
      result.lookback ?? lookback == lookback && horizons.contains(result.horizon)
    }
    guard !found.isEmpty else { return "" }
    let sources = found.map(\.table.id).withoutRepetitions
    var text = "\nFor comparison, as reported elsewhere (MSE / MAE):\n\n"
    text += "| model | \(horizons.map { "\($0)" }.joined(separator: " | ")) | source |\n"
    text += "| --- | \(horizons.map { _ in "---:" }.joined(separator: " | ")) | --- |\n"
    for source in sources {
      let ofSource = found.filter { $0.table.id == source }.map(\.result)
      for model in ofSource.map(\.model).withoutRepetitions {
        let cells = horizons.map { horizon in
          ofSource.first { $0.model == model && $0.horizon == horizon }?.text ?? ""
        }
        text += "| \(model.markdownText) | \(cells.joined(separator: " | ")) | \(source) |\n"
      }
    }
    let tables = sources.compactMap { id in PublishedTable.all.first { $0.id == id } }
    return text + "\n"
      + tables.map { table in
        "- \(table.id): \(table.source).\(table.note.isEmpty ? "" : " " + table.note)\n"
      }.joined()
  }

  private func isBest(_ row: ResultTable.Row) -> Bool {
    let rivals = rows.filter { $0.cell.horizon == row.cell.horizon }.compactMap { $0.winner?.mse.mean }
    guard let mean = row.winner?.mse.mean, rivals.count > 1 else { return false }
    return mean.isShown(as: rivals.min())
  }
}

extension ResultTable.Row {
  fileprivate var title: String { cell.title }

  fileprivate func text(isBest: Bool) -> String {
    guard let winner else { return failed > 0 ? "failed" : "–" }
    let mse = winner.mse.text, mae = winner.mae.text
    return isBest ? "**\(mse)** / \(mae)" : "\(mse) / \(mae)"
  }
}

extension PublishedTable.Result {
  /// `0.381 ± 0.003 / 0.402`, as far as it is reported.
  fileprivate var text: String {
    let deviation = mseDeviation.map { " ± " + Self.text($0) } ?? ""
    return Self.text(mse) + deviation + (mae.map { " / " + Self.text($0) } ?? "")
  }

  /// With the three or four decimals of the source.
  private static func text(_ number: Double) -> String {
    let four = TextFormatting.fixed(number)
    return four.hasSuffix("0") ? String(four.dropLast()) : four
  }
}

extension Double {
  /// Whether tables show it with the digits of another error: what nobody sees makes none the lowest.
  func isShown(as other: Double?) -> Bool {
    other.map { TextFormatting.fixed($0) == TextFormatting.fixed(self) } ?? false
  }
}

extension SweepPlan.Cell {
  /// The cell in a few words.
  fileprivate var title: String { "\(data) \(model) h=\(horizon) L=\(lookback)".markdownText }
}

extension Spread {
  /// `0.3812 ± 0.0031`, or without the second number for a single value.
  public var text: String {
    TextFormatting.fixed(mean) + (deviation.map { " ± " + TextFormatting.fixed($0) } ?? "")
  }
}

extension String {
  /// The text with the characters that mean something in a table of Markdown taken out of harm's way.
  fileprivate var markdownText: String {
    reduce(into: "") { text, character in
      switch character {
      case "|", "*", "_", "`", "<", "[", "&", "\\": text += "\\\(character)"
      case "\n", "\r", "\r\n": text += " "
      default: text += String(character).printable
      }
    }
  }
}
