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

/// sin(x) and cos(x) of the platform's mathematics library.
public func sineAndCosine(_ x: Double) -> (sine: Double, cosine: Double) { (sin(x), cos(x)) }

/// base raised to exponent by the platform's mathematics library.
public func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }

/// cos(x) of the platform's mathematics library.
func cosine(_ x: Double) -> Double { cos(x) }

/// sin(x) of the platform's mathematics library.
func sine(_ x: Double) -> Double { sin(x) }

/// e raised to x by the platform's mathematics library.
public func exponential(_ x: Float) -> Float { exp(x) }

/// ln(x) of the platform's mathematics library.
public func naturalLogarithm(_ x: Float) -> Float { log(x) }
