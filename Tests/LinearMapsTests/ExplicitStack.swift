import LinearMaps

/// The definitions of the stack over windows that are really copied: slow, and with nothing in common with the product.
struct ExplicitStack {
  /// Shape `[column][row]`, no number where missing.
  let columns: [[Double]]
  let horizon: Int
  /// Rows of the longest map.
  let lookback: Int

  /// A map of the last rows, `[lookback][horizon]`, and its constant.
  typealias Map = (weights: [[Double]], bias: [Double])

  struct Choice {
    var columns: [Int]
    var lookback: Int
    var centring: Int
    var ridge: Double
  }

  /// Windows without missing values in some rows, each standardised.
  private func windows(_ choice: Choice, rows: Range<Int>, isStandardized: Bool) -> [[Double]] {
    choice.columns.flatMap { column -> [[Double]] in
      let standard = standard(column, rows, isStandardized)
      let width = lookback + horizon
      guard rows.count >= width else { return [] }
      return (rows.lowerBound...rows.upperBound - width).compactMap { start in
        let window = columns[column][start..<start + width].map { ($0 - standard.mean) / standard.deviation }
        return window.contains { $0.isNaN } ? nil : window
      }
    }
  }

  func standard(_ column: Int, _ rows: Range<Int>, _ isStandardized: Bool) -> (
    mean: Double, deviation: Double
  ) {
    guard isStandardized else { return (0, 1) }
    let values = columns[column][rows].filter { !$0.isNaN }
    let mean = values.reduce(0, +) / Double(values.count)
    let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    return (mean, square.squareRoot())
  }

  /// Ridge regression with a free constant, by the normal equations of centred copies.
  func map(_ choice: Choice, rows: Range<Int>, isStandardized: Bool) -> Map {
    let windows = windows(choice, rows: rows, isStandardized: isStandardized)
    let count = Double(windows.count)
    var (inputs, outputs): ([[Double]], [[Double]]) = ([], [])
    for window in windows {
      let history = Array(window[lookback - choice.lookback..<lookback])
      let level =
        choice.centring == 0 ? 0 : history.suffix(choice.centring).reduce(0, +) / Double(choice.centring)
      inputs.append(history.map { $0 - level })
      outputs.append(window[lookback...].map { $0 - level })
    }
    let size = choice.lookback
    let meanInput = (0..<size).map { i in inputs.reduce(0) { $0 + $1[i] } / count }
    let meanOutput = (0..<horizon).map { i in outputs.reduce(0) { $0 + $1[i] } / count }
    var system = [[Double]](repeating: Array(repeating: 0, count: size + horizon), count: size)
    for (x, y) in zip(inputs, outputs) {
      for i in 0..<size {
        let value = x[i] - meanInput[i]
        for j in 0..<size { system[i][j] += value * (x[j] - meanInput[j]) }
        for j in 0..<horizon { system[i][size + j] += value * (y[j] - meanOutput[j]) }
      }
    }
    let diagonal = (0..<size).reduce(0) { $0 + system[$1][$1] } / Double(size)
    for i in 0..<size { system[i][i] += choice.ridge * diagonal }
    let solution = Self.solve(system, size)
    return folded(solution, meanInput, meanOutput, choice)
  }

  /// The map of one column by means of products over the windows in which both values were observed.
  func pairedMap(_ choice: Choice) -> Map {
    let (values, width, size) = (columns[choice.columns[0]], lookback + horizon, choice.lookback)
    let starts = 0...values.count - width
    func mean(_ term: (Int) -> Double) -> Double {
      let known = starts.map(term).filter { !$0.isNaN }
      return known.reduce(0, +) / Double(known.count)
    }
    let means = (0..<width).map { i in mean { values[$0 + i] } }
    let products = (0..<width).map { i in (0..<width).map { j in mean { values[$0 + i] * values[$0 + j] } } }
    // Weights of the level that is taken out of every row of a window.
    let level = (0..<width).map { i in
      i < lookback && i >= lookback - choice.centring ? 1 / Double(choice.centring) : 0
    }
    func leveled(_ row: [Double]) -> Double { zip(row, level).reduce(0) { $0 + $1.0 * $1.1 } }
    let (withLevel, levelMean) = (products.map(leveled), leveled(means))
    let square = leveled(withLevel)
    func centred(_ i: Int, _ j: Int) -> Double {
      products[i][j] - withLevel[i] - withLevel[j] + square - (means[i] - levelMean) * (means[j] - levelMean)
    }
    var system = (0..<size).map { i in (0..<width).map { centred(i, $0) } }
    let diagonal = (0..<size).reduce(0) { $0 + system[$1][$1] } / Double(size)
    for i in 0..<size { system[i][i] += choice.ridge * diagonal }
    let shifted = means.map { $0 - levelMean }
    return folded(Self.solve(system, size), Array(shifted[..<lookback]), Array(shifted[lookback...]), choice)
  }

