import Drawing
import Text

extension ScalingStudy {
  /// The table, the exponents, the claims and the curves.
  public func report(_ records: [StudyRecord]) -> StudyReport {
    let groups = cells.flatMap { cell in Self.kinds.map { kind in (cell, kind, own(records, cell, kind)) } }
      .filter { !$0.2.isEmpty }
    let rows = groups.map { cell, kind, records in
      [
        .name("\(cell.task), \(kind.rawValue)"), .name(kind.rawValue), .count(cell.size),
        records.cell("parameters", places: 0), .count(cell.tokenCount),
        .count(records.count), records.cell("loss"), records.cell("bits_per_byte"),
        records.secondsCell,
      ]
    }
    let laws = [
      ("parameters", 0.692, law(records, sizeCells, by: "parameters")),
      ("tokens", 0.797, law(records, tokenCells, by: "tokens")),
    ]
    return StudyReport(
      Self.card,
      introduction: [
        "Each model reads windows of \(contextLength) bytes once and predicts every next byte. Loss: mean cross-entropy in nats over "
          + "\(validationTokens) bytes of stretches that are never trained on; mean ± deviation over seeds. Both models of a width have as many "
          + "parameters. \(origin(of: records))",
        "A scaled-down analogue of the article's experiment, ten thousand times smaller: its models have 0.3 to 7 billion parameters and read "
          + "hundreds of billions of tokens.",
      ] + laws.compactMap { name, _, law in law.map { Self.sentence(name, $0) } },
      columns: [
        "case", "model", "width", "parameters", "tokens", "seeds", "loss", "bits per byte", "seconds",
      ],
      rows: rows, claims: laws.map { Self.claim($0, published: $1, $2) } + [everywhere(records)],
      galleries: [
        .init(
          "Loss over parameters and tokens", note: "Logarithms to base 10; mean over seeds.",
          charts: [
            chart("Loss over parameters", sizeCells, by: "parameters", records),
            chart("Loss over tokens", tokenCells, by: "tokens", records),
          ].filter { !$0.lines.isEmpty })
      ])
  }

  private func own(_ records: [StudyRecord], _ cell: Cell, _ kind: SequenceModel.Kind) -> [StudyRecord] {
    records.of(task: cell.task, model: kind.rawValue)
  }

  /// Which text it was.
  private func origin(of records: [StudyRecord]) -> String {
    let digests = Set(records.map { $0["text_digest"] }.filter(\.isFinite))
    guard let digest = digests.first, let bytes = records.first?["text_bytes"] else { return "" }
    guard digests.count == 1 else {
      return "The text has changed between runs: losses of different texts stand side by side."
    }
    let digits = Int(digest).padded(to: 12, radix: 16)
    return "The text: \(text), \(TextFormatting.grouped(Int(bytes))) bytes, SHA-256 \(digits)…"
  }

  private func law(_ records: [StudyRecord], _ cells: [Cell], by size: String) -> ScalingLaw? {
    ScalingLaw(
      cells.flatMap { cell in
        Self.kinds.flatMap { kind in
          own(records, cell, kind).map {
            ScalingLaw.Point(size: $0[size], loss: $0["loss"], isRival: kind == .fanformer)
          }
        }
      })
  }

  private static func sentence(_ name: String, _ law: ScalingLaw) -> String {
    "Loss = c · \(name)^−α: α is \(law.exponents.model.text(places: 4)) for the Transformer and "
      + "\(law.exponents.rival.text(places: 4)) for FANformer, with 95 % intervals of the regression."
  }

  /// Reproduced if the interval holds the published share and not 1; partly if it lies below 1.
  private static func claim(_ name: String, published: Double, _ law: ScalingLaw?) -> StudyReport.Claim {
    let text =
      "FANformer has the Transformer's loss with \(TextFormatting.fixed(100 * published, places: 1)) % of the \(name)."
    guard let share = law?.share else { return .init(text, .open, evidence: "no figures yet") }
    let isBelow = share.high < 1
    return .init(
      text,
      !isBelow ? .notReproduced : share.low <= published && published <= share.high ? .reproduced : .partly,
      evidence:
        "with \(share.mapped { 100 * $0 }.text(places: 1)) % here, at a size and with a text far from the article's"
    )
  }

  private func everywhere(_ records: [StudyRecord]) -> StudyReport.Claim {
    let gaps = cells.compactMap { cell -> Double? in
      let losses = Self.kinds.map { own(records, cell, $0).spread("loss") }
      guard losses.allSatisfy(\.isKnown) else { return nil }
      return losses[1].mean / losses[0].mean - 1
    }
    let (ahead, count) = (gaps.count { $0 < 0 }, gaps.count)
    let range = [gaps.min(), gaps.max()].compactMap(\.self).map {
      TextFormatting.fixed(100 * $0, places: 2) + " %"
    }
    return .init(
      "FANformer's loss is lower at every size.",
      .init(share: Double(ahead) / Double(max(1, count)), isKnown: count > 0),
      evidence: "lower in \(ahead) of \(count) cells; difference " + range.joined(separator: " to "))
  }

  private func chart(
    _ title: String, _ cells: [Cell], by size: String, _ records: [StudyRecord]
  ) -> LineChart {
    var chart = LineChart(
      title: title, horizontalAxis: .numbers("log10 of \(size)"), verticalLabel: "log10 of loss", lines: [])
    for (index, kind) in Self.kinds.enumerated() {
      let groups = cells.map { own(records, $0, kind) }.filter { !$0.isEmpty }
      let points = groups.map { (x: $0.spread(size).mean, y: $0.spread("loss").mean) }
      chart.addLogarithmic(points, named: kind.rawValue, style: index)
    }
    return chart
  }
}
