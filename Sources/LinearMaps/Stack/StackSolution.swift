import Tensors
import Training

/// A convex combination of linear maps and naive forecasts for each column, added up to one linear map.
///
/// Candidates are fitted on the rows before held-out blocks and weighed by the products of their errors there; those with
/// weight are fitted again on the training rows. The definition is that of `StackRecipe`.
///
/// ```swift
/// let recipe = StackRecipe(lookback: 48, horizon: 12, season: 24)
/// let data = TrainingData(windows)
/// let stack = try StackSolution(data.columnRows, recipe, workers: workers)
/// print(stack.weights.shares[0])
/// ```
public struct StackSolution: Sendable {
  /// Every candidate, in the order of the shares.
  public let candidates: [Candidate]
  /// How much of each candidate is taken.
  public let weights: StackWeights
  /// One map a column.
  private let maps: [LinearMap]

  /// - Parameters:
  ///   - columns: The rows before the test, series by series.
  ///   - isInterrupted: Asked several times a second, on the calling thread, whether to end without a result.
  /// - Throws: `TrainingError.interrupted`, or `.notFitted` where the rows are too few.
  public init(
    _ columns: [ColumnRows], _ recipe: StackRecipe, workers: Workers,
    unless isInterrupted: () -> Bool = { false }
  ) throws(TrainingError) {
    let columnCount = (columns.map(\.column).max() ?? -1) + 1
    candidates = recipe.candidates(columnCount: columnCount)
    let search = try StackSearch(columns, candidates, recipe)
    weights = try search.weights(workers, unless: isInterrupted)
    maps = try search.maps(weights.shares, workers, unless: isInterrupted)
  }

  /// The same candidates with known shares, fitted on other rows.
  ///
  /// - Parameter shares: Shape `[column, candidate]`.
  /// - Throws: `TrainingError.interrupted`, or `.notFitted` where the rows are too few.
  public init(
    _ columns: [ColumnRows], _ recipe: StackRecipe, shares: [[Double]], workers: Workers,
    unless isInterrupted: () -> Bool = { false }
  ) throws(TrainingError) {
    candidates = recipe.candidates(columnCount: shares.count)
    weights = StackWeights(shares: shares)
    maps = try StackSearch(columns, candidates, recipe).maps(shares, workers, unless: isInterrupted)
  }

  /// The weights of a column's map, `[horizon, lookback]`, and its constant, `[horizon]`, in units of the training rows.
  public func map(ofColumn column: Int) -> (weights: [Float], bias: [Float]) {
    (maps[column].transposedWeights, maps[column].bias.map { Float($0) })
  }

  /// The largest penalty of a column's maps that had to be raised for the inputs; 0 where none was.
  public func raisedRidge(ofColumn column: Int) -> Double { maps[column].raisedRidge }

  /// The same in double precision and the order of `addProduct`: `[lookback, horizon]`, and `[horizon]`.
  package func coefficients(ofColumn column: Int) -> (weights: [Double], bias: [Double]) {
    (maps[column].weights, maps[column].bias)
  }
}

/// The folds of a search for a stack.
struct StackSearch {
  private let columns: [ColumnRows]
  private let candidates: [Candidate]
  private let recipe: StackRecipe
  /// The blocks of rows of each of `columns`.
  private let blocks: [[Range<Int>]]
  /// Where each target column is among `columns`, once for each series.
  private let items: [[Int]]
  /// Whether the folds have room for a candidate.
  private let hasRoom: [Bool]
  /// Rows of the longest map, and of the longest history of any candidate.
  private let lookback: Int, history: Int
  private let gaps: GappedWindows

  init(
    _ columns: [ColumnRows], _ candidates: [Candidate], _ recipe: StackRecipe
  ) throws(TrainingError) {
    let rows = columns.map(\.count).max() ?? 0
    let longest = recipe.blocks(ofRows: rows)
    guard let least = longest.map(\.count).min(), least >= recipe.horizon || candidates.count == 1 else {
      throw .notFitted(
        column: nil,
        problem: "the \(rows) rows before the test are fewer than three horizons of \(recipe.horizon)")
    }
    // Every series has as many blocks as the longest.
    blocks = columns.map { column in
      (0..<longest.count).map { $0 * column.count / longest.count..<($0 + 1) * column.count / longest.count }
    }
    hasRoom = candidates.map { candidates.count == 1 || recipe.hasRoom($0, inBlocksOf: rows / longest.count) }
    guard hasRoom.contains(true) else {
      throw .notFitted(
        column: nil, problem: "the \(rows) rows before the test have no room for a history of any candidate"
      )
    }
    let used = zip(candidates, hasRoom).filter(\.1).map(\.0)
    lookback = used.filter { $0.scope != nil }.map(\.lookback).max() ?? 1
    history = max(1, used.map(\.lookback).max() ?? 1)
    items = (0...(columns.map(\.column).max() ?? 0)).map { column in
      columns.indices.filter { columns[$0].column == column }
    }
    gaps = GappedWindows(columns, width: lookback + recipe.horizon)
    (self.columns, self.candidates, self.recipe) = (columns, candidates, recipe)
  }

