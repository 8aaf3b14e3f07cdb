import LocalModels
import Text

extension ETSFit {
  /// The model as R prints it.
  public func summary(regressors names: [String]) -> [String] {
    let smoothing = parameters.filter { ["alpha", "beta", "gamma", "phi"].contains($0.name) }
    var lines = [name, "", "  Smoothing parameters:"]
    lines += smoothing.map { "    \($0.name.leftAligned(in: 5)) = \(ModelText.coefficient($0.value))" }
    lines += ["", "  Initial states:", "    l = \(ModelText.coefficient(coefficients.level))"]
    if form.trend != .none { lines.append("    b = \(ModelText.coefficient(coefficients.trend))") }
    let seasons = coefficients.seasons.reversed().map { ModelText.coefficient($0) }
    for start in stride(from: 0, to: seasons.count, by: 6) {
      let row = seasons[start..<min(start + 6, seasons.count)].joined(separator: " ")
      lines.append((start == 0 ? "    s = " : "        ") + row)
    }
    lines += ["", "  sigma^2:  \(ModelText.variance(criteria.variance))", ""]
    let (aic, aicc, bic) = (criteria.aic, criteria.aicc, criteria.bic)
    lines.append("  " + ModelText.criteria(aic: aic, aicc: aicc, bic: bic))
    return lines + notes.map { "  note: \($0)" }
  }
}
