import LocalModels

/// A local model of the Box–Cox transformed series.
///
/// ```swift
/// let model = BoxCoxModel(AutoArimaModel(), power: .guerrero)
/// ```
///
/// Bounds are transformed back as quantiles; the point forecast is the median, or the mean to second order if `adjustsBias`. Likelihoods of different powers cannot be compared.
public struct BoxCoxModel: LocalModel {
  /// How the power is found.
  public enum Power: Sendable, Equatable {
    /// A given power, from -2 to 2.
    case fixed(Double)
    /// Guerrero's, rounded to a customary one within 0.05.
    case guerrero
  }

  private let base: any LocalModel
  /// How the power is found.
  public let power: Power
  /// Whether the point forecast is the mean rather than the median.
  public let adjustsBias: Bool

  /// Makes a model of the transformed series.
  public init(_ base: some LocalModel, power: Power, adjustsBias: Bool = false) {
    self.base = base
    self.power = power
    self.adjustsBias = adjustsBias
  }

  /// The name; see `LocalModel`.
  public var name: String { "box-cox \(base.name)" }
  /// See `LocalModel`.
  public var isAutomatic: Bool { base.isAutomatic }
  /// See `LocalModel`.
  public var takesMissingValues: Bool { base.takesMissingValues }
  /// See `LocalModel`.
  public var takesRegressors: Bool { base.takesRegressors }
  /// See `LocalModel`.
  public var needsDemand: Bool { base.needsDemand }

  /// Fits a series that is no edge case; see `LocalModel`.
  public func fitOrdinary(_ series: LocalSeries) throws(LocalFitError) -> any FittedLocalModel {
    let lambda: Double
    switch power {
    case .fixed(let value):
      guard (-2...2).contains(value) else {
        throw .invalidCoefficient(model: name, name: "power", value: value)
      }
      lambda = value
    case .guerrero:
      let filled = Interpolation.filled(series.values)
      lambda = Guerrero.roundedPower(filled, season: series.season)
    }
    let transform = BoxCoxTransform(power: lambda, ofSize: series.scale)
    if transform.power <= 0, let row = series.values.firstIndex(where: { $0 <= 0 }) {
      throw .notPositive(model: name, row: row, value: series.values[row])
    }
    let transformed = series.values.map { $0.isNaN ? $0 : transform.transformed($0) }
    var other = series.replacingValues(transformed)
    other.hasZero = false
    let inner = try base.fit(other)
    return BoxCoxFit(inner, transform: transform, adjustsBias: adjustsBias)
  }
}
