/// Mean and variance, step by step, of a model with multiplicative error and season: level and season move with the same error, so the
/// mean is not the path without noise.
///
/// The state is x = S ⊗ A with S = (s_n, s_{n−1}, …) and A = (l, b); V = E[xxᵀ] is kept as m × m blocks of 2 × 2 numbers. With
/// F₁ = [[1, φ], [0, φ]], G₁ = [[α, αφ], [β, βφ]] and K_i = G₁ + γF₁·1[i = 1], each step moves blocks by one season and
///
///     V_ij ← F₁VF₁ᵀ + σ²(γ F₁VG₁ᵀ·1[j = 1] + γ G₁VF₁ᵀ·1[i = 1] + K_i V K_jᵀ) + 3σ⁴γ² G₁VG₁ᵀ·1[i = j = 1]
///
/// (Hyndman, Koehler, Ord, Snyder 2008, class 3). Without a trend φ = β = 0.
struct ETSSeasonMoments {
  private let season: Int
  private let variance: Double
  private let gamma: Double
  private let transition: Matrix2
  private let gain: Matrix2
  private var means: [(Double, Double)]
  private var squares: [Matrix2]

  init(_ fit: ETSFit) {
    let c = fit.coefficients
    let phi = fit.form.trend == .none ? 0 : c.phi
    season = fit.seasons.count
    variance = fit.criteria.variance
    gamma = c.gamma
    transition = Matrix2(1, phi, 0, phi)
    gain = Matrix2(c.alpha, c.alpha * phi, c.beta, c.beta * phi)
    let trend = fit.form.trend == .none ? 0 : fit.trend
    let level = fit.level
    let means = fit.seasons.reversed().map { ($0 * level, $0 * trend) }
    self.means = means
    squares = means.flatMap { a in
      means.map { b in Matrix2(a.0 * b.0, a.0 * b.1, a.1 * b.0, a.1 * b.1) }
    }
  }

  /// Mean and variance of the next row; the moments then move on by it.
  mutating func next() -> (mean: Double, variance: Double) {
    let last = season - 1
    let phi = transition.b
    let mean = means[last].0 + phi * means[last].1
    let v = squares[last * season + last]
    let square = v.a + phi * (v.b + v.c) + phi * phi * v.d
    advance()
    return (mean, (1 + variance) * square - mean * mean)
  }

  private mutating func advance() {
    let last = season - 1
    var movedMeans = means
    var moved = squares
    let first = gain + transition * gamma
    for i in 0..<season {
      let from = i == 0 ? last : i - 1
      let x = transition.applied(to: means[from])
      let noise = i == 0 ? gain.applied(to: means[from]) : (0, 0)
      movedMeans[i] = (x.0 + variance * gamma * noise.0, x.1 + variance * gamma * noise.1)
      let left = i == 0 ? first : gain
      for j in 0..<season {
        let v = squares[from * season + (j == 0 ? last : j - 1)]
        var sum = (left * v * (j == 0 ? first : gain).transposed) * variance
        sum = sum + transition * v * transition.transposed
        if j == 0 { sum = sum + (transition * v * gain.transposed) * (variance * gamma) }
        if i == 0 { sum = sum + (gain * v * transition.transposed) * (variance * gamma) }
        if i == 0, j == 0 {
          sum = sum + (gain * v * gain.transposed) * (3 * variance * variance * gamma * gamma)
        }
        moved[i * season + j] = sum
      }
    }
    means = movedMeans
    squares = moved
  }
}

/// A matrix of two rows and two columns.
struct Matrix2 {
  var a, b, c, d: Double

  init(_ a: Double, _ b: Double, _ c: Double, _ d: Double) {
    self.a = a
    self.b = b
    self.c = c
    self.d = d
  }

  var transposed: Matrix2 { Matrix2(a, c, b, d) }

  func applied(to x: (Double, Double)) -> (Double, Double) { (a * x.0 + b * x.1, c * x.0 + d * x.1) }

  static func + (x: Matrix2, y: Matrix2) -> Matrix2 {
    Matrix2(x.a + y.a, x.b + y.b, x.c + y.c, x.d + y.d)
  }

  static func * (x: Matrix2, y: Matrix2) -> Matrix2 {
    Matrix2(
      x.a * y.a + x.b * y.c, x.a * y.b + x.b * y.d, x.c * y.a + x.d * y.c, x.c * y.b + x.d * y.d)
  }

  static func * (x: Matrix2, factor: Double) -> Matrix2 {
    Matrix2(x.a * factor, x.b * factor, x.c * factor, x.d * factor)
  }
}
