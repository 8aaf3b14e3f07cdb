import Glibc

// The C library's functions of one or two numbers: the only place of the module that imports it.

/// The natural logarithm.
@inline(__always)
func logarithm(_ x: Double) -> Double { log(x) }

/// e to the power `x`.
@inline(__always)
func exponential(_ x: Double) -> Double { exp(x) }

/// `x` to the power `y`.
@inline(__always)
func power(_ x: Double, _ y: Double) -> Double { pow(x, y) }

/// The hyperbolic tangent.
@inline(__always)
func hyperbolicTangent(_ x: Double) -> Double { tanh(x) }

/// The sine of an angle in radians.
@inline(__always)
func sine(_ x: Double) -> Double { sin(x) }

/// The cosine of an angle in radians.
@inline(__always)
func cosine(_ x: Double) -> Double { cos(x) }

/// The complementary error function.
@inline(__always)
func complementaryErrorFunction(_ x: Double) -> Double { erfc(x) }

/// The logarithm of the absolute value of the gamma function.
@inline(__always)
func logarithmOfGamma(_ x: Double) -> Double {
  var sign: Int32 = 0
  return unsafe lgamma_r(x, &sign)
}
