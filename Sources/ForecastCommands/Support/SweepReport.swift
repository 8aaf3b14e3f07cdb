import Experiments
import Persistence
import Text

/// The tables of a sweep as the result of a command.
struct SweepReport {
  let table: ResultTable
  let folder: String
  let seconds: Double?

  func show(json: Bool) throws(CommandFailure) {
    try Console.standardOutput.print(json ? self.json.text(.printable) + "\n" : text)
  }

  /// - Throws: `CommandFailure` with the first reason if runs have failed.
  static func requireSuccess(_ table: ResultTable) throws(CommandFailure) {
    guard let first = table.failures.first else { return }
    let count = table.failures.count
    throw CommandFailure(
      .incomplete,
      "\(TextFormatting.count(count, "run")) failed, such as \(first.cell.model) h=\(first.cell.horizon) "
        + "seed \(first.run.seed): \(first.reason)")
  }

  private var text: String {
    let header = ["data", "model", "lookback", "horizon", "seeds", "mse_norm", "mae_norm", "", ""]
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

  private var json: JSONValue {
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
