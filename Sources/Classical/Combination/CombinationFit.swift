import LocalModels
import Text

/// The fitted members of a combination.
public struct CombinationFit: FittedLocalModel {
  /// The name; see `LocalModel`.
  public let name: String
  /// How forecasts are combined.
  public let method: CombinationModel.Method
  /// The fitted members.
  public private(set) var members: [any FittedLocalModel]
  /// Remarks on the fit.
  public var notes: [FitNote]
  /// What the forecasts are drawn to; nil for nothing.
  var lastSeason: LastSeason?

  /// The share of the last season in the forecast; nil where the rows say nothing of it, or hold two seasons.
  package var shareOfLastSeason: Double? { lastSeason?.share }

  init(
    name: String, method: CombinationModel.Method, members: [any FittedLocalModel], notes: [FitNote]
  ) {
    self.name = name
    self.method = method
    self.members = members
    self.notes = notes
  }

  /// Restores a model from its state.
  public init(restoring state: LocalModelState) throws(LocalFitError) {
    name = state.name
    notes = state.notes
    let numbers = try state.array("combination", count: 2)
    method = numbers[0] == 0 ? .median : .mean
    guard let count = Int(exactly: numbers[1]), count >= 1 else {
      throw .malformedState(model: state.name, array: "combination")
    }
    members = []
    for index in 0..<count { members.append(try state.restoredMember("member \(index + 1)")) }
    lastSeason = try LastSeason(restoring: state)
  }

  /// Coefficients and criteria.
  public var parameters: [LocalParameter] { [] }

  /// What restores the model.
  public var state: LocalModelState {
    var state = LocalModelState(kind: "combination", name: name, notes: notes)
    state.append("combination", [method == .median ? 0 : 1, Double(members.count)])
    for (index, member) in members.enumerated() {
      state.appendMember("member \(index + 1)", member.state)
    }
    lastSeason?.append(to: &state)
    return state
  }

  /// The model as lines of text.
  public func summary(regressors names: [String]) -> [String] {
    [name] + members.flatMap { $0.summary(regressors: names).map { "  " + $0 } }
      + (lastSeason.map { ["  \($0)"] } ?? []) + notes.map { "  note: \($0.text(regressors: names))" }
  }

  /// Forecasts with intervals; see `FittedLocalModel`.
  public func forecast(horizon: Int, levels: [IntervalLevel]) -> IntervalForecast {
    let forecasts = members.map { $0.forecast(horizon: horizon, levels: levels) }
    var mean = combined(forecasts.map(\.mean), horizon)
    let bounded = forecasts.filter(\.hasBounds)
    var lower: [[Double]] = []
    var upper: [[Double]] = []
    if !bounded.isEmpty {
      for index in levels.indices {
        lower.append(combined(bounded.map { $0.lower[index] }, horizon))
        upper.append(combined(bounded.map { $0.upper[index] }, horizon))
      }
      order(&lower, &upper, mean: mean, levels: levels)
    }
    if let lastSeason {
      let drawn = drawn(mean)
      func moved(_ bounds: [Double], _ side: Double) -> [Double] {
        let distances = lastSeason.narrowing(zip(bounds, mean).map { side * ($0 - $1) })
        return zip(drawn, distances).map { $0 + side * $1 }
      }
      (mean, lower, upper) = (drawn, lower.map { moved($0, -1) }, upper.map { moved($0, 1) })
    }
    return IntervalForecast(mean: mean, variance: nil, levels: levels, lower: lower, upper: upper)
  }

  /// The deviation of the next row by the bounds that hold four fifths; nil where no member has bounds.
  var firstDeviation: Double? {
    forecast(horizon: 1, levels: [0.8]).bounds(level: 0.8).map { bounds in
      (bounds.upper[0] - bounds.lower[0]) / (2 * NormalDistribution.quantile(0.9))
    }
  }

  /// The means alone.
  public func means(horizon: Int) -> [Double] {
    drawn(combined(members.map { $0.means(horizon: horizon) }, horizon))
  }

  /// The means of each member, drawn to the last season as the combination is.
  package func memberMeans(horizon: Int) -> [[Double]] {
    members.map { drawn($0.means(horizon: horizon)) }
  }

  private func drawn(_ means: [Double]) -> [Double] {
    lastSeason.map { zip(means, $0.pulling(means)).map(+) } ?? means
  }

  /// Filters the state forward by one row.
  public mutating func update(with value: Double) {
    for index in members.indices { members[index].update(with: value) }
    lastSeason?.update(with: value)
  }

  private func combined(_ forecasts: [[Double]], _ horizon: Int) -> [Double] {
    (0..<horizon).map { step in
      let values = forecasts.map { $0[step] }
      guard method == .median else { return values.reduce(0, +) / Double(values.count) }
      let sorted = values.sorted()
      let middle = sorted.count / 2
      return sorted.count.isMultiple(of: 2)
        ? 0.5 * (sorted[middle - 1] + sorted[middle]) : sorted[middle]
    }
  }

  /// Widens bounds where the mean, or the bound of a narrower interval, lies outside.
  private func order(
    _ lower: inout [[Double]], _ upper: inout [[Double]], mean: [Double], levels: [IntervalLevel]
  ) {
    let narrowFirst = levels.indices.sorted { levels[$0] < levels[$1] }
    for step in mean.indices {
      var low = mean[step]
      var high = mean[step]
      for index in narrowFirst {
        low = min(low, lower[index][step])
        high = max(high, upper[index][step])
        lower[index][step] = low
        upper[index][step] = high
      }
    }
  }
}
