import Drawing
import Forecasting
import Persistence
import Text

extension HTMLReport {
  /// What concerns single runs: choices, failures, all numbers, and how to have them again.
  var closingSections: Markup {
    .group([choices, failures, missing, everyRun, reproduction])
  }

  private func name(_ cell: SweepPlan.Cell) -> String {
    "\(cell.model) on \(cell.data), look-back \(cell.lookback), horizon \(cell.horizon)"
  }

  /// What validation chose where there was a choice.
  private var choices: Markup {
    let rows = plan.cells.filter { $0.candidates.count > 1 }.flatMap { cell -> [Markup] in
      let winner = table.rows.first { $0.cell == cell }?.winner
      return cell.candidates.map { candidate in
        let errors = candidate.runs.compactMap { records[$0.id]?.result?.validation?.mseNorm }
        let isComplete = errors.count == candidate.runs.count && !errors.isEmpty
        let mean = isComplete ? TextFormatting.fixed(Spread(errors).mean) : "–"
        let isChosen = winner?.candidate == candidate
        return .tag(
          "tr", [:],
          [
            .rowHead(cell.model), .place(cell), .tag("td", text: candidate.grid),
            .tag("td", [:], [isChosen ? .tag("strong", text: mean) : .text(mean)]),
          ])
      }
    }
    guard !rows.isEmpty else { return .group([]) }
    let head = Markup.tag(
      "tr", [:],
      [.columnHead("model", isText: true)] + Markup.placeHeads + [
        .columnHead("values"), .columnHead("validation MSE"),
      ])
    return section(
      "chosen", "Chosen on validation",
      .table(
        caption: "Mean over seeds; the lowest, in bold, was taken. Test errors had no part in the choice.",
        head: [head], bodies: [rows]))
  }

  private var failures: Markup {
    guard !table.failures.isEmpty else { return .group([]) }
    let hasGrid = table.failures.contains { !$0.candidate.grid.isEmpty }
    let head = Markup.tag(
      "tr", [:],
      [.columnHead("model", isText: true)] + Markup.placeHeads
        + (hasGrid ? [.columnHead("values")] : []) + [
          .columnHead("seed"), .columnHead("error", isText: true),
        ])
    let rows = table.failures.map { failure in
      Markup.tag(
        "tr", [:],
        [.rowHead(failure.cell.model), .place(failure.cell)]
          + (hasGrid ? [.tag("td", text: failure.candidate.grid)] : []) + [
            .tag("td", text: "\(failure.run.seed)"),
            .tag("td", ["class": "text failed"], text: failure.reason),
          ])
    }
    return section(
      "failed", "Failed runs",
      .table(
        caption: "Nothing is averaged over a failed run: its cell or candidate has no result.", head: [head],
        bodies: [rows]))
  }

  private var missing: Markup {
    let open = table.rows.filter { $0.missing > 0 }
    guard !open.isEmpty else { return .group([]) }
    return section(
      "missing", "Not run yet",
      .tag(
        "ul", [:],
        open.map { row in
          let count = row.cell.candidates.flatMap(\.runs).count
          return .tag(
            "li", text: "\(name(row.cell)): \(row.missing) of \(TextFormatting.count(count, "run"))")
        }))
  }

  private var everyRun: Markup {
    let hasGrid = plan.cells.contains { $0.candidates.count > 1 }
    let columns =
      ["seed"] + (hasGrid ? ["values"] : []) + [
        "test MSE", "test MAE", "validation MSE", "epochs", "kept", "parameters", "seconds", "record",
      ]
    let head = Markup.tag(
      "tr", [:], [.columnHead("model", isText: true)] + Markup.placeHeads + columns.map { .columnHead($0) })
    let rows = plan.cells.flatMap { cell in
      cell.candidates.flatMap { candidate in
        candidate.runs.compactMap { run -> Markup? in
          guard let result = records[run.id]?.result else { return nil }
          let cells = ["\(run.seed)"] + (hasGrid ? [candidate.grid] : []) + numbers(result)
          return .tag(
            "tr", [:],
            [.rowHead(cell.model), .place(cell)] + cells.map { .tag("td", text: $0) }
              + [.tag("td", [:], [.tag("code", text: run.id)])])
        }
      }
    }
    guard !rows.isEmpty else {
      return section("runs", "Every run", .tag("p", text: "No run has finished yet."))
    }
    return section(
      "runs", "Every run",
      .table(
        caption:
          "Errors in standardised units; seconds are wall-clock time, other runs may have worked beside it.",
        head: [head], bodies: [rows], isDense: true))
  }

  private func numbers(_ result: RunResult) -> [String] {
    [
      result.test.map { TextFormatting.fixed($0.mseNorm) } ?? "–",
      result.test.map { TextFormatting.fixed($0.maeNorm) } ?? "–",
      result.validation.map { TextFormatting.fixed($0.mseNorm) } ?? "–", "\(result.epochs.count)",
      "\(result.bestEpoch)", TextFormatting.grouped(result.parameterCount),
      TextFormatting.significant(result.seconds.total, digits: 3),
    ]
  }

  /// The whole specification of one run of each cell, and where it ran.
  private var reproduction: Markup {
    let specifications = table.rows.compactMap { row -> Markup? in
      guard let record = row.winner?.records.first else { return nil }
      return .tag(
        "details", [:],
        [
          .tag("summary", text: name(row.cell)),
          .tag("pre", [:], [.tag("code", text: record.specification.json.text(.indented))]),
        ])
    }
    let rows = facts.map { name, value in
      Markup.tag("tr", [:], [.rowHead(name), .tag("td", ["class": "text"], [.tag("code", text: value)])])
    }
    let promise =
      "Equal specifications give equal weights on equal kernels, whatever the number of threads. "
      + "The first seed of each cell:"
    return section(
      "reproduce", "Reproduce",
      .group(
        [.tag("p", text: promise)] + specifications
          + [.tag("div", ["class": "scroll"], [.tag("table", [:], [.tag("tbody", [:], rows)])])]))
  }

  /// Files, programs, machines and kernels of all records.
  private var facts: [(name: String, value: String)] {
    let known = plan.runIDs.compactMap { records[$0] }
    func joined(_ values: [String]) -> String { values.withoutRepetitions.joined(separator: "; ") }
    let environments = known.compactMap(\.environment)
    let facts =
      known.map { [$0.data, $0.specification.dataSHA256] }.withoutRepetitions.map {
        (name: "SHA-256 of \($0[0])", value: $0[1])
      } + [
        (name: "program", value: joined(environments.map(\.program))),
        (name: "system", value: joined(environments.map(\.system))),
        (name: "processor", value: joined(environments.map(\.processor))),
        (name: "kernels", value: joined(known.map(\.instructionSet))),
        (name: "version of the numerics", value: joined(known.map { "\($0.specification.numerics)" })),
      ]
    return facts.filter { !$0.value.isEmpty }
  }

  private func section(_ id: String, _ title: String, _ content: Markup) -> Markup {
    .tag("section", ["id": id], [.tag("h2", text: title), content])
  }
}

extension Markup {
  /// The heads of the columns that ``place(_:)`` fills.
  fileprivate static var placeHeads: [Markup] {
    [columnHead("data", isText: true), columnHead("look-back"), columnHead("horizon")]
  }

  /// Where a run belongs.
  fileprivate static func place(_ cell: SweepPlan.Cell) -> Markup {
    .group([
      .tag("td", ["class": "name"], text: cell.data), .tag("td", text: "\(cell.lookback)"),
      .tag("td", text: "\(cell.horizon)"),
    ])
  }
}