  /// Weighs the candidates on the folds.
  func weights(_ workers: Workers, unless isInterrupted: () -> Bool) throws(TrainingError) -> StackWeights {
    let used = candidates.indices.filter { hasRoom[$0] }
    if used.count == 1 { return StackWeights(only: used[0], of: candidates.count, columnCount: items.count) }
    var products: [[[Double]?]] = []
    for fold in 2..<(blocks.first?.count ?? 2) {
      products.append(try errorProducts(fold, used, workers, unless: isInterrupted))
    }
    guard products.contains(where: { $0.contains { $0 != nil } }) else {
      throw .notFitted(column: nil, problem: "no held-out window has a target that was observed")
    }
    let statistic = UnitRoot.statistic(columns, season: recipe.season)
    return StackWeights(
      used.map { candidates[$0] }, products: products, unitRootStatistic: statistic, recipe: recipe
    ).spread(over: candidates.count, at: used)
  }

  /// The mean products of errors of each column on a block, of maps fitted to the rows before it.
  private func errorProducts(
    _ fold: Int, _ used: [Int], _ workers: Workers, unless isInterrupted: () -> Bool
  ) throws(TrainingError) -> [[Double]?] {
    let (columns, items, recipe, history) = (columns, items, recipe, history)
    let held = blocks.map { $0[fold] }
    let past = held.map { 0..<$0.lowerBound }
    let fits = fits(past, zip(columns, past).map { $0.standard(of: $1) })
    let wanted = hasRoom
    let pooled = try fits.pooled(wanted, workers, unless: isInterrupted)
    let members = used.map { candidates[$0] }
    return try workers.inRounds(count: items.count, unless: isInterrupted) { column -> [Double]? in
      let windows = HeldOutWindows(
        columns, items: items[column], blocks: held, history: history, recipe: recipe)
      guard !windows.isEmpty else { return nil }
      let own = fits.own(items[column], wanted)
      let maps = used.map { own[$0] ?? pooled[$0] }
      // Without a window before the block there is no map to weigh.
      guard zip(members, maps).allSatisfy({ ($0.scope == nil) == ($1 == nil) }) else { return nil }
      return windows.errorProducts(members, maps: maps, columns, fits.standards)
    }
  }

  /// The candidates with weight, fitted on the training rows and added up.
  func maps(
    _ shares: [[Double]], _ workers: Workers, unless isInterrupted: () -> Bool
  ) throws(TrainingError) -> [LinearMap] {
    let (columns, items, candidates, recipe) = (columns, items, candidates, recipe)
    let rows = columns.map { 0..<$0.trainingCount }
    let fits = fits(rows, columns.map { _ in .identity })
    let wanted = candidates.indices.map { candidate in shares.contains { $0[candidate] > 0 } }
    guard zip(candidates, wanted).allSatisfy({ !$1 || $0.scope == nil || $0.lookback <= lookback }) else {
      throw .notFitted(
        column: nil, problem: "the rows have no room for the history of a candidate that has a share")
    }
    let pooled = try fits.pooled(wanted, workers, unless: isInterrupted)
    return try workers.inRounds(count: items.count, unless: isInterrupted) { column in
      let shares = shares[column]
      let own = fits.own(items[column], shares.map { $0 > 0 })
      let means = items[column].map { columns[$0].standard(of: rows[$0]).mean }
      let mean = means.reduce(0, +) / Double(max(1, means.count))
      var sum = LinearMap(size: recipe.lookback, horizon: recipe.horizon)
      for (index, share) in shares.enumerated() where share > 0 {
        if let map = own[index] ?? pooled[index] {
          sum.add(map, share: share)
        } else if candidates[index].scope == nil {
          sum.add(candidates[index], trainingMean: mean, share: share)
        }
      }
      return sum
    }
  }

  private func fits(_ rows: [Range<Int>], _ standards: [Standardization]) -> MapFits {
    MapFits(
      columns: columns, rows: rows, standards: standards, candidates: candidates, lookback: lookback,
      horizon: recipe.horizon, gaps: gaps)
  }
}

extension StackWeights {
  /// All for one candidate.
  fileprivate init(only candidate: Int, of count: Int, columnCount: Int) {
    let share = (0..<count).map { $0 == candidate ? 1.0 : 0 }
    self.init(shares: Array(repeating: share, count: columnCount))
  }

  /// The same among more candidates, which have no weight.
  ///
  /// - Parameter places: Where each of its candidates is among them.
  fileprivate func spread(over count: Int, at places: [Int]) -> StackWeights {
    StackWeights(
      shares: shares.map { own in
        var shares = [Double](repeating: 0, count: count)
        for (place, share) in zip(places, own) { shares[place] = share }
        return shares
      })
  }
}
