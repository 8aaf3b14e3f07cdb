import Platform

/// The functions of time that FAN's article extrapolates, with the domains of the published code
/// (Dong et al. 2024, https://arxiv.org/abs/2410.02675, §4.1).
public enum PeriodicFunction: String, Sendable, CaseIterable {
  /// `sin t`
  case sin
  /// `t mod 5`, in `[0, 5)`
  case mod
  /// `exp(sin²(πt) + cos t + (t mod 3) − 1)`
  case complex1 = "complex_1"
  /// `(1 + sin t) sin 2t`
  case complex2 = "complex_2"
  /// `sin(t + sin 2t)`
  case complex3 = "complex_3"
  /// `sin t cos² 2t + cos t sin² 3t`
  case complex4 = "complex_4"
  /// `Σ saw(nt) / n` for n from 1 to 5, with `saw(u) = u/π − ⌊u/π + ½⌋`
  case complex5 = "complex_5"
  /// `exp(sin t) / (1 + cos² 2t)`
  case complex6 = "complex_6"

  /// The value at `t`.
  public func callAsFunction(_ t: Double) -> Double {
    let (sine, cosine) = (Mathematics.sine, Mathematics.cosine as (Double) -> Double)
    switch self {
    case .sin: return sine(t)
    case .mod: return Self.remainder(t, 5)
    case .complex1:
      let s = sine(.pi * t)
      return Mathematics.exponential(s * s + cosine(t) + Self.remainder(t, 3) - 1)
    case .complex2: return (1 + sine(t)) * sine(2 * t)
    case .complex3: return sine(t + sine(2 * t))
    case .complex4:
      let (c, s) = (cosine(2 * t), sine(3 * t))
      return sine(t) * c * c + cosine(t) * s * s
    case .complex5:
      return (1...5).reduce(0) { $0 + Self.saw(Double($1) * t) / Double($1) }
    case .complex6:
      let c = cosine(2 * t)
      return Mathematics.exponential(sine(t)) / (1 + c * c)
    }
  }

  /// `t` less a multiple of `period`, in `[0, period)`, as Python has it.
  private static func remainder(_ t: Double, _ period: Double) -> Double {
    t - period * (t / period).rounded(.down)
  }

  private static func saw(_ u: Double) -> Double { u / .pi - (u / .pi + 0.5).rounded(.down) }

  /// Half the width of the training range around 0.
  public var trainingReach: Double { self == .sin ? 6 * .pi : 100 }
  /// Half the width of the test range around 0: the training range is the inner part of it.
  public var testReach: Double { self == .sin ? 18 * .pi : 200 }
}
