import Forecasting
import Layers
import LinearMaps
import Tensors
import TimeSeries
import Training

/// One linear map over time for each channel: many closed-form maps and naive forecasts, weighed on held-out folds and added up.
///
/// A convex combination of linear maps is a linear map, so that a forecast costs what one map costs. Candidates and folds
/// follow from the season and from counts of rows (`StackRecipe`), the weights from the products of the candidates' errors
/// on blocks before the test rows; the maps are those of the training rows.
///
/// ```swift
/// var stack = try LinearStack(LinearStack.Configuration(), for: task, using: &generator)
/// let data = TrainingData(windows)
/// _ = try stack.fit(data, .init(recipe: TrainingRecipe(), seed: 1, workers: workers), TrainingControl())
/// print(stack.notes)
/// ```
public struct LinearStack: Forecaster {
  /// Name, summary and source.
  public static let card = ForecasterCard(
    name: "linear-stack", summary: "many exact linear maps, weighed on held-out folds and added up to one",
    source: "Breiman 1996, https://doi.org/10.1007/BF00117832")

  /// What a user may set.
  public typealias Configuration = StackConfiguration

  private let recipe: StackRecipe
  let candidates: [Candidate]
  let targetChannels: [Int]
  /// Shape `[channel, horizon, lookback]` and `[channel, horizon]`.
  private var weight: Tensor, bias: Tensor
  /// How much of each candidate is taken, `[target channel, candidate]`; 0 before the fit.
  private(set) var shares: [[Double]]
  private let configuration: Configuration
  /// The moments of the windows that the maps were fitted on; nil where they are not kept.
  private(set) var kept: KeptMoments?
  /// The largest penalty of each target's maps that had to be raised; empty where none was.
  private(set) var raisedRidges: [Double] = []

  /// Creates the forecaster before its fit: it repeats the last value.
  ///
  /// - Throws: `ConfigurationError` if no candidate is left.
  public init(
    _ configuration: Configuration, for task: ForecastTask, using generator: inout SeededGenerator
  ) throws(ConfigurationError) {
    guard configuration.keepsMoments || !configuration.keepsRows else {
      throw .invalidValue(key: "keepsRows", value: "true", accepted: "true together with keepsMoments=true")
    }
    self.configuration = configuration
    recipe = configuration.recipe(for: task)
    targetChannels = task.targetChannels
    candidates = recipe.candidates(columnCount: task.targetChannels.count)
    guard !candidates.isEmpty else {
      throw .invalidValue(
        key: "centrings", value: configuration.centrings.map(\.rawValue).joined(separator: "+"),
        accepted: "one that fits into \(task.lookback) rows of history"
      )
    }
    let shape = [task.channelCount, task.horizon, task.lookback]
    weight = ParameterBudget.tensor(shape: shape) {
      Tensor(
        shape: shape,
        values: (0..<shape.reduce(1, *)).map { $0 % task.lookback == task.lookback - 1 ? 1 : 0 })
    }
    bias = Tensor(shape: [task.channelCount, task.horizon], filledWith: 0)
    shares = Array(repeating: Array(repeating: 0, count: candidates.count), count: targetChannels.count)
  }

  /// There is no recipe of steps: nothing is trained step by step.
  public static func recipe(for task: ForecastTask, _ configuration: Configuration) -> TrainingRecipe? { nil }

  /// The lookback for a season and the training rows of the longest series.
  public static func usualLookback(
    _ configuration: Configuration, rows: [Int], horizon: Int, frequency: Frequency
  ) -> Int {
    StackRecipe.lookback(season: configuration.season(for: frequency), trainingRows: rows.max() ?? 0)
  }

  /// Weighs the candidates on the rows before the test, and fits those with weight on the training rows.
  public mutating func fit(
    _ data: TrainingData, _ plan: TrainingPlan, _ control: TrainingControl
  ) throws(TrainingError) -> TrainingSummary {
    try TrainingSummary { () throws(TrainingError) in
      let solution = try StackSolution(
        data.columnRows, recipe, workers: plan.workers, unless: control.isInterrupted)
      try keepMoments(of: data)
      shares = solution.weights.shares
      keep({ solution.map(ofColumn: $0) }, raised: { solution.raisedRidge(ofColumn: $0) })
    }
  }

  /// Keeps the moments of the training rows, if they are wanted.
  private mutating func keepMoments(of data: TrainingData) throws(TrainingError) {
    guard configuration.keepsMoments else { return }
    kept = try KeptMaps.moments(of: data, recipe, keepsRows: configuration.keepsRows)
  }

  private mutating func keep(
    _ mapOfColumn: (Int) -> (weights: [Float], bias: [Float]), raised: (Int) -> Double
  ) {
    raisedRidges = targetChannels.indices.map(raised)
    if raisedRidges.allSatisfy({ $0 == 0 }) { raisedRidges = [] }
    var (weights, offsets) = (weight.values, bias.values)
    let (horizon, size) = (recipe.horizon, recipe.horizon * recipe.lookback)
    for (column, channel) in targetChannels.enumerated() {
      let map = mapOfColumn(column)
      weights.replaceSubrange(channel * size..<(channel + 1) * size, with: map.weights)
      offsets.replaceSubrange(channel * horizon..<(channel + 1) * horizon, with: map.bias)
    }
    weight = Tensor(shape: weight.shape, values: weights)
    bias = Tensor(shape: bias.shape, values: offsets)
  }

