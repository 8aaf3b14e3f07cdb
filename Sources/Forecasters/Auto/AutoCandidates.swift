import Forecasting
import Persistence
import TimeSeries

/// A forecaster that may become a member.
struct AutoCandidate {
  let name: String
  /// How many seeds after that of the fit its own is.
  var seedOffset: UInt64 = 0
  /// Rows of history that it is given; nil for all there are.
  var lookback: Int?
  /// As many multiply-adds as take as long as its fit; those of networks are counted when they are made.
  var work = 0.0
  /// Why it is left out.
  var refusal: String?
  /// A candidate before it that is made of such forecasts, and needs it only where it cannot be fitted itself, or sees fewer columns.
  var partOf: String?

  /// What it is called in tables: a network of another seed is told apart.
  var label: String { seedOffset == 0 ? name : "\(name) again (\(seedOffset))" }

  /// Whether it is trained step by step.
  var isNetwork: Bool { ForecasterCatalog.isNetwork(name) }

  /// The same with other first weights, as often as is asked for networks.
  func repeated(_ count: Int) -> [AutoCandidate] {
    (0..<UInt64(count)).map { offset in
      var copy = self
      copy.seedOffset = offset
      return copy
    }
  }
}

extension ForecastTask {
  /// Whether there are columns known ahead that a forecaster of the catalogue does not see.
  func hidesFuture(from name: String) -> Bool {
    ForecasterCatalog.forecaster(named: name)?.unused(of: self).contains(.future) ?? false
  }
}

/// The candidates that suit data, in the order in which they are tried.
struct AutoCandidates {
  private(set) var list: [AutoCandidate] = []

  /// Rows up to which local models are worth their time: longer series are for maps over long histories.
  static let longestForLocal = 2_500
  /// Windows from which a map, or a network, has enough to learn from.
  private static let fewestForMap = 30, fewestForStack = 300, fewestForNetwork = 1_000
  /// Rows of history of networks, as published.
  private static let networkLookback = 512

  /// Seconds of one thread that the fit of a local model to one row of months takes, about, rounded up (`scum`, `ets` and `arima` as 161 monthly series of M3 tell, the
  /// others as `fit --predict` of M1, M3 and tourism does);
  /// and how many more where the square of the season is twice that of a year of months, three times, ….
  private static let local: [(name: String, secondsPerRow: Double, secondsPerState: Double)] = [
    (SimpleCombination.card.name, 5e-4, 9e-4), (DynamicOptimizedTheta.card.name, 4e-6, 0),
    (ExponentialSmoothing.card.name, 1.2e-4, 0), (ComplexExponentialSmoothing.card.name, 6e-5, 0),
    (AutoTheta.card.name, 6e-6, 0), (ARIMA.card.name, 3e-4, 6e-4), (DynamicRegression.card.name, 8e-4, 8e-4),
    (STLWithETS.card.name, 4e-5, 0), (STLWithARIMA.card.name, 3e-4, 0),
    (HarmonicARIMA.card.name, 1.2e-3, 1.2e-3),
  ]
  /// The same for each column known ahead that a model looks at.
  private static let secondsPerColumn = 6e-5
  private static let demand = [SyntetosBoylan.card.name, TSB.card.name, ADIDA.card.name, IMAPA.card.name]
  /// What is believed in where there is nothing to choose on: the median of four models, which came close to the best of the
  /// M4 competition (Petropoulos and Svetunkov 2020).
  static let prior = SimpleCombination.card.name
  /// The four, whose fits are taken over from it by those that do not see columns known ahead.
  private static let partsOfPrior: Set = [
    ExponentialSmoothing.card.name, ARIMA.card.name, ComplexExponentialSmoothing.card.name,
    DynamicOptimizedTheta.card.name,
  ]

  /// What is believed in of the candidates that are there: `scum`, or where its fits take too long the mean of those of its models that do not; of `dotm`
  /// and `auto-theta` where no smoothing model is left, or none sees the season that the rows show.
  static func believedAnywhere(_ facts: AutoFacts, among names: Set<String>) -> [String] {
    if names.contains(prior) { return [prior] }
    let smoothing = [ExponentialSmoothing.card.name, ComplexExponentialSmoothing.card.name]
    let kept = facts.showsUnsmoothedSeason ? [] : smoothing.filter(names.contains)
    let thetas = [DynamicOptimizedTheta.card.name] + (kept.isEmpty ? [AutoTheta.card.name] : [])
    return kept + thetas.filter(names.contains)
  }

