#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// ln(x) of the platform's mathematics library.
func naturalLogarithm(_ x: Double) -> Double { log(x) }

/// cos(x) of the platform's mathematics library.
public func cosine(_ x: Float) -> Float { cos(x) }

/// base raised to exponent by the platform's mathematics library.
func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }
