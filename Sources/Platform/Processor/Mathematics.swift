#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The functions of the platform's mathematics library, inlined where they are called.
public enum Mathematics {
  /// ln(x).
  @inlinable public static func logarithm(_ x: Double) -> Double { log(x) }

  /// ln(x).
  @inlinable public static func logarithm(_ x: Float) -> Float { log(x) }

  /// e raised to x.
  @inlinable public static func exponential(_ x: Float) -> Float { exp(x) }

  /// cos(x).
  @inlinable public static func cosine(_ x: Double) -> Double { cos(x) }

  /// cos(x).
  @inlinable public static func cosine(_ x: Float) -> Float { cos(x) }

  /// sin(x).
  @inlinable public static func sine(_ x: Double) -> Double { sin(x) }

  /// base raised to exponent.
  @inlinable public static func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }

  /// e raised to x.
  @inlinable public static func exponential(_ x: Double) -> Double { exp(x) }

  /// tanh(x).
  @inlinable public static func hyperbolicTangent(_ x: Double) -> Double { tanh(x) }

  /// The complementary error function, 2/√π ∫ e^(−t²) from x to infinity.
  @inlinable public static func complementaryErrorFunction(_ x: Double) -> Double { erfc(x) }

  /// ln |Γ(x)|.
  public static func logarithmOfGamma(_ x: Double) -> Double {
    var sign: Int32 = 0
    return unsafe lgamma_r(x, &sign)
  }
}
