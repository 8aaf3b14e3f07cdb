/// The means, step by step, of a model with multiplicative error and season: what ``ETSSeasonMoments`` gives without the variances.
///
/// A season meets itself again after m steps; its product with level and trend then gains σ²γ G₁(s l, s b).
struct ETSSeasonMeans {
  private let factor: Double
  private let phi: Double
  private let gain: Matrix2
  private let transition: Matrix2
  private var products: [(Double, Double)]
  private var step = 0

  init(_ fit: ETSFit) {
    let c = fit.coefficients
    phi = fit.form.trend == .none ? 0 : c.phi
    factor = fit.criteria.variance * c.gamma
    transition = Matrix2(1, phi, 0, phi)
    gain = Matrix2(c.alpha, c.alpha * phi, c.beta, c.beta * phi)
    let trend = fit.form.trend == .none ? 0 : fit.trend
    let level = fit.level
    products = fit.seasons.map { ($0 * level, $0 * trend) }
  }

  /// The mean of the next row; all products then move on by it.
  mutating func next() -> Double {
    let index = step % products.count
    let present = products[index]
    let noise = gain.applied(to: present)
    for i in products.indices { products[i] = transition.applied(to: products[i]) }
    products[index].0 += factor * noise.0
    products[index].1 += factor * noise.1
    step += 1
    return present.0 + phi * present.1
  }
}
