#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// ln(x) of the platform's mathematics library.
func naturalLogarithm(_ x: Double) -> Double { log(x) }
