import Text

extension ETSFit {
  /// The model as R prints it.
  public func summary(regressors names: [String]) -> [String] {
    let smoothing = parameters.filter { ["alpha", "beta", "gamma", "phi"].contains($0.name) }
    var lines = [name, "", "  Smoothing parameters:"]
    lines += smoothing.map { "    \($0.name.leftAligned(in: 5)) = \(Self.text($0.value))" }
    lines += ["", "  Initial states:", "    l = \(Self.text(coefficients.level))"]
    if form.trend != .none { lines.append("    b = \(Self.text(coefficients.trend))") }
    let seasons = coefficients.seasons.reversed().map { Self.text($0) }
    for start in stride(from: 0, to: seasons.count, by: 6) {
      let row = seasons[start..<min(start + 6, seasons.count)].joined(separator: " ")
      lines.append((start == 0 ? "    s = " : "        ") + row)
    }
    lines += ["", "  sigma^2:  \(Self.text(criteria.variance))", ""]
    lines.append(
      "  AIC = \(Self.text(criteria.aic))  AICc = \(Self.text(criteria.aicc))  BIC = \(Self.text(criteria.bic))"
    )
    return lines + notes.map { "  note: \($0)" }
  }

  private static func text(_ value: Double?) -> String {
    value.map { TextFormatting.significant($0) } ?? "absent"
  }
}
