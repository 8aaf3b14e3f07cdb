import LeastSquares
import Tensors

/// Windows of one column with targets in a held-out block, at equal distances.
struct HeldOutWindows: Sendable {
  /// A window: the number of its rows and the first of its targets.
  struct Place: Sendable {
    let item: Int
    let firstTarget: Int
  }

  private let places: [Place]
  private let history: Int
  private let horizon: Int

  /// - Parameters:
  ///   - items: The rows of the column in each series, as indices of `columns`.
  ///   - history: Rows of history that a window needs.
  init(
    _ columns: [ColumnRows], items: [Int], blocks: [Range<Int>], history: Int, recipe: StackRecipe
  ) {
    let horizon = recipe.horizon
    let all = items.flatMap { item -> [Place] in
      let (block, breaks) = (blocks[item], columns[item].breaks)
      let first = max(block.lowerBound, history)
      guard first + horizon <= block.upperBound else { return [] }
      return (first...block.upperBound - horizon).compactMap { target in
        let rows = target - history + 1..<target + horizon
        return breaks.contains(where: rows.contains) ? nil : Place(item: item, firstTarget: target)
      }
    }
    let step = max(1, (all.count + recipe.windowCount - 1) / recipe.windowCount)
    places = stride(from: 0, to: all.count, by: step).map { all[$0] }
    (self.history, self.horizon) = (history, horizon)
  }

  /// Whether there is none.
  var isEmpty: Bool { places.isEmpty }

  /// The mean products of the candidates' errors over windows and steps, in units of the training rows.
  ///
  /// - Parameters:
  ///   - maps: One for each candidate; nil for those that need none.
  ///   - standards: What the values of each series are standardised by.
  /// - Returns: Shape `[candidate, candidate]`; nil where no target was observed.
  func errorProducts(
    _ candidates: [Candidate], maps: [LinearMap?], _ columns: [ColumnRows], _ standards: [Standardization]
  ) -> [Double]? {
    var (products, count) = ([Double](repeating: 0, count: candidates.count * candidates.count), 0.0)
    // Errors of so many windows at a time stay small beside the maps.
    for start in stride(from: 0, to: places.count, by: 60) {
      let windows = places[start..<min(start + 60, places.count)]
      let chunk = WindowChunk(windows, columns, standards, history: history, horizon: horizon)
      count += chunk.observedCount
      let errors = chunk.errors(candidates, maps)
      products.addProduct(
        MatrixPart(errors, rowStride: chunk.size),
        MatrixPart(errors, rowStride: 1, columnStride: chunk.size), rows: candidates.count,
        columns: candidates.count, depth: chunk.size, stride: candidates.count)
    }
    return count > 0 ? products.map { $0 / count } : nil
  }
}

/// Some windows, standardised by the past and then brought to units of the training rows.
private struct WindowChunk {
  private let history: Int
  private let horizon: Int
  /// Shape `[window, history]`.
  private var histories: [Double] = []
  /// Shape `[window, horizon]`, 0 where not observed.
  private var targets: [Double] = []
  /// Which targets were observed; empty if all were.
  private var observed: [Double] = []
  /// What one unit of each window is in units of the training rows.
  private var scales: [Double] = []

  init(
    _ places: ArraySlice<HeldOutWindows.Place>, _ columns: [ColumnRows], _ standards: [Standardization],
    history: Int, horizon: Int
  ) {
    (self.history, self.horizon) = (history, horizon)
    let isComplete = places.allSatisfy { columns[$0.item].observed == nil }
    for place in places {
      let (column, standard, target) = (columns[place.item], standards[place.item], place.firstTarget)
      histories += column.values[target - history..<target].map { $0 - standard.mean }
      targets += column.values[target..<target + horizon].map { $0 - standard.mean }
      if !isComplete {
        observed += (target..<target + horizon).map { Double(column.observed?[$0] ?? 1) }
      }
      scales.append(standard.deviation)
    }
  }

  /// Windows and steps.
  var size: Int { targets.count }

  var observedCount: Double { observed.isEmpty ? Double(size) : observed.reduce(0, +) }

  /// Errors of each candidate, `[candidate, window, horizon]`, 0 where the target was not observed.
  func errors(_ candidates: [Candidate], _ maps: [LinearMap?]) -> [Double] {
    var errors: [Double] = []
    errors.reserveCapacity(candidates.count * size)
    for (candidate, map) in zip(candidates, maps) {
      let start = errors.count
      if let map {
        for (window, scale) in scales.enumerated() {
          for step in 0..<horizon {
            errors.append(scale * map.bias[step] - targets[window * horizon + step])
          }
        }
        errors.addProduct(
          MatrixPart(histories, from: history - map.size, rowStride: history),
          MatrixPart(map.weights, rowStride: horizon), rows: scales.count, columns: horizon, depth: map.size,
          from: start, stride: horizon)
      } else {
        for window in scales.indices { appendErrors(ofNaive: candidate, window, to: &errors) }
      }
      guard !observed.isEmpty else { continue }
      for index in 0..<size { errors[start + index] *= observed[index] }
    }
    return errors
  }

  private func appendErrors(ofNaive candidate: Candidate, _ window: Int, to errors: inout [Double]) {
    let end = (window + 1) * history
    let mean =
      if case .mean(let rows) = candidate.kind {
        histories[end - rows..<end].reduce(0, +) / Double(rows)
      } else { 0.0 }
    for step in 0..<horizon {
      var forecast = mean
      if case .season(let rows) = candidate.kind { forecast = histories[end - rows + step % rows] }
      errors.append(forecast - targets[window * horizon + step])
    }
  }
}
