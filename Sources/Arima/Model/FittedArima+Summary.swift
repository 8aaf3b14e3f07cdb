import LocalModels
import Text

extension FittedArima {
  /// The model as R prints it: standard errors below the coefficients.
  public func summary(regressors names: [String]) -> [String] {
    let coefficients = coefficients(regressors: names)
    var lines = [name, ""]
    if !coefficients.isEmpty { lines.append("Coefficients:") }
    for start in stride(from: 0, to: coefficients.count, by: 8) {
      let part = coefficients[start..<min(start + 8, coefficients.count)]
      var rows = [("", part.map(\.name)), ("", part.map { ModelText.coefficient($0.value) })]
      if let standardErrors {
        rows.append(("s.e.", part.indices.map { ModelText.coefficient(standardErrors[$0]) }))
      }
      let widths = part.indices.map { column in rows.map { $0.1[column - start].count }.max() ?? 0 }
      lines += rows.map { label, row in
        let cells = zip(row, widths).map { $0.rightAligned(in: $1) }
        return ([label.isEmpty ? "    " : label] + cells).joined(separator: "  ")
      }
    }
    if !coefficients.isEmpty { lines.append("") }
    lines.append(
      "sigma^2 = \(ModelText.variance(innovationVariance)):  log likelihood = \(ModelText.criterion(logLikelihood))"
    )
    lines.append(ModelText.criteria(aic: aic, aicc: aicc, bic: bic))
    return lines + notes.map { "note: \($0.text(regressors: names))" }
  }
}