  /// The season that was found.
  public func resolved(_ configuration: Configuration) -> Configuration {
    var result = configuration
    result.season = recipe.season
    return result
  }

  /// Forecasts each channel by its map.
  public func predicting(windows windowCount: Int) -> @Sendable (Batch) -> Forecast {
    { Forecast(point: output(of: $0.history)) }
  }

  /// The forecast of histories `[batch, channel, lookback]`: `[batch, channel, horizon]`.
  func output(of history: Tensor) -> Tensor { channelLinear(history, weight: weight, bias: bias) }

  /// The maps, `[channel, horizon, lookback]`, their constants, `[channel, horizon]`, and how much of each candidate they are
  /// made of.
  public var namedTensors: [(name: String, value: Tensor)] {
    let values = shares.flatMap { $0.map { Float($0) } }
    return [
      ("weight", weight), ("bias", bias),
      ("shares", Tensor(shape: [shares.count, candidates.count], values: values)),
    ]
  }

  /// The same forecaster with other learnt values, in the order of `namedTensors`.
  public func replacingTensors(_ values: [Tensor]) -> LinearStack {
    var copy = self
    (copy.weight, copy.bias) = (values[0], values[1])
    copy.setShares(values[2].values.map { Double($0) })
    return copy
  }

  private mutating func setShares(_ values: [Double]) {
    let count = candidates.count
    shares = shares.indices.map { Array(values[$0 * count..<($0 + 1) * count]) }
  }

  /// The shares as they were found, so that a fit to other rows makes the same of them, the moments, where they are kept, and penalties
  /// that were raised.
  public var namedNumbers: [(name: String, values: [Double])] {
    [(Self.sharesName, shares.flatMap(\.self))] + (kept.map { [(Self.momentsName, $0.numbers)] } ?? [])
      + (raisedRidges.isEmpty ? [] : [(Self.raisedName, raisedRidges)])
  }

  /// The same with the maps and the moments of a model file; an older one has the shares in single precision alone.
  public func restored(from learnt: LearntValues) throws(ModelFileError) -> LinearStack {
    let numbers = [Self.sharesName, Self.momentsName, Self.raisedName]
    var copy = try replacingTensors(named: learnt.tensors.filter { !numbers.contains($0.name) })
    if let exact = learnt.numbers.first(where: { $0.name == Self.sharesName })?.values {
      let count = targetChannels.count * candidates.count
      guard exact.count == count else {
        throw .wrongShape(Self.sharesName, found: [exact.count], expected: [count])
      }
      guard exact.allSatisfy({ $0 >= 0 && $0.isFinite }) else { throw .nonFiniteTensor(Self.sharesName) }
      copy.setShares(exact)
    }
    copy.raisedRidges = learnt.numbers.first { $0.name == Self.raisedName }?.values ?? []
    guard copy.raisedRidges.isEmpty || copy.raisedRidges.count == targetChannels.count else {
      throw .wrongShape(
        Self.raisedName, found: [copy.raisedRidges.count], expected: [targetChannels.count])
    }
    copy.kept = try learnt.moments(
      Self.momentsName, horizon: recipe.horizon, targetCount: targetChannels.count)
    return copy
  }

  private static let sharesName = "exact_shares"
  private static let momentsName = "moments"
  private static let raisedName = "raised_ridges"

  /// Weights and constants; how they came about is beside them.
  public var parameterCount: Int { weight.count + bias.count }
}

extension LinearStack: Refitting {
  /// Fits the candidates that have a share again, and adds them up with the same shares.
  public mutating func refit(
    on data: TrainingData, _ plan: TrainingPlan, _ control: TrainingControl
  ) throws(TrainingError) {
    let solution = try StackSolution(
      data.columnRows, recipe, shares: shares, workers: plan.workers, unless: control.isInterrupted)
    try keepMoments(of: data)
    keep({ solution.map(ofColumn: $0) }, raised: { solution.raisedRidge(ofColumn: $0) })
  }
}

extension LinearStack: Updating {
  /// Rows can be taken out of moments.
  public static let dropsRows = true

  /// The maps of all rows, old and new, with the shares of the fit.
  ///
  /// - Throws: `UpdateError.momentsNotKept` for a model without moments.
  public func updated(
    with rows: LaterRows
  ) throws(UpdateError) -> (forecaster: any Forecaster, report: UpdateReport) {
    try following(rows, kept) { (copy, moments) throws(UpdateError) in
      do {
        let maps = try KeptMaps(moments, recipe, shares: shares, workers: Workers(threadCount: 1))
        copy.keep({ maps.map(ofColumn: $0) }, raised: { maps.raisedRidge(ofColumn: $0) })
      } catch {
        throw .windowTooShort(window: rows.window ?? 0, needed: moments.lookback + recipe.horizon)
      }
      copy.kept = moments
    }
  }
}
