/// Seasonal indices with which a series is adjusted and forecasts are given their season back.
public struct SeasonalAdjustment: Sendable, Equatable {
  /// The index of each season; row t has the one at t mod m. Empty: no season.
  public let indices: [Double]
  /// Whether values are divided by the index rather than reduced by it.
  public let isMultiplicative: Bool

  /// Makes an adjustment from known indices.
  public init(indices: [Double], isMultiplicative: Bool) {
    self.indices = indices
    self.isMultiplicative = isMultiplicative
  }

  /// Indices of the classical decomposition if the seasonal test finds a season of at least `shortest` rows, otherwise none.
  public init(testing series: LocalSeries, shortest: Int = 2) {
    guard series.season >= shortest,
      SeasonalTest.isSeasonal(series.values, season: series.season),
      let decomposition = series.hasZero
        ? ClassicalDecomposition(series.values, season: series.season)
        : ClassicalDecomposition(series.values, season: series.season, kind: .additive)
    else {
      self.init(indices: [], isMultiplicative: false)
      return
    }
    self.init(indices: decomposition.indices, isMultiplicative: decomposition.kind == .multiplicative)
  }

  /// Whether there is a season.
  public var isSeasonal: Bool { !indices.isEmpty }

  /// The value of a row without its season.
  public func adjusted(_ value: Double, row: Int) -> Double {
    guard isSeasonal else { return value }
    let index = indices[row % indices.count]
    return isMultiplicative ? value / index : value - index
  }

  /// All values without their season, beginning with row 0.
  public func adjusted(_ values: [Double]) -> [Double] {
    isSeasonal ? values.enumerated().map { adjusted($1, row: $0) } : values
  }

  /// The value of a row with its season.
  public func seasonal(_ value: Double, row: Int) -> Double {
    guard isSeasonal else { return value }
    let index = indices[row % indices.count]
    return isMultiplicative ? value * index : value + index
  }

  /// The factor by which the season of a row widens an interval.
  public func factor(row: Int) -> Double {
    isSeasonal && isMultiplicative ? indices[row % indices.count] : 1
  }
}

extension SeasonalAdjustment {
  /// Restores what `store(in:)` has stored.
  ///
  /// - Throws: `LocalFitError.malformedState` if an array is absent.
  package init(restoring state: LocalModelState) throws(LocalFitError) {
    self.init(
      indices: try state.array("season"), isMultiplicative: try state.number("multiplicative") == 1)
  }

  /// Adds the indices to the arrays of a model's state.
  package func store(in state: inout LocalModelState) {
    state.append("season", indices)
    state.append("multiplicative", [isMultiplicative ? 1 : 0])
  }
}
