import LocalModels

extension ArimaEstimator {
  /// The estimate for many missing rows: from that of the interpolated series, the neighbour and zeros.
  func gappedEstimate(
    _ order: ArimaOrder, effort: Effort, neighbour: ArimaEstimate?
  ) -> ArimaEstimate? {
    var likelihood = GappedLikelihood(order: order, design: design)
    guard likelihood.observedCount > 0 else { return nil }
    guard order.armaCount > 0 else {
      guard likelihood.value(factors: []).isFinite else { return nil }
      return likelihood.estimate(hasConverged: true)
    }
    let complete = ArimaEstimator(design: design.completed)
    let interpolated = complete.estimate(order, effort: .ranking, neighbour: neighbour)
    let zeros = [Double](repeating: 0, count: order.armaCount)
    var starts = [neighbour, interpolated].compactMap { $0 }.map { Self.start(of: order, from: $0) }
    if starts.isEmpty || effort == .thorough { starts.append(zeros) }
    var best: Minimum?
    for start in starts {
      let minimum = minimize(&likelihood, from: start, effort: effort)
      guard minimum.value.isFinite else { continue }
      if minimum.value < (best?.value ?? .infinity) { best = minimum }
    }
    guard let best, likelihood.value(at: best.point).isFinite else { return nil }
    return likelihood.estimate(hasConverged: best.hasConverged)
  }
}
