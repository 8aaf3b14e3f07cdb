import Platform

/// ln(x) of the platform's mathematics library.
func naturalLogarithm(_ x: Double) -> Double { Mathematics.logarithm(x) }

/// cos(x) of the platform's mathematics library.
public func cosine(_ x: Float) -> Float { Mathematics.cosine(x) }

/// sin(x) and cos(x) of the platform's mathematics library.
public func sineAndCosine(_ x: Double) -> (sine: Double, cosine: Double) {
  (Mathematics.sine(x), Mathematics.cosine(x))
}

/// base raised to exponent by the platform's mathematics library.
public func power(_ base: Double, _ exponent: Double) -> Double { Mathematics.power(base, exponent) }

/// cos(x) of the platform's mathematics library.
func cosine(_ x: Double) -> Double { Mathematics.cosine(x) }

/// sin(x) of the platform's mathematics library.
func sine(_ x: Double) -> Double { Mathematics.sine(x) }

/// e raised to x by the platform's mathematics library.
public func exponential(_ x: Float) -> Float { Mathematics.exponential(x) }

/// ln(x) of the platform's mathematics library.
public func naturalLogarithm(_ x: Float) -> Float { Mathematics.logarithm(x) }