  /// The same, and where the rows show a season that half of the four do not see, alike, models that take it out.
  static func believed(_ facts: AutoFacts, among names: Set<String>) -> [String] {
    let seasonal = facts.showsUnsmoothedSeason ? [STLWithETS.card.name, ARIMA.card.name] : []
    return believedAnywhere(facts, among: names) + seasonal.filter(names.contains)
  }

  /// Without windows to choose on: what is believed in, and why it is not `scum`. Something has to forecast: of series that local models are too slow for
  /// `dotm`, of long ones what is believed in whatever it takes.
  private mutating func keepBelieved(_ facts: AutoFacts) {
    let believed = Self.believed(facts, among: Set(list.filter { $0.refusal == nil }.map(\.name)))
    list.removeAll { !believed.contains($0.name) && $0.name != Self.prior }
    guard believed.isEmpty else { return }
    let others =
      list.isEmpty
      ? Self.believed(facts, among: [Self.prior, STLWithETS.card.name, ARIMA.card.name])
      : [DynamicOptimizedTheta.card.name]
    list += others.map { AutoCandidate(name: $0) }
  }

  /// - Parameters:
  ///   - budget: What the stack may take, and the fits of local models half of.
  ///   - hasWindows: Whether there are validation windows to choose on.
  init(_ facts: AutoFacts, _ task: ForecastTask, _ budget: WorkBudget, hasWindows: Bool) {
    addStack(facts, task, budget)
    addNaive(facts)
    addLocal(facts, task, budget, hasWindows: hasWindows)
    addMapAndNetwork(facts)
    let misled = Self.misled(by: facts, task)
    for index in list.indices where misled.contains(list[index].name) {
      let what = facts.hasShift ? "rows before a lasting change of level" : "values that are left out"
      list[index].refusal = list[index].refusal ?? "looks back at \(what)"
    }
    if !hasWindows { keepBelieved(facts) }
  }

  /// Those that see in their histories what local members are not fitted to as it is. The last value and the last season are but a few rows, and
  /// may be odd themselves; a season may be one of a former level. What sees columns known ahead may find in them why the rows are odd.
  static func misled(by facts: AutoFacts, _ task: ForecastTask) -> Set<String> {
    guard facts.hasOddRows else { return [] }
    let misled = facts.hasShift ? lookingBack : lookingBack.subtracting([SeasonalNaive.card.name])
    return misled.filter { task.futureCount == 0 || task.hidesFuture(from: $0) }
  }

  /// Those that look back at more rows than the last one.
  static let lookingBack: Set = [
    SeasonalNaive.card.name, Mean.card.name, LinearStack.card.name, LinearClosedForm.card.name,
    SAMformer.card.name,
  ]

  private mutating func addNaive(_ facts: AutoFacts) {
    var names = [LastValue.card.name, Mean.card.name]
    if facts.season > 1 { names.insert(SeasonalNaive.card.name, at: 1) }
    list += names.map { AutoCandidate(name: $0, partOf: LinearStack.card.name) }
  }

  /// Whether what a local model is for is in the data.
  private static func suits(_ name: String, _ facts: AutoFacts, _ task: ForecastTask) -> Bool {
    switch name {
    case DynamicRegression.card.name: task.futureCount > 0
    // STL is for two seasons, and for one that a smoothing model has too many states for.
    case STLWithETS.card.name:
      facts.longSeason != nil
        || facts.season > LongSeason.longestSmoothed && facts.rows >= 2 * facts.season
    // A value for each row of the season asks for two of them, a few waves for one.
    case STLWithARIMA.card.name:
      facts.longSeason != nil || facts.smoothSeason.map { facts.rows > 2 * $0 } ?? false
    case HarmonicARIMA.card.name: facts.smoothSeason != nil
    default: true
    }
  }

