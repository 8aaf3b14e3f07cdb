import LinearMaps
import Tensors
import TestSupport
import Testing
import Training

/// The stack beside its definition over copied windows.
struct StackTests {
  /// Two columns with a season of six rows, drifting.
  private static func columns(_ count: Int, rows: Int, seed: UInt64) -> [[Double]] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { column in
      var level = 0.0
      return (0..<rows).map { row in
        level = 0.95 * level + 0.4 * Double(generator.normal())
        return level + Double((row + column) % 6) * 0.4 + 0.2 * Double(generator.normal())
      }
    }
  }

  private static func rows(_ columns: [[Double]], training: Int) -> [ColumnRows] {
    columns.enumerated().map { column, values in
      var last = 0.0
      let filled = values.map { value in
        last = value.isNaN ? last : value
        return last
      }
      let mask = values.map { $0.isNaN ? UInt8(0) : 1 }
      return ColumnRows(
        column: column, values: filled, observed: mask.contains(0) ? mask : nil, trainingCount: training)
    }
  }

  /// Seven blocks of 20 rows: five folds, each with 17 held-out windows of both columns, and equations of 12 rows of history on each and once more.
  @Test func workIsCountedBeforehand() {
    let recipe = Self.single(.own, lookback: 12, centring: 0, ridge: 1)
    func work(hasGaps: Bool) -> Double {
      recipe.work(columnCount: 2, seriesCount: 1, rows: 140, hasGaps: hasGaps)
    }
    let (errors, equations) = (5 * 2 * 17 * 4 * (12 + 1), 6 * 2 * 12 * 12 * 4)
    #expect(work(hasGaps: false) == Double(2 * (errors + equations)))
    // Rows with gaps need a factor of the equations, too.
    #expect(work(hasGaps: true) - work(hasGaps: false) == Double(2 * 6 * 2 * 12 * 12 * 12 / 6))
  }

  private static func single(
    _ scope: Candidate.Scope, lookback: Int, centring: Int, ridge: Double
  ) -> StackRecipe {
    var recipe = StackRecipe(lookback: lookback, horizon: 4, season: 6)
    (recipe.scopes, recipe.centrings, recipe.ridges) = ([scope], [centring], [ridge])
    (recipe.lookbackCount, recipe.addsNaive) = (1, false)
    return recipe
  }

  private static func expectEqual(
    _ found: (weights: [Double], bias: [Double]), _ map: ExplicitStack.Map, within tolerance: Double = 1e-8
  ) {
    let weights = map.weights.flatMap(\.self)
    #expect(found.weights.count == weights.count)
    let distance = largestDistance(found.weights, weights)
    let offset = largestDistance(found.bias, map.bias)
    #expect(
      distance < tolerance && offset < tolerance, "weights differ by \(distance), constants by \(offset)")
  }

  @Test(arguments: [Candidate.Scope.pooled, .own], [0, 1, 6])
  func aMapIsThatOfCopiedWindows(_ scope: Candidate.Scope, _ centring: Int) throws {
    let columns = Self.columns(2, rows: 200, seed: 1)
    for (lookback, ridge) in [(12, 1e-4), (12, 1), (6, 1e-2)] {
      let recipe = Self.single(scope, lookback: lookback, centring: centring, ridge: ridge)
      let stack = try StackSolution(
        Self.rows(columns, training: 150), recipe, workers: Workers(threadCount: 2))
      let explicit = ExplicitStack(columns: columns, horizon: 4, lookback: lookback)
      for column in 0..<2 {
        let choice = ExplicitStack.Choice(
          columns: scope == .pooled ? [0, 1] : [column], lookback: lookback, centring: centring, ridge: ridge)
        Self.expectEqual(
          stack.coefficients(ofColumn: column), explicit.map(choice, rows: 0..<150, isStandardized: false))
      }
    }
  }

  /// Long histories are factorised by their ends.
  @Test(arguments: [0, 1, 6]) func aLongMapIsThatOfCopiedWindows(_ centring: Int) throws {
    let columns = Self.columns(1, rows: 900, seed: 2)
    let recipe = Self.single(.own, lookback: 200, centring: centring, ridge: 1e-3)
    let stack = try StackSolution(Self.rows(columns, training: 900), recipe, workers: Workers(threadCount: 1))
    let explicit = ExplicitStack(columns: columns, horizon: 4, lookback: 200)
    let choice = ExplicitStack.Choice(columns: [0], lookback: 200, centring: centring, ridge: 1e-3)
    Self.expectEqual(
      stack.coefficients(ofColumn: 0), explicit.map(choice, rows: 0..<900, isStandardized: false))
  }

  @Test(arguments: [Candidate.Scope.pooled, .own]) func windowsWithGapsAreLeftOut(_ scope: Candidate.Scope)
    throws
  {
    var columns = Self.columns(2, rows: 300, seed: 3)
    for row in [20, 21, 90, 170, 260] { columns[row % 2][row] = .nan }
    let recipe = Self.single(scope, lookback: 9, centring: 1, ridge: 1e-2)
    let stack = try StackSolution(Self.rows(columns, training: 300), recipe, workers: Workers(threadCount: 2))
    let explicit = ExplicitStack(columns: columns, horizon: 4, lookback: 9)
    for column in 0..<2 {
      let choice = ExplicitStack.Choice(
        columns: scope == .pooled ? [0, 1] : [column], lookback: 9, centring: 1, ridge: 1e-2)
      Self.expectEqual(
        stack.coefficients(ofColumn: column), explicit.map(choice, rows: 0..<300, isStandardized: false))
    }
  }

  /// Where the folds do not show a gain over the last value, a cautious stack is the last value; where they do, it is the stack.
  @Test func aCautiousStackWantsProof() throws {
    func shares(_ columns: [[Double]], isCautious: Bool) throws -> [[Double]] {
      var recipe = StackRecipe(lookback: 12, horizon: 4, season: 6)
      (recipe.lookbackCount, recipe.isCautious) = (2, isCautious)
      let rows = Self.rows(columns, training: columns[0].count * 3 / 4)
      let stack = try StackSolution(rows, recipe, workers: Workers(threadCount: 2))
      #expect(stack.candidates[Self.lastValuePlace].description == "last value")
      return stack.weights.shares
    }
    let seasonal = Self.columns(2, rows: 400, seed: 4)
    #expect(try shares(seasonal, isCautious: true) == shares(seasonal, isCautious: false))

    var parts: [Double] = []
    for seed in 1...8 as ClosedRange<UInt64> {
      let walks = Self.walks(3, rows: 500, seed: seed)
      let (free, cautious) = try (
        shares(walks, isCautious: false), shares(walks, isCautious: true)
      )
      // A part of the stack, the same for all its candidates; the rest is the last value.
      let place = Self.lastValuePlace
      for (own, mixed) in zip(free, cautious) {
        // Where the stack is the last value already there is nothing to mix.
        guard own[place] < 1 else { continue }
        let part = (1 - mixed[place]) / (1 - own[place])
        let expected = own.indices.map { part * own[$0] + ($0 == place ? 1 - part : 0) }
        #expect(part >= 0 && part <= 1 && largestDistance(mixed, expected) < 1e-9)
        parts.append(part)
      }
    }
    let mean = parts.reduce(0, +) / Double(parts.count)
    let wholeLastValues = parts.count { $0 == 0 }
    #expect(mean < 0.4 && 3 * wholeLastValues >= parts.count && parts.count > 12, "\(parts)")
  }

  /// Behind the maps: for two scopes nine of twelve rows and six of four, which are fewer than a season.
  private static let lastValuePlace = 30

  /// Columns whose best forecast is their last value.
  private static func walks(_ count: Int, rows: Int, seed: UInt64) -> [[Double]] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
      var level = 0.0
      return (0..<rows).map { _ in
        level += Double(generator.normal())
        return level
      }
    }
  }

  /// No other convex combination has a smaller error on the folds: the slopes of all candidates with weight are equal,
  /// and those of the others are not smaller.
  @Test(arguments: [0.0, 1.0]) func weightsHaveTheSmallestErrorOnTheFolds(_ reverting: Double) throws {
    let columns = Self.columns(2, rows: 260, seed: 4)
    var recipe = StackRecipe(lookback: 12, horizon: 4, season: 6)
    (recipe.lookbackCount, recipe.windowCount, recipe.revertingShare) = (2, 7, reverting)
    for share in [0.0, 1.0] {
      recipe.tableShare = share
      let stack = try StackSolution(
        Self.rows(columns, training: 200), recipe, workers: Workers(threadCount: 2))
      let blocks = recipe.blocks(ofRows: 260)
      #expect(blocks.count == 7 && stack.candidates.count == 2 * 2 * 3 * 3 - 2 * 3 + 4)
      let explicit = ExplicitStack(columns: columns, horizon: 4, lookback: 12)
      let products = (0..<2).map { column in
        blocks[2...].map { block in
          explicit.errorProducts(
            stack.candidates, column: column, block: block, history: 12, windowCount: 7)
        }
      }
      for column in 0..<2 {
        let matrices = share == 1 ? products.flatMap(\.self) : products[column]
        Self.expectSmallestError(stack, column, matrices, reverting: reverting)
      }
    }
  }

  private static func expectSmallestError(
    _ stack: StackSolution, _ column: Int, _ matrices: [[[Double]]], reverting: Double
  ) {
    let weights = stack.weights.shares[column]
    #expect(abs(weights.reduce(0, +) - 1) < 1e-9 && weights.allSatisfy { $0 >= 0 })
    let members = stack.candidates.indices.filter { reverting == 1 || !stack.candidates[$0].isReverting }
    let outside = stack.candidates.indices.filter { !members.contains($0) }
    #expect(outside.allSatisfy { weights[$0] == 0 })
    let slopes = weights.indices.map { i in
      matrices.reduce(0.0) { sum, matrix in sum + zip(matrix[i], weights).reduce(0) { $0 + $1.0 * $1.1 } }
    }
    let error = zip(slopes, weights).reduce(0) { $0 + $1.0 * $1.1 }
    for member in members {
      #expect(slopes[member] > error * (1 - 1e-4), "\(stack.candidates[member])")
      if weights[member] > 1e-3 { #expect(abs(slopes[member] - error) < 1e-4 * error) }
    }
  }

  /// The map of a stack is the sum of its candidates' maps on the training rows.
  @Test func aStackIsTheSumOfItsCandidates() throws {
    let columns = Self.columns(2, rows: 260, seed: 5)
    var recipe = StackRecipe(lookback: 12, horizon: 4, season: 6)
    recipe.lookbackCount = 2
    let stack = try StackSolution(Self.rows(columns, training: 180), recipe, workers: Workers(threadCount: 2))
    let explicit = ExplicitStack(columns: columns, horizon: 4, lookback: 12)
    let history = Array(columns[0][100..<112])
    for column in 0..<2 {
      let (weights, bias) = stack.coefficients(ofColumn: column)
      var expected = [Double](repeating: 0, count: 4)
      for (candidate, share) in zip(stack.candidates, stack.weights.shares[column]) where share > 0 {
        var map: ExplicitStack.Map?
        if case .map(let scope, let rows, let centring, let ridge) = candidate.kind {
          let members = scope == .pooled ? [0, 1] : [column]
          map = explicit.map(
            .init(columns: members, lookback: rows, centring: centring, ridge: ridge), rows: 0..<180,
            isStandardized: false)
        }
        let mean = explicit.standard(column, 0..<180, true).mean
        let forecast = explicit.forecast(candidate.kind, map, history[...])
        for step in 0..<4 {
          expected[step] += share * (candidate.kind == .trainingMean ? mean : forecast[step])
        }
      }
      for step in 0..<4 {
        let found = bias[step] + history.indices.reduce(0) { $0 + history[$1] * weights[$1 * 4 + step] }
        #expect(abs(found - expected[step]) < 1e-8)
      }
    }
  }

  @Test func everyNumberOfThreadsGivesTheSameBits() throws {
    let rows = Self.rows(Self.columns(5, rows: 300, seed: 6), training: 240)
    let recipe = StackRecipe(lookback: 24, horizon: 4, season: 6)
    let one = try StackSolution(rows, recipe, workers: Workers(threadCount: 1))
    for threads in [2, 3] {
      let other = try StackSolution(rows, recipe, workers: Workers(threadCount: threads))
      #expect(one.weights.shares == other.weights.shares)
      for column in 0..<5 {
        #expect(one.coefficients(ofColumn: column).weights == other.coefficients(ofColumn: column).weights)
      }
    }
  }

  /// Half of all cells missing at random: nearly no window is complete, and every two values of a window count where both
  /// were observed.
  @Test(arguments: [0, 1]) func withManyGapsPairsOfValuesCount(_ centring: Int) throws {
    var columns = Self.columns(1, rows: 400, seed: 7)
    var generator = SeededGenerator(seed: 8)
    for row in columns[0].indices where generator.uniform() < 0.5 { columns[0][row] = .nan }
    let recipe = Self.single(.own, lookback: 12, centring: centring, ridge: 10)
    let stack = try StackSolution(
      Self.rows(columns, training: 400), recipe, workers: Workers(threadCount: 1))
    let explicit = ExplicitStack(columns: columns, horizon: 4, lookback: 12)
    let choice = ExplicitStack.Choice(columns: [0], lookback: 12, centring: centring, ridge: 10)
    Self.expectEqual(stack.coefficients(ofColumn: 0), explicit.pairedMap(choice))
  }

  @Test func tooFewRowsAreRefusedInWords() {
    let rows = Self.rows(Self.columns(1, rows: 20, seed: 9), training: 20)
    let recipe = StackRecipe(lookback: 6, horizon: 12, season: 6)
    #expect {
      _ = try StackSolution(rows, recipe, workers: Workers(threadCount: 1))
    } throws: { error in
      "\(error)".contains("20 rows before the test are fewer than three horizons of 12")
    }
  }

  /// Sixty months, horizon a year: a small stack.
  @Test func aShortSeriesHasASmallStack() throws {
    let rows = Self.rows(Self.columns(1, rows: 48, seed: 10), training: 36)
    let lookback = StackRecipe.lookback(season: 12, trainingRows: 36)
    let recipe = StackRecipe(lookback: lookback, horizon: 12, season: 12)
    let stack = try StackSolution(rows, recipe, workers: Workers(threadCount: 1))
    #expect(lookback == 12)
    let used = zip(stack.candidates, stack.weights.shares[0]).filter { $0.1 > 0 }.map(\.0)
    #expect(!used.isEmpty)
    #expect(stack.coefficients(ofColumn: 0).weights.allSatisfy { $0.isFinite })
  }

  @Test func theLookbackFollowsSeasonAndRows() {
    #expect(StackRecipe.lookback(season: 24, trainingRows: 8640) == 504)
    #expect(StackRecipe.lookback(season: 144, trainingRows: 36_887) == 1440)
    #expect(StackRecipe.lookback(season: 7, trainingRows: 5311) == 336)
    #expect(StackRecipe.lookback(season: 24, trainingRows: 300) == 100)
  }
}
