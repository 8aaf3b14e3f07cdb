import Forecasting
import Tensors
import Training

/// The maps of a stack whose shares are known, from moments alone: those of the rows that the moments are of.
///
/// ```swift
/// let recipe = StackRecipe(lookback: 48, horizon: 12, season: 24)
/// let data = TrainingData(windows)
/// let stack = try StackSolution(data.columnRows, recipe, workers: workers)
/// let kept = try KeptMaps.moments(of: data, recipe, keepsRows: false)
/// let maps = try KeptMaps(kept, recipe, shares: stack.weights.shares, workers: workers)
/// ```
public struct KeptMaps: Sendable {
  private let maps: [LinearMap]

  /// - Parameter shares: Shape `[column, candidate]`.
  /// - Throws: `TrainingError.notFitted` where the moments are of no window, or of shorter ones than a candidate with a share needs.
  public init(
    _ kept: KeptMoments, _ recipe: StackRecipe, shares: [[Double]], workers: Workers
  ) throws(TrainingError) {
    let candidates = recipe.candidates(columnCount: shares.count)
    let used = candidates.indices.filter { candidate in shares.contains { $0[candidate] > 0 } }
    let longest = used.map { candidates[$0].scope == nil ? 0 : candidates[$0].lookback }.max() ?? 0
    guard kept.windowCount > 0, kept.lookback >= longest else {
      throw .notFitted(column: nil, problem: "the moments are of no window of \(longest) rows of history")
    }
    let pooled = used.filter { candidates[$0].scope == .pooled }
    let known = pooled.isEmpty ? [:] : Self.maps(pooled, candidates, Self.pooledMoments(kept, workers))
    maps = workers.map(count: shares.count) { column in
      let wanted = used.filter { shares[column][$0] > 0 }
      let single = wanted.filter { candidates[$0].scope == .own }
      let runs = single.isEmpty ? [] : kept.runs(target: column)
      let hasWindows = runs.contains { $0.windowCount > 0 }
      let own = hasWindows ? Self.maps(single, candidates, Self.moments(of: runs, kept)) : [:]
      let mean = kept.mean(ofTarget: column)
      var sum = LinearMap(size: recipe.lookback, horizon: recipe.horizon)
      for index in wanted {
        if let map = own[index] ?? known[index] {
          sum.add(map, share: shares[column][index])
        } else if candidates[index].scope == nil {
          sum.add(candidates[index], trainingMean: mean, share: shares[column][index])
        }
      }
      return sum
    }
  }

  private static func maps(
    _ chosen: [Int], _ candidates: [Candidate], _ moments: LagMoments
  ) -> [Int: LinearMap] {
    Dictionary(uniqueKeysWithValues: candidates.maps(chosen, of: moments))
  }

  private static func moments(of runs: some Sequence<RunMoments>, _ kept: KeptMoments) -> LagMoments {
    var sum = LagMoments(lookback: kept.lookback, horizon: kept.horizon, .windows)
    for run in runs { sum.add(run) }
    return sum
  }

  /// The moments of all columns, which are dealt to a fixed number of sums, so that the result does not depend on the threads.
  private static func pooledMoments(_ kept: KeptMoments, _ workers: Workers) -> LagMoments {
    let runs = kept.runs()
    let laneCount = min(8, max(1, runs.count))
    let lanes = workers.map(count: laneCount) { lane in
      moments(of: stride(from: lane, to: runs.count, by: laneCount).lazy.map { runs[$0] }, kept)
    }
    return lanes.dropFirst().reduce(into: lanes[0]) { $0.add($1) }
  }

  /// The weights of a column's map, `[horizon, lookback]`, and its constant, `[horizon]`, in units of the training rows.
  public func map(ofColumn column: Int) -> (weights: [Float], bias: [Float]) {
    (maps[column].transposedWeights, maps[column].bias.map { Float($0) })
  }

  /// The largest penalty of a column's maps that had to be raised for the inputs; 0 where none was.
  public func raisedRidge(ofColumn column: Int) -> Double { maps[column].raisedRidge }

  /// The same in double precision: `[lookback, horizon]`, and `[horizon]`.
  package func coefficients(ofColumn column: Int) -> (weights: [Double], bias: [Double]) {
    (maps[column].weights, maps[column].bias)
  }

  /// The moments that a stack's maps of the training rows follow from.
  ///
  /// - Throws: `TrainingError.notFitted` where values of windows are missing in pairs, whose moments grow with the gaps.
  public static func moments(
    of data: TrainingData, _ recipe: StackRecipe, keepsRows: Bool
  ) throws(TrainingError) -> KeptMoments {
    let columns = data.columnRows
    let lookback = recipe.longestMap(
      rows: columns.map(\.count).max() ?? 0, columnCount: (columns.map(\.column).max() ?? 0) + 1)
    guard case .windows = GappedWindows(columns, width: lookback + recipe.horizon) else {
      throw .notFitted(
        column: nil,
        problem:
          "most windows have missing values; moments are kept of complete windows only: leave keepsMoments out"
      )
    }
    var kept = KeptMoments(lookback: lookback, horizon: recipe.horizon, keepsRows: keepsRows)
    try kept.add(data.training)
    return kept
  }
}

extension StackRecipe {
  /// The longest history of a map that the folds of some rows have room for.
  func longestMap(rows: Int, columnCount: Int) -> Int {
    let candidates = candidates(columnCount: columnCount)
    let blockRows = rows / max(1, blocks(ofRows: rows).count)
    return candidates.filter {
      $0.scope != nil && (candidates.count == 1 || hasRoom($0, inBlocksOf: blockRows))
    }.map(\.lookback).max() ?? 1
  }
}
