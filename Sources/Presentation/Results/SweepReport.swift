import Experiments
import Persistence
import Text

/// The tables of a sweep as the result of a command.
package struct SweepReport {
  private let table: ResultTable
  private let folder: String
  private let seconds: Double?

  /// - Parameter seconds: How long the sweep has taken; nil where none ran.
  package init(table: ResultTable, folder: String, seconds: Double?) {
    (self.table, self.folder, self.seconds) = (table, folder, seconds)
  }

  /// How many runs failed and the first reason; nil if none did.
  package static func failure(of table: ResultTable) -> String? {
    guard let first = table.failures.first else { return nil }
    let count = table.failures.count
    return
      "\(TextFormatting.count(count, "run")) failed, such as \(first.cell.model) h=\(first.cell.horizon) "
      + "seed \(first.run.seed): \(first.reason)"
  }

  /// A row for each cell.
  package var text: String {
    let isChosen = table.rows.contains { $0.winner?.candidate.grid.isEmpty == false }
    let header = [
      "data", "model", "lookback", "horizon", "seeds", "mse_norm", "mae_norm", isChosen ? "chosen" : "", "",
    ]
    let rows = table.rows.map { row in
      [
        row.cell.data.printable, row.cell.model.printable,
        "\(row.cell.lookback)", "\(row.cell.horizon)", "\(row.winner?.records.count ?? 0)",
        row.winner?.mse.text ?? "", row.winner?.mae.text ?? "", row.winner?.candidate.grid ?? "",
        [(row.failed, "failed"), (row.missing, "missing")].filter { $0.0 > 0 }
          .map { "\($0.0) \($0.1)" }.joined(separator: ", "),
      ]
    }
    return TextFormatting.table([header] + rows)
  }

  /// The object of the command-line contract.
  package var json: JSONValue {
    let failed = table.rows.reduce(0) { $0 + $1.failed }
    let missing = table.rows.reduce(0) { $0 + $1.missing }
    let total = table.rows.reduce(0) { $0 + $1.cell.candidates.flatMap(\.runs).count }
    var object = JSONObject()
    object["name"] = .string(table.name)
    object["output"] = .string(folder)
    object["runs"] = [
      "total": .integer(total), "finished": .integer(total - failed - missing), "failed": .integer(failed),
      "missing": .integer(missing),
    ]
    if let seconds { object["seconds"] = .number(seconds) }
    object["results"] = .array(table.rows.map(\.json))
    object["failures"] = .array(
      table.failures.map {
        [
          "data": .string($0.cell.data), "model": .string($0.cell.model),
          "lookback": .integer($0.cell.lookback),
          "horizon": .integer($0.cell.horizon), "grid": .string($0.candidate.grid),
          "seed": .integer(Int(bitPattern: UInt($0.run.seed))), "error": .string($0.reason),
        ]
      })
    return .object(object)
  }
}

extension ResultTable.Row {
  fileprivate var json: JSONValue {
    func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
    return [
      "data": .string(cell.data), "model": .string(cell.model), "lookback": .integer(cell.lookback),
      "horizon": .integer(cell.horizon), "n_seeds": .integer(winner?.records.count ?? 0),
      "mse_norm_mean": number(winner?.mse.mean), "mse_norm_std": number(winner?.mse.deviation),
      "mae_norm_mean": number(winner?.mae.mean), "mae_norm_std": number(winner?.mae.deviation),
      "windows": winner.map { .integer($0.windows) } ?? .null, "seconds_mean": number(winner?.seconds),
      "grid": .string(winner?.candidate.grid ?? ""),
      "validation_mse_norm_mean": number(winner?.validationMSE),
      "failed": .integer(failed), "missing": .integer(missing),
    ]
  }
}
