import LocalModels

/// Starting values of level, trend and seasons, as in R: classical decomposition (or two harmonics for short series) and a line through
/// the first adjusted values.
struct ETSStart {
  private let values: [Double]
  private let season: Int

  init(values: [Double], season: Int) {
    self.values = values
    self.season = season
  }

  /// The seasons of the first m rows and the values without season.
  func seasons(_ kind: ETSForm.Season) -> (seasons: [Double], adjusted: [Double]) {
    guard kind != .none else { return ([], values) }
    let isMultiplicative = kind == .multiplicative
    var indices =
      values.count >= 3 * season
      ? decomposed(isMultiplicative: isMultiplicative) : harmonics(isMultiplicative: isMultiplicative)
    let mean = indices.reduce(0, +) / Double(season)
    if isMultiplicative {
      indices = indices.map { max($0, 0.01) }
      let total = indices.reduce(0, +)
      indices = indices.map { $0 * Double(season) / total }
    } else {
      indices = indices.map { $0 - mean }
    }
    let adjusted = values.indices.map { row in
      let index = indices[row % season]
      return isMultiplicative ? values[row] / max(index, 0.01) : values[row] - index
    }
    return (indices, adjusted)
  }

  /// Level and trend before the first row from the first adjusted values.
  func levelAndTrend(
    _ adjusted: [Double], trend: ETSForm.Trend, hasSeason: Bool
  ) -> (level: Double, trend: Double) {
    let wanted = max(10, 2 * (hasSeason ? season : 1))
    let count = min(wanted, adjusted.count)
    let line = LeastSquaresLine(adjusted.prefix(count))
    switch trend {
    case .none: return (adjusted.prefix(count).reduce(0, +) / Double(count), 0)
    case .additive: return (line.intercept, line.slope)
    case .multiplicative:
      let first = line.intercept + line.slope
      let ratio = (line.intercept + 2 * line.slope) / first
      let level = first / ratio
      guard level >= 1e-8, ratio >= 1e-8 else {
        return (max(adjusted[0], 1e-3), max(adjusted[1] / adjusted[0], 1e-3))
      }
      return (level, ratio)
    }
  }

  private func decomposed(isMultiplicative: Bool) -> [Double] {
    ClassicalDecomposition(values, season: season, kind: isMultiplicative ? .multiplicative : .additive)?
      .indices ?? [Double](repeating: isMultiplicative ? 1 : 0, count: season)
  }

  /// The seasonal part of the first m rows after a regression on 1, t, cos(2πt/m) and sin(2πt/m).
  private func harmonics(isMultiplicative: Bool) -> [Double] {
    let angle = 2 * Double.pi / Double(season)
    let columns: [[Double]] = values.indices.map { row in
      let t = Double(row + 1)
      return season == 2 ? [1, t, cosine(angle * t)] : [1, t, cosine(angle * t), sine(angle * t)]
    }
    let fit = LinearLeastSquares.solve(rows: columns, targets: values) ?? [0, 0]
    return (0..<season).map { row in
      let line = fit[0] + fit[1] * Double(row + 1)
      return isMultiplicative ? values[row] / line : values[row] - line
    }
  }
}
