import Classical
import Forecasting
import LocalModels

/// The Box-Cox transform before a local fit.
public enum PowerTransform: Sendable, Equatable {
  /// The values as they are.
  case none
  /// The power of Guerrero's method, rounded to a customary one within 0.05.
  case auto
  /// A given power; 0 is the logarithm.
  case power(Double)

  /// The model, of the transformed values where there is a transform.
  func model(_ base: some LocalModel) -> any LocalModel {
    switch self {
    case .none: base
    case .auto: BoxCoxModel(base, power: .guerrero)
    case .power(let power): BoxCoxModel(base, power: .fixed(power))
    }
  }
}

extension PowerTransform: CustomStringConvertible {
  /// `none`, `auto` or the power.
  public var description: String {
    switch self {
    case .none: "none"
    case .auto: "auto"
    case .power(let power): "\(power)"
    }
  }

  /// Reads ``description``; nil for other text.
  public init?(_ text: String) {
    switch text {
    case "none": self = .none
    case "auto": self = .auto
    default:
      guard let power = Double(text), (-2.0...2.0).contains(power) else { return nil }
      self = .power(power)
    }
  }
}

extension ConfigurationField {
  /// The Box-Cox transform.
  static func boxCox(_ path: any WritableKeyPath<Owner, PowerTransform> & Sendable) -> Self {
    .text(
      "boxCox", path, "none | auto | -2 … 2",
      "power of the Box-Cox transform, 0 for logarithms; auto: Guerrero's", write: \.description,
      read: { PowerTransform($0) })
  }
}
