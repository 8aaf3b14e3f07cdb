import LocalModels

/// Complex exponential smoothing (Svetunkov, Kourentzes, Ord 2022): level and a hidden "information potential" smoothed by a complex number.
///
/// ```swift
/// let fitted = try ComplexSmoothing(.automatic).fit(LocalSeries(values: sales, season: 12))
/// ```
public struct ComplexSmoothing: LocalModel, Equatable {
  /// How the season enters.
  public enum Kind: String, Sendable, CaseIterable {
    /// No season.
    case simple = "ces-N"
    /// Level and potential of each season apart.
    case seasonal = "ces-S"
    /// An additive season with a real smoothing parameter besides.
    case partial = "ces-P"
    /// A season with a complex smoothing parameter besides.
    case full = "ces-F"
    /// The one with the smallest AICc.
    case automatic = "ces"
  }

  /// How the season enters.
  public let kind: Kind

  /// Makes the model.
  public init(_ kind: Kind) {
    self.kind = kind
  }

  /// The name of the model.
  public var name: String { kind.rawValue }

  /// Whether the model chooses its form by itself.
  public var isAutomatic: Bool { kind == .automatic }

  /// Fits the model to a series that is no edge case.
  public func fitOrdinary(_ series: LocalSeries) throws(LocalFitError) -> any FittedLocalModel {
    guard kind == .automatic else { return try Self.fit(kind, to: series) }
    let hasSeason = series.season > 1 && series.count >= 2 * series.season
    let kinds: [Kind] = hasSeason ? [.simple, .seasonal, .partial, .full] : [.simple]
    var best: ComplexSmoothingFit?
    for kind in kinds where series.count > kind.parameterCount + 1 {
      let fit = try Self.fit(kind, to: series)
      if fit.aicc < best?.aicc ?? .infinity { best = fit }
    }
    guard let best else { return try EdgeCases.shortFit(series) }
    return best
  }

  static func fit(_ kind: Kind, to series: LocalSeries) throws(LocalFitError) -> ComplexSmoothingFit {
    let name = kind.rawValue
    if kind != .simple {
      guard series.season > 1 else { throw .noSeason(model: name) }
      if series.count < 2 * series.season {
        throw .tooFewRows(model: name, needed: 2 * series.season, has: series.count)
      }
    }
    let needed = kind.parameterCount + 2
    if series.count < needed { throw .tooFewRows(model: name, needed: needed, has: series.count) }
    let scale = series.scale
    let recursion = ComplexRecursion(kind, values: series.scaled(by: scale), season: series.season)
    let best = recursion.optimum()
    return ComplexSmoothingFit(kind, coefficients: best, recursion: recursion, scale: scale)
  }
}

extension ComplexSmoothing.Kind {
  /// The k of AICc: the smoothing parameters and the variance.
  var parameterCount: Int {
    switch self {
    case .simple, .seasonal, .automatic: 3
    case .partial: 4
    case .full: 5
    }
  }

  /// The number of smoothing parameters.
  package var coefficientCount: Int { parameterCount - 1 }
}