  private mutating func addLocal(
    _ facts: AutoFacts, _ task: ForecastTask, _ budget: WorkBudget, hasWindows: Bool
  ) {
    guard facts.rows <= Self.longestForLocal else {
      let why = "local models are for up to \(Self.longestForLocal) training rows, here are \(facts.rows)"
      list.append(AutoCandidate(name: ExponentialSmoothing.card.name, refusal: why))
      return
    }
    if facts.isIntermittent { list += Self.demand.map { AutoCandidate(name: $0) } }
    var candidates = Self.local.compactMap { name, secondsPerRow, secondsPerState -> AutoCandidate? in
      guard Self.suits(name, facts, task) else { return nil }
      // A longer season is taken out before, or not seen at all.
      let season = facts.season <= LongSeason.longestSmoothed ? facts.season : 1
      let states = max(0, Double(season * season) / 144 - 1)
      let fits = Double(facts.seriesCount * facts.targetCount * facts.rows)
      let columns = task.hidesFuture(from: name) ? 0 : Double(task.futureCount)
      let seconds = fits * (secondsPerRow + secondsPerState * states + columns * Self.secondsPerColumn)
      return AutoCandidate(name: name, work: seconds * WorkBudget.multiplyAddsPerSecond / 2)
    }
    // Where columns are known ahead, those that see them are paid for first: nothing else makes up for them. Then what is believed in, which is
    // four for the price of one and all there is without windows, and the others from the cheapest on.
    let isBlind = candidates.map { hasWindows && task.hidesFuture(from: $0.name) }
    let rank = { [candidates] (index: Int) in
      (isBlind[index] ? 1 : 0, candidates[index].name == Self.prior ? 0 : 1, candidates[index].work, index)
    }
    var left = budget.multiplyAdds / 2
    var takenOver: Set<String> = []
    for index in candidates.indices.sorted(by: { rank($0) < rank($1) }) {
      if isBlind[index] == (task.futureCount > 0), takenOver.contains(candidates[index].name) {
        candidates[index].work = 0
      }
      if candidates[index].work > left {
        candidates[index].refusal = "its fits take more than what is left of the budget"
      } else {
        left -= candidates[index].work
        if candidates[index].name == Self.prior { takenOver = Self.partsOfPrior }
      }
    }
    list += candidates
  }

  private mutating func addStack(_ facts: AutoFacts, _ task: ForecastTask, _ budget: WorkBudget) {
    let lookback = task.frequency.map { frequency in
      LinearStack.usualLookback(
        .init(), rows: [facts.rows], horizon: task.horizon, frequency: frequency)
    }
    let own = task.lookingBack(min(lookback ?? .max, task.lookback))
    let work = LinearStack.Configuration().recipe(for: own).work(
      columnCount: facts.targetCount, seriesCount: facts.seriesCount, rows: facts.rowsBeforeTest,
      hasGaps: facts.hasGaps)
    add(
      LinearStack.card.name, lookback, windows: facts.windowCount, fewest: Self.fewestForStack,
      "a stack of maps", work: work, within: budget)
  }

  private mutating func addMapAndNetwork(_ facts: AutoFacts) {
    let lookback = Self.networkLookback
    add(
      LinearClosedForm.card.name, lookback, windows: facts.windowCount, fewest: Self.fewestForMap, "a map",
      partOf: LinearStack.card.name)
    add(
      SAMformer.card.name, lookback, windows: facts.windowCount, fewest: Self.fewestForNetwork, "a network")
  }

  /// - Parameters:
  ///   - kind: What it is called where there are fewer windows than it needs.
  ///   - work: What its fit takes, if that is counted beforehand; no more than the budget.
  private mutating func add(
    _ name: String, _ lookback: Int?, windows: Int, fewest: Int, _ kind: String, partOf whole: String? = nil,
    work: Double = 0, within budget: WorkBudget? = nil
  ) {
    var refusal = windows < fewest ? "\(windows) training windows, \(kind) needs \(fewest)" : nil
    if let budget, work > budget.multiplyAdds { refusal = refusal ?? "its fit takes more than the budget" }
    list.append(
      AutoCandidate(name: name, lookback: lookback, work: work, refusal: refusal, partOf: whole))
  }
}
