import Text

extension FittedArima {
  /// The model as R prints it.
  public var summary: [String] {
    let criteria = ["sigma2", "loglik", "aicc", "sse"]
    let coefficients = parameters.filter { !criteria.contains($0.name) }
    var lines = [name, ""]
    if !coefficients.isEmpty { lines.append("Coefficients:") }
    for start in stride(from: 0, to: coefficients.count, by: 8) {
      let part = coefficients[start..<min(start + 8, coefficients.count)]
      let rows = [part.map(\.name), part.map { $0.value.map { TextFormatting.fixed($0) } ?? "absent" }]
      let widths = part.indices.map { column in rows.map { $0[column - start].count }.max() ?? 0 }
      lines += rows.map { row in
        "  "
          + zip(row, widths).map { String(repeating: " ", count: $1 - $0.count) + $0 }.joined(separator: "  ")
      }
    }
    if !coefficients.isEmpty { lines.append("") }
    func text(_ value: Double?) -> String { value.map { TextFormatting.significant($0) } ?? "absent" }
    lines.append("sigma^2 = \(text(innovationVariance)):  log likelihood = \(text(logLikelihood))")
    lines.append("AICc = \(text(aicc))")
    return lines + notes.map { "note: \($0)" }
  }
}
