extension StackRecipe {
  /// Multiply-adds that a fit takes, about; those in double precision count twice.
  ///
  /// Counted are the equations of the maps, once a fold and once on the training rows, and the forecasts and products of errors of the held-out windows.
  /// Sums over rows are next to nothing beside them.
  ///
  /// - Parameters:
  ///   - columnCount: Target columns.
  ///   - seriesCount: Series of each.
  ///   - rows: Rows before the test of the longest series.
  ///   - hasGaps: Whether cells are missing.
  package func work(columnCount: Int, seriesCount: Int, rows: Int, hasGaps: Bool) -> Double {
    let blocks = blocks(ofRows: rows)
    let least = blocks.map(\.count).min() ?? 0
    let used = candidates(columnCount: columnCount).filter { hasRoom($0, inBlocksOf: least) }
    let (folds, steps) = (Double(blocks.count - 2), Double(horizon))
    let windows = min(windowCount, max(0, least - horizon + 1) * seriesCount)
    let errors = folds * Double(columnCount * windows) * steps
    let count = Double(used.count)
    let work = used.reduce(errors * count * count) { sum, candidate in
      guard case .map(let scope, let history, _, _) = candidate.kind else { return sum }
      let (lookback, isOwn) = (Double(history), scope == .own)
      let isFactored = hasGaps || (isOwn ? 1 : columnCount) * seriesCount > LagMoments.mostBorders
      let solution = lookback * lookback * (steps + (isFactored ? lookback / 6 : 0))
      return sum + (folds + 1) * Double(isOwn ? columnCount : 1) * solution + errors * lookback
    }
    return 2 * work
  }
}
