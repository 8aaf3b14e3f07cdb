/// The last value ever after.
public struct Naive: LocalModel {
  /// Makes the model.
  public init() {}

  /// The name of the model.
  public var name: String { "naive" }

  /// True: there is nothing to estimate.
  public var isExact: Bool { true }

  /// What was observed is repeated.
  public var takesMissingValues: Bool { true }

  /// Fits the model to a series that is no edge case.
  public func fitOrdinary(_ series: LocalSeries) throws(LocalFitError) -> any FittedLocalModel {
    NaiveFit(lastValueOf: series.values)
  }
}

/// The value of the same season a season ago; the last value where there is no season.
public struct SeasonalNaive: LocalModel {
  /// Makes the model.
  public init() {}

  /// The name of the model.
  public var name: String { "snaive" }

  /// True: there is nothing to estimate.
  public var isExact: Bool { true }

  /// What was observed is repeated.
  public var takesMissingValues: Bool { true }

  /// Fits the model to a series that is no edge case.
  public func fitOrdinary(_ series: LocalSeries) throws(LocalFitError) -> any FittedLocalModel {
    NaiveFit(lastSeasonOf: series.values, season: series.season)
  }
}

/// The line through the first and the last value.
public struct Drift: LocalModel {
  /// Makes the model.
  public init() {}

  /// The name of the model.
  public var name: String { "drift" }

  /// True: there is nothing to estimate.
  public var isExact: Bool { true }

  /// A line filled in would say that the steps within it have no error.
  public var takesMissingValues: Bool { true }

  /// Fits the model to a series that is no edge case.
  public func fitOrdinary(_ series: LocalSeries) throws(LocalFitError) -> any FittedLocalModel {
    DriftFit(series.values)
  }
}

/// The mean of all values.
public struct HistoricalMean: LocalModel {
  /// Makes the model.
  public init() {}

  /// The name of the model.
  public var name: String { "mean" }

  /// True: there is nothing to estimate.
  public var isExact: Bool { true }

  /// Missing rows are passed over.
  public var takesMissingValues: Bool { true }

  /// Fits the model to a series that is no edge case.
  public func fitOrdinary(_ series: LocalSeries) throws(LocalFitError) -> any FittedLocalModel {
    MeanFit(series.values)
  }
}

/// The last seasonally adjusted value with the season given back, if the seasonal test finds a season; else the last value.
///
/// The benchmark of the M competitions, by which OWA is defined.
public struct Naive2: LocalModel {
  /// Makes the model.
  public init() {}

  /// The name of the model.
  public var name: String { "naive2" }

  /// Fits the model to a series that is no edge case.
  public func fitOrdinary(_ series: LocalSeries) throws(LocalFitError) -> any FittedLocalModel {
    Naive2Fit(series)
  }
}
