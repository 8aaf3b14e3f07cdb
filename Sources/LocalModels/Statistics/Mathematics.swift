import Platform

/// The natural logarithm.
@inlinable
package func logarithm(_ x: Double) -> Double { Mathematics.logarithm(x) }

/// e to the power `x`.
@inlinable
package func exponential(_ x: Double) -> Double { Mathematics.exponential(x) }

/// `x` to the power `y`.
@inlinable
package func power(_ x: Double, _ y: Double) -> Double { Mathematics.power(x, y) }

/// The hyperbolic tangent.
@inlinable
package func hyperbolicTangent(_ x: Double) -> Double { Mathematics.hyperbolicTangent(x) }

/// The sine of an angle in radians.
@inlinable
package func sine(_ x: Double) -> Double { Mathematics.sine(x) }

/// The cosine of an angle in radians.
@inlinable
package func cosine(_ x: Double) -> Double { Mathematics.cosine(x) }

/// The complementary error function.
package func complementaryErrorFunction(_ x: Double) -> Double { Mathematics.complementaryErrorFunction(x) }

/// The logarithm of the absolute value of the gamma function.
package func logarithmOfGamma(_ x: Double) -> Double { Mathematics.logarithmOfGamma(x) }
