import Experiments
import Persistence
import Text

/// Published numbers, independent re-runs and ours side by side.
package struct ReproductionReport {
  private let reproduction: Reproduction
  private let comparisons: [Comparison]

  package init(reproduction: Reproduction, comparisons: [Comparison]) {
    (self.reproduction, self.comparisons) = (reproduction, comparisons)
  }

  package var text: String {
    let header = ["data", "model", "horizon", "published", "re-run", "ours", "limit", "verdict"]
    let rows = comparisons.map { comparison in
      let cell = comparison.row.cell
      return [
        cell.data.printable, cell.model, "\(cell.horizon)",
        comparison.published.map { published in
          number(published.mse) + (published.mseDeviation.map { " ± " + number($0) } ?? "")
        } ?? "",
        comparison.reruns.map { number($0.mse) }.joined(separator: ", "),
        comparison.row.winner?.mse.text ?? "", comparison.limit.map { number($0) } ?? "",
        comparison.verdict.rawValue,
      ]
    }
    let sources = reproduction.entries.map { entry in
      let settings = entry.model.settings.map { "\($0.key)=\($0.value)" }.joined(separator: ", ")
      return "\(entry.model.label)\(settings.isEmpty ? "" : " with \(settings)"): \(entry.table.source)"
    }
    return TextFormatting.table([header] + rows) + "\nmse_norm, ours: mean ± sample deviation over "
      + "\(seedCount). \(reproduction.tolerance)\n" + sources.map { "  \($0)\n" }.joined()
      + otherFiles.map {
        "\($0) is not the known file of this name: the published numbers are of other data\n"
      }
      .joined()
  }

  private var otherFiles: [String] {
    comparisons.filter { $0.isKnownFile == false && $0.published != nil }.map(\.row.cell.data.printable)
      .withoutRepetitions
  }

  private var seedCount: String {
    TextFormatting.count(comparisons.compactMap { $0.row.winner?.records.count }.max() ?? 0, "seed")
  }

  private func number(_ value: Double) -> String { TextFormatting.fixed(value) }

  package var json: JSONValue {
    [
      "reproduction": .string(reproduction.name),
      "cells": .array(
        comparisons.map { comparison in
          let cell = comparison.row.cell
          return [
            "data": .string(cell.data), "model": .string(cell.model), "lookback": .integer(cell.lookback),
            "horizon": .integer(cell.horizon),
            "is_known_file": comparison.isKnownFile.map { .boolean($0) } ?? .null,
            "published": comparison.published.map { .number($0.mse) } ?? .null,
            "reruns": .array(comparison.reruns.map { .number($0.mse) }),
            "mse_norm_mean": comparison.row.winner.map { .number($0.mse.mean) } ?? .null,
            "mse_norm_std": comparison.row.winner?.mse.deviation.map { .number($0) } ?? .null,
            "n_seeds": .integer(comparison.row.winner?.records.count ?? 0),
            "limit": comparison.limit.map { .number($0) } ?? .null,
            "verdict": .string(comparison.verdict.rawValue),
          ]
        }),
    ]
  }
}