  private func folded(
    _ solution: [[Double]], _ meanInput: [Double], _ meanOutput: [Double], _ choice: Choice
  ) -> Map {
    var weights = [[Double]](repeating: Array(repeating: 0, count: horizon), count: lookback)
    var bias = meanOutput
    for step in 0..<horizon {
      var sum = 0.0
      for i in 0..<choice.lookback {
        weights[lookback - choice.lookback + i][step] = solution[i][step]
        bias[step] -= solution[i][step] * meanInput[i]
        sum += solution[i][step]
      }
      for i in 0..<choice.centring {
        weights[lookback - 1 - i][step] += (1 - sum) / Double(choice.centring)
      }
    }
    return (weights, bias)
  }

  /// Gaussian elimination with pivots.
  private static func solve(_ system: [[Double]], _ size: Int) -> [[Double]] {
    var rows = system
    for i in 0..<size {
      let pivot = (i..<size).max { abs(rows[$0][i]) < abs(rows[$1][i]) } ?? i
      rows.swapAt(i, pivot)
      for r in 0..<size where r != i {
        let factor = rows[r][i] / rows[i][i]
        for j in i..<rows[i].count { rows[r][j] -= factor * rows[i][j] }
      }
    }
    return (0..<size).map { i in rows[i][size...].map { $0 / rows[i][i] } }
  }

  /// The forecast of a candidate from a standardised history of any length.
  func forecast(_ kind: Candidate.Kind, _ map: Map?, _ history: ArraySlice<Double>) -> [Double] {
    (0..<horizon).map { step in
      switch kind {
      case .map:
        let tail = Array(history.suffix(lookback))
        return (map?.bias[step] ?? 0)
          + tail.indices.reduce(0) { $0 + tail[$1] * (map?.weights[$1][step] ?? 0) }
      case .mean(let rows): return history.suffix(rows).reduce(0, +) / Double(rows)
      case .season(let rows): return Array(history.suffix(rows))[step % rows]
      case .trainingMean: return 0
      }
    }
  }

  /// The mean products of errors on a held-out block of one column, in the units of `columns`.
  func errorProducts(
    _ candidates: [Candidate], column: Int, block: Range<Int>, history: Int, windowCount: Int
  ) -> [[Double]] {
    let past = 0..<block.lowerBound
    let standard = standard(column, past, true)
    let maps = candidates.map { candidate -> Map? in
      guard case .map(let scope, let rows, let centring, let ridge) = candidate.kind else { return nil }
      let members = scope == .pooled ? Array(columns.indices) : [column]
      return map(
        Choice(columns: members, lookback: rows, centring: centring, ridge: ridge), rows: past,
        isStandardized: true)
    }
    let starts = Array(max(block.lowerBound, history)...block.upperBound - horizon)
    let stride = max(1, (starts.count + windowCount - 1) / windowCount)
    var products = [[Double]](
      repeating: Array(repeating: 0, count: candidates.count), count: candidates.count)
    var count = 0.0
    for start in Swift.stride(from: 0, to: starts.count, by: stride).map({ starts[$0] }) {
      let values = columns[column].map { ($0 - standard.mean) / standard.deviation }
      let errors = zip(candidates, maps).map { candidate, map in
        let forecast = forecast(candidate.kind, map, values[start - history..<start])
        return (0..<horizon).map { standard.deviation * (forecast[$0] - values[start + $0]) }
      }
      count += Double(horizon)
      for i in candidates.indices {
        for j in candidates.indices {
          products[i][j] += zip(errors[i], errors[j]).reduce(0) { $0 + $1.0 * $1.1 }
        }
      }
    }
    return products.map { $0.map { $0 / count } }
  }
}
