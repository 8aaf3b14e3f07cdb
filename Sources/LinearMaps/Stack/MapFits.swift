import Tensors
import Training

/// The maps of some rows: those of all columns once, those of a column when it is its turn.
struct MapFits: Sendable {
  let columns: [ColumnRows]
  /// The rows of each of `columns` that windows lie in.
  let rows: [Range<Int>]
  /// What each of `columns` is standardised by.
  let standards: [Standardization]
  let candidates: [Candidate]
  /// The longest history of a map.
  let lookback: Int
  let horizon: Int
  let gaps: GappedWindows

  /// The maps of all columns together; nil for candidates that need none, and for all if there is no window.
  ///
  /// - Parameter wanted: Whether a candidate is needed.
  func pooled(
    _ wanted: [Bool], _ workers: Workers, unless isInterrupted: () -> Bool
  ) throws(TrainingError) -> [LinearMap?] {
    let jobs = candidates.indices.filter { wanted[$0] && candidates[$0].scope == .pooled }
    guard !jobs.isEmpty else { return Array(repeating: nil, count: candidates.count) }
    let moments = try pooledMoments(workers, unless: isInterrupted)
    var maps = [LinearMap?](repeating: nil, count: candidates.count)
    guard moments.windows.windowCount > 0 else { return maps }
    let groups = candidates.groups(of: jobs)
    let solved = try workers.inRounds(count: groups.count, unless: isInterrupted) { [candidates] group in
      candidates.maps(ofGroup: groups[group], moments)
    }
    for (index, map) in solved.flatMap(\.self) { maps[index] = map }
    return maps
  }

  private func pooledMoments(
    _ workers: Workers, unless isInterrupted: () -> Bool
  ) throws(TrainingError) -> LagMoments {
    // Columns are dealt to a fixed number of sums, so that the result does not depend on the threads.
    let laneCount = min(8, columns.count)
    let lanes = try workers.inRounds(count: laneCount, unless: isInterrupted) { lane in
      var sum = LagMoments(lookback: lookback, horizon: horizon, gaps)
      for item in stride(from: lane, to: columns.count, by: laneCount) {
        sum.add(columns[item], rows: rows[item], by: standards[item])
      }
      return sum
    }
    return lanes.dropFirst().reduce(into: lanes[0]) { $0.add($1) }.completed
  }

  /// The maps of one column, on the calling thread; as ``pooled(_:_:unless:)``.
  ///
  /// - Parameter items: Where the column is among `columns`, once for each series.
  func own(_ items: [Int], _ wanted: [Bool]) -> [LinearMap?] {
    var maps = [LinearMap?](repeating: nil, count: candidates.count)
    let jobs = candidates.indices.filter { wanted[$0] && candidates[$0].scope == .own }
    guard !jobs.isEmpty else { return maps }
    var moments = LagMoments(lookback: lookback, horizon: horizon, gaps)
    for item in items { moments.add(columns[item], rows: rows[item], by: standards[item]) }
    guard moments.windows.windowCount > 0 else { return maps }
    for (index, map) in candidates.maps(jobs, of: moments.completed) { maps[index] = map }
    return maps
  }
}

extension [Candidate] {
  /// The maps of some candidates from moments; those of one lookback and centring share their equations.
  func maps(_ jobs: [Int], of moments: LagMoments) -> [(Int, LinearMap)] {
    groups(of: jobs).flatMap { maps(ofGroup: $0, moments) }
  }

  /// Candidates that share lookback and centring.
  func groups(of jobs: [Int]) -> [[Int]] {
    var groups: [[Int]] = []
    for job in jobs {
      if let last = groups.last?.last, self[last].system == self[job].system {
        groups[groups.count - 1].append(job)
      } else {
        groups.append([job])
      }
    }
    return groups
  }

  func maps(ofGroup group: [Int], _ moments: LagMoments) -> [(Int, LinearMap)] {
    guard let first = group.first, case .map(_, let lookback, let centring, _) = self[first].kind else {
      return []
    }
    let system = CentredSystem(moments, lookback: lookback, centring: centring)
    return group.compactMap { index in
      guard case .map(_, _, _, let ridge) = self[index].kind else { return nil }
      return (index, system.map(ridge: ridge))
    }
  }
}

extension Candidate {
  /// Which windows it is fitted on; nil for one that is fitted on none.
  var scope: Scope? {
    guard case .map(let scope, _, _, _) = kind else { return nil }
    return scope
  }

  /// Lookback and centring of a map.
  fileprivate var system: [Int] {
    guard case .map(_, let lookback, let centring, _) = kind else { return [] }
    return [lookback, centring]
  }
}

extension Workers {
  /// Results of `piece(0)`, …, `piece(count − 1)`, in rounds of a few pieces a thread.
  ///
  /// - Parameter isInterrupted: Asked before each round, on the calling thread, whether to end without a result.
  /// - Throws: `TrainingError.interrupted`.
  func inRounds<Result: Sendable>(
    count: Int, unless isInterrupted: () -> Bool, _ piece: @Sendable (Int) -> Result
  ) throws(TrainingError) -> [Result] {
    var results: [Result] = []
    while results.count < count {
      if isInterrupted() { throw .interrupted }
      let first = results.count
      results += map(count: min(4 * threadCount, count - first)) { piece(first + $0) }
    }
    return results
  }
}
