import LocalModels

/// The Theta method and its optimised and dynamic relatives.
///
/// ```swift
/// let fitted = try Theta(.dotm).fit(LocalSeries(values: sales, season: 12))
/// ```
///
/// Assimakopoulos and Nikolopoulos 2000; Fiorucci et al. 2016.
public struct Theta: LocalModel, Equatable {
  /// The members of the family.
  public enum Choice: String, Sendable, CaseIterable {
    /// R's `thetaf`: simple exponential smoothing with half the slope of the line as drift.
    case theta
    /// The standard Theta model: θ = 2, one line.
    case stm
    /// θ optimised, one line.
    case otm
    /// θ = 2, the line estimated anew with each row.
    case dstm
    /// θ optimised, the line estimated anew with each row.
    case dotm
    /// The one of the last four with the smallest mean squared error.
    case automatic = "auto-theta"
  }

  /// Which member is fitted.
  public let choice: Choice

  /// Makes the model.
  public init(_ choice: Choice) {
    self.choice = choice
  }

  /// The name of the model.
  public var name: String { choice.rawValue }

  /// Whether the model chooses its form by itself.
  public var isAutomatic: Bool { choice == .automatic }

  /// Fits the model to a series that is no edge case.
  public func fitOrdinary(_ series: LocalSeries) throws(LocalFitError) -> any FittedLocalModel {
    if choice == .theta {
      guard series.count >= 3 else {
        throw .tooFewRows(model: name, needed: 3, has: series.count)
      }
      return ThetaDriftFit(series)
    }
    guard series.count >= 4 else { throw .tooFewRows(model: name, needed: 4, has: series.count) }
    let scale = series.scale
    let adjustment = SeasonalAdjustment(testing: series, shortest: 4)
    let values = adjustment.adjusted(series.values).map { $0 / scale }
    let members: [Choice] = choice == .automatic ? [.stm, .otm, .dstm, .dotm] : [choice]
    var best = ThetaFit(members[0], values: values, scale: scale, adjustment: adjustment)
    for member in members.dropFirst() {
      let fit = ThetaFit(member, values: values, scale: scale, adjustment: adjustment)
      if fit.meanSquare < best.meanSquare { best = fit }
    }
    return best
  }
}
