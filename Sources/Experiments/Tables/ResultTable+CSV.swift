/// `results.csv`.
extension ResultTable {
  /// The columns, in order.
  public static let columns = [
    "data", "model", "lookback", "horizon", "n_seeds", "mse_norm_mean", "mse_norm_std", "mae_norm_mean",
    "mae_norm_std", "windows", "seconds_mean", "grid", "validation_mse_norm_mean", "failed", "missing",
    "parameters",
  ]

  /// The table as CSV. Numbers are the shortest that read back to the same bits; a number that is not known is empty.
  public var csv: String {
    ([Self.columns] + rows.map(\.fields)).map { $0.map(\.csvField).joined(separator: ",") + "\n" }.joined()
  }
}

extension ResultTable.Row {
  fileprivate var fields: [String] {
    let numbers = [
      winner?.mse.mean, winner?.mse.deviation, winner?.mae.mean, winner?.mae.deviation,
    ].map { $0?.description ?? "" }
    return [
      cell.data, cell.model, "\(cell.lookback)", "\(cell.horizon)", "\(winner?.records.count ?? 0)",
    ] + numbers + [
      winner.map { "\($0.windows)" } ?? "", winner.map { "\($0.seconds)" } ?? "",
      winner?.candidate.grid ?? "",
      winner?.validationMSE?.description ?? "", "\(failed)", "\(missing)",
      winner?.parameterCount?.description ?? "",
    ]
  }
}

extension String {
  /// The text as a field of `results.csv`: what does not print is spelt out, and quoted where it must be.
  package var csvField: String {
    let text = printable
    guard text.utf8.contains(where: { [UInt8(ascii: ","), UInt8(ascii: "\"")].contains($0) }) else {
      return text
    }
    return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }
}
