import LocalModels

/// Forecasts of demand that is zero in many rows.
///
/// ```swift
/// let fitted = try IntermittentDemand(.sba).fit(LocalSeries(values: [0, 0, 3, 0, 0, 0, 2, 0]))
/// ```
///
/// The forecasts are flat and have no intervals: Gaussian ones would be meaningless. Croston 1972; Syntetos and Boylan 2005; Teunter, Syntetos,
/// Babai 2011; Nikolopoulos et al. 2011; Petropoulos and Kourentzes 2015.
public struct IntermittentDemand: LocalModel {
  /// How sizes and intervals are joined.
  public enum Method: Sendable, Equatable {
    /// Smoothed size over smoothed interval, α = 0.1.
    case croston
    /// The same with α of each within [0.1, 0.3] by least squares.
    case crostonOptimized
    /// Croston's with the factor 1 − α/2 against its bias.
    case sba
    /// Smoothed size times the smoothed probability of demand.
    case tsb(sizeAlpha: Double, probabilityAlpha: Double)
    /// Smoothing of the sums over blocks of the mean interval.
    case adida
    /// The mean of `adida` over all blocks up to the mean interval.
    case imapa
    /// The one of tsb, adida and sba with the smallest squared errors over the last third of the rows.
    case automatic
  }

  /// How sizes and intervals are joined.
  public let method: Method

  /// Makes the model.
  public init(_ method: Method) {
    self.method = method
  }

  /// The name of the model.
  public var name: String {
    switch method {
    case .croston: "croston"
    case .crostonOptimized: "croston-optimized"
    case .sba: "sba"
    case .tsb(let size, let probability): "tsb-\(size)-\(probability)"
    case .adida: "adida"
    case .imapa: "imapa"
    case .automatic: "intermittent"
    }
  }

  /// True: negative values are refused.
  public var needsDemand: Bool { true }

  /// Fits the model to a series that is no edge case.
  public func fitOrdinary(_ series: LocalSeries) throws(LocalFitError) -> any FittedLocalModel {
    let demand = Demand(series.values)
    switch method {
    case .croston:
      return CrostonFit(name: name, series.values, demand, alphas: (0.1, 0.1), factor: 1)
    case .crostonOptimized:
      let alphas = (
        SimpleSmoothing.bestAlpha(demand.sizes, from: 0.1, to: 0.3),
        SimpleSmoothing.bestAlpha(demand.intervals, from: 0.1, to: 0.3)
      )
      return CrostonFit(name: name, series.values, demand, alphas: alphas, factor: 1)
    case .sba:
      return CrostonFit(name: name, series.values, demand, alphas: (0.1, 0.1), factor: 1 - 0.1 / 2)
    case .tsb(let sizeAlpha, let probabilityAlpha):
      for (name, value) in [("alpha-d", sizeAlpha), ("alpha-p", probabilityAlpha)] {
        guard value > 0, value <= 1 else {
          throw .invalidCoefficient(model: "tsb", name: name, value: value)
        }
      }
      return TSBFit(name: name, series.values, demand, sizeAlpha, probabilityAlpha)
    case .adida:
      return AggregatedFit(name: name, series.values, blocks: [demand.roundedInterval])
    case .imapa:
      return AggregatedFit(name: name, series.values, blocks: Array(1...demand.roundedInterval))
    case .automatic:
      return try fitBest(series)
    }
  }

  /// Fits each candidate to the first two thirds, scores its one-step forecasts of the rest, and fits the best to all rows.
  private func fitBest(_ series: LocalSeries) throws(LocalFitError) -> any FittedLocalModel {
    let candidates: [Method] = [.tsb(sizeAlpha: 0.1, probabilityAlpha: 0.1), .adida, .sba]
    let cut = max(series.count * 2 / 3, 1)
    var best = (squares: Double.infinity, method: candidates[0])
    for method in candidates {
      let first = LocalSeries(values: Array(series.values[..<cut]), season: series.season)
      var fitted = try IntermittentDemand(method).fitOrdinary(first)
      var squares = 0.0
      for row in cut..<series.count {
        let error = series.values[row] - fitted.forecast(horizon: 1, levels: []).mean[0]
        squares += error * error
        fitted.update(with: series.values[row])
      }
      if squares < best.squares { best = (squares, method) }
    }
    return try IntermittentDemand(best.method).fitOrdinary(series)
  }
}

extension IntermittentDemand.Method {
  /// Reads `tsb-0.1-0.2`, size first; nil if it is not of that form.
  package init?(tsb name: String) {
    let parts = name.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0] == "tsb", let size = Double(parts[1]), let probability = Double(parts[2])
    else { return nil }
    self = .tsb(sizeAlpha: size, probabilityAlpha: probability)
  }
}
