import LocalModels

/// Whether a model with a season forgets its distant past: the roots of its characteristic polynomial lie in the unit circle.
///
/// z^{m+1} + (α+β−φ) z^m + (α+β−αφ)(z^{m−1} + … + z²) + (α+β−αφ+γ−1) z + φ(1−α−γ)
/// (Hyndman, Koehler, Ord, Snyder 2008, chapter 10). Without a season, the box of the parameters lies inside the region already.
package struct ETSAdmissibility {
  /// The largest modulus that counts as inside.
  package static let largestModulus = 1 + 1e-10

  package let season: Int
  private var roots: [Complex] = []

  package init(season: Int) {
    self.season = season
  }

  /// The largest modulus of a root and its derivatives by α, β, γ and φ.
  package mutating func radius(
    alpha: Double, beta: Double, gamma: Double, phi: Double
  ) -> (value: Double, slopes: (alpha: Double, beta: Double, gamma: Double, phi: Double)) {
    let coefficients = polynomial(alpha: alpha, beta: beta, gamma: gamma, phi: phi)
    roots = PolynomialRoots.find(coefficients, from: roots)
    guard let root = roots.max(by: { $0.modulus < $1.modulus }) else { return (0, (0, 0, 0, 0)) }
    // Sums of powers: z^m, and z + z² + … + z^{m−1}.
    var middle = Complex(0, 0)
    var power = root
    for _ in 1..<season {
      middle = middle + power
      power = power * root
    }
    let derivative = PolynomialRoots.derivative(coefficients, at: root)
    let direction = Complex(root.real / root.modulus, -root.imaginary / root.modulus)
    func slope(_ change: Complex) -> Double { -(direction * (change / derivative)).real }
    return (
      root.modulus,
      (
        slope(power + middle * (1 - phi) + Complex(-phi, 0)), slope(power + middle),
        slope(root + Complex(-phi, 0)), slope(Complex(1 - alpha - gamma, 0) - power - middle * alpha)
      )
    )
  }

  /// Whether all roots are inside.
  package mutating func holds(_ coefficients: ETSCoefficients) -> Bool {
    radius(
      alpha: coefficients.alpha, beta: coefficients.beta, gamma: coefficients.gamma,
      phi: coefficients.phi
    ).value <= Self.largestModulus
  }

  /// The coefficients, highest power first.
  private func polynomial(alpha: Double, beta: Double, gamma: Double, phi: Double) -> [Double] {
    var result = [Double](repeating: alpha + beta - alpha * phi, count: season + 2)
    result[0] = 1
    result[1] = alpha + beta - phi
    result[season] = alpha + beta - alpha * phi + gamma - 1
    result[season + 1] = phi * (1 - alpha - gamma)
    return result
  }
}
