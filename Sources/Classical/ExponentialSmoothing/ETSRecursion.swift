/// The recursion of exponential smoothing over a series, its criterion, and the criterion's derivatives by going back through it.
///
/// Level l, trend b, seasons s; q = l, l + φb or l·b^φ; μ = q, q + s or q·s; r = y − μ; e = r or r/μ. Written in the error-correction form,
/// to which the smoothing form is equal: with δ = r (or r/s for a multiplicative season)
///
///     l ← q + αδ    b ← φb + βδ  or  b^φ + βδ/l    s ← s + γr  or  s + γr/q
///
/// The criterion is n ln Σe² + [multiplicative error] 2 Σ ln |μ|. One object serves all forms on one series: its arrays are allocated once.
@safe final class ETSRecursion {
  /// The number of rows.
  let count: Int
  private let season: Int
  private let memory: UnsafeMutablePointer<Double>
  private let values: UnsafeMutablePointer<Double>
  private let levels: UnsafeMutablePointer<Double>
  private let trends: UnsafeMutablePointer<Double>
  private let damped: UnsafeMutablePointer<Double>
  private let bases: UnsafeMutablePointer<Double>
  private let errors: UnsafeMutablePointer<Double>
  private let residuals: UnsafeMutablePointer<Double>
  private let inverseMeans: UnsafeMutablePointer<Double>
  private let inverseBases: UnsafeMutablePointer<Double>
  private let inverseSeasons: UnsafeMutablePointer<Double>
  private let seasons: UnsafeMutablePointer<Double>
  private let seasonSlopes: UnsafeMutablePointer<Double>

  /// What one pass over the series gives.
  struct Sums {
    /// Σe².
    var squares = 0.0
    /// Σ ln |μ|, if the error is multiplicative.
    var logarithms = 0.0
    /// Σr².
    var residualSquares = 0.0
  }

  /// Derivatives of the criterion by coefficients; those by initial seasons stay in an array.
  struct Slopes {
    var alpha = 0.0
    var beta = 0.0
    var gamma = 0.0
    var phi = 0.0
    var level = 0.0
    var trend = 0.0
  }

  init(values source: [Double], season: Int) {
    count = source.count
    self.season = season
    let stride = source.count + season + 1
    unsafe memory = .allocate(capacity: 12 * stride)
    unsafe memory.initialize(repeating: 0, count: 12 * stride)
    unsafe values = memory
    unsafe levels = memory + stride
    unsafe trends = memory + 2 * stride
    unsafe damped = memory + 3 * stride
    unsafe bases = memory + 4 * stride
    unsafe errors = memory + 5 * stride
    unsafe residuals = memory + 6 * stride
    unsafe inverseMeans = memory + 7 * stride
    unsafe inverseBases = memory + 8 * stride
    unsafe inverseSeasons = memory + 9 * stride
    unsafe seasons = memory + 10 * stride
    unsafe seasonSlopes = memory + 11 * stride
    for row in source.indices { unsafe values[row] = source[row] }
  }

  deinit { unsafe memory.deallocate() }

  /// The smallest Σe² that is told from zero: values are about 1 in size and rounded to 1e-16.
  var floor: Double { Double(count) * 1e-32 }

  /// The criterion for given sums.
  func criterion(_ sums: Sums, error: ETSForm.Error) -> Double {
    let fit = Double(count) * logarithm(sums.squares + floor)
    return error == .additive ? fit : fit + 2 * sums.logarithms
  }

  /// The one-step errors of the last pass.
  func lastErrors() -> [Double] { (0..<count).map { unsafe errors[$0] } }

  /// The error of `row` in the last pass.
  @inline(__always)
  func lastError(_ row: Int) -> Double { unsafe errors[row] }

  /// The level, the trend and the last m seasons (oldest first) after the last pass.
  func lastStates(hasSeason: Bool) -> (level: Double, trend: Double, seasons: [Double]) {
    let last = hasSeason ? (0..<season).map { unsafe seasons[count + $0] } : []
    return unsafe (levels[count], trends[count], last)
  }

  /// The derivative of the criterion by the seasonal state of row `row` < m.
  @inline(__always)
  func seasonSlope(_ row: Int) -> Double { unsafe seasonSlopes[row] }

  /// Runs the recursion forward and keeps what the way back needs.
  func forward(_ form: ETSForm, _ coefficients: borrowing ETSCoefficients) -> Sums {
    unsafe levels[0] = coefficients.level
    unsafe trends[0] = coefficients.trend
    for row in coefficients.seasons.indices { unsafe seasons[row] = coefficients.seasons[row] }
    return run(
      form, alpha: coefficients.alpha, beta: coefficients.beta, gamma: coefficients.gamma,
      phi: coefficients.phi)
  }

  /// Runs the recursion forward from a vector of box coordinates.
  func forward(_ layout: ETSLayout, _ x: [Double]) -> Sums {
    let form = layout.form
    unsafe levels[0] = x[layout.level]
    if let trend = layout.trend {
      unsafe trends[0] = x[trend]
    } else {
      unsafe trends[0] = 0
    }
    if let first = layout.seasons {
      var rest = form.season == .multiplicative ? Double(season) : 0
      for row in 1..<season {
        let value = x[first + row - 1]
        unsafe seasons[row] = value
        rest -= value
      }
      unsafe seasons[0] = rest
      if form.season == .multiplicative, rest < 1e-6 { return Sums(squares: .infinity) }
    }
    let alpha = x[0]
    return run(
      form, alpha: alpha, beta: layout.trendRate.map { x[$0] * alpha } ?? 0,
      gamma: layout.seasonRate.map { x[$0] * (1 - alpha) } ?? 0, phi: layout.damping.map { x[$0] } ?? 1)
  }

  /// The nine joins of trend and season, each compiled by itself: the conditions inside vanish.
  private func run(
    _ form: ETSForm, alpha: Double, beta: Double, gamma: Double, phi: Double
  ) -> Sums {
    let isMultiplicative = form.error == .multiplicative
    switch (form.trend, form.season) {
    case (.none, .none):
      return pass(.none, .none, isMultiplicative, false, alpha, beta, gamma, phi)
    case (.none, .additive):
      return pass(.none, .additive, isMultiplicative, false, alpha, beta, gamma, phi)
    case (.none, .multiplicative):
      return pass(.none, .multiplicative, isMultiplicative, false, alpha, beta, gamma, phi)
    case (.additive, .none):
      return pass(.additive, .none, isMultiplicative, false, alpha, beta, gamma, phi)
    case (.additive, .additive):
      return pass(.additive, .additive, isMultiplicative, false, alpha, beta, gamma, phi)
    case (.additive, .multiplicative):
      return pass(.additive, .multiplicative, isMultiplicative, false, alpha, beta, gamma, phi)
    case (.multiplicative, .none):
      return pass(.multiplicative, .none, isMultiplicative, form.isDamped, alpha, beta, gamma, phi)
    case (.multiplicative, .additive):
      return pass(
        .multiplicative, .additive, isMultiplicative, form.isDamped, alpha, beta, gamma, phi)
    case (.multiplicative, .multiplicative):
      return pass(
        .multiplicative, .multiplicative, isMultiplicative, form.isDamped, alpha, beta, gamma, phi)
    }
  }

  @inline(__always)
  private func pass(
    _ trend: ETSForm.Trend, _ season: ETSForm.Season, _ isMultiplicative: Bool, _ usesPower: Bool,
    _ alpha: Double, _ beta: Double, _ gamma: Double, _ phi: Double
  ) -> Sums {
    var sums = Sums()
    var product = 1.0
    var level = unsafe levels[0]
    var slope = unsafe trends[0]
    let period = self.season
    for row in 0..<count {
      let y = unsafe values[row]
      var base = level
      var carried = 0.0
      if trend == .additive {
        carried = phi * slope
        base = level + carried
      } else if trend == .multiplicative {
        carried = usesPower ? power(slope, phi) : slope
        unsafe damped[row] = carried
        base = level * carried
      }
      unsafe bases[row] = base
      var mean = base
      var factor = 0.0
      if season == .additive {
        factor = unsafe seasons[row]
        mean = base + factor
      } else if season == .multiplicative {
        factor = unsafe seasons[row]
        mean = base * factor
      }
      let residual = y - mean
      unsafe residuals[row] = residual
      var change = residual
      var inverseBase = 0.0
      if season == .multiplicative {
        let inverseSeason = 1 / factor
        inverseBase = 1 / base
        unsafe inverseSeasons[row] = inverseSeason
        unsafe inverseBases[row] = inverseBase
        change = residual * inverseSeason
      }
      if isMultiplicative {
        let inverseMean = 1 / mean
        unsafe inverseMeans[row] = inverseMean
        let error = residual * inverseMean
        unsafe errors[row] = error
        sums.squares += error * error
        product *= mean.magnitude
        if !(product > 1e-140 && product < 1e140) {
          sums.logarithms += logarithm(product)
          product = 1
        }
      } else {
        unsafe errors[row] = residual
        sums.squares += residual * residual
      }
      sums.residualSquares += residual * residual
      let former = level
      level = base + alpha * change
      unsafe levels[row + 1] = level
      if trend == .additive {
        slope = carried + beta * change
        unsafe trends[row + 1] = slope
      } else if trend == .multiplicative {
        slope = carried + beta * change / former
        unsafe trends[row + 1] = slope
      }
      if season == .additive {
        unsafe seasons[row + period] = factor + gamma * residual
      } else if season == .multiplicative {
        unsafe seasons[row + period] = factor + gamma * residual * inverseBase
      }
    }
    if isMultiplicative { sums.logarithms += logarithm(product) }
    return sums
  }

  /// Goes back through the last pass for the derivatives of the criterion.
  func backward(
    _ form: ETSForm, alpha: Double, beta: Double, gamma: Double, phi: Double, squares: Double
  ) -> Slopes {
    let isMultiplicative = form.error == .multiplicative
    switch (form.trend, form.season) {
    case (.none, .none):
      return back(.none, .none, isMultiplicative, false, alpha, beta, gamma, phi, squares)
    case (.none, .additive):
      return back(.none, .additive, isMultiplicative, false, alpha, beta, gamma, phi, squares)
    case (.none, .multiplicative):
      return back(.none, .multiplicative, isMultiplicative, false, alpha, beta, gamma, phi, squares)
    case (.additive, .none):
      return back(.additive, .none, isMultiplicative, false, alpha, beta, gamma, phi, squares)
    case (.additive, .additive):
      return back(.additive, .additive, isMultiplicative, false, alpha, beta, gamma, phi, squares)
    case (.additive, .multiplicative):
      return back(
        .additive, .multiplicative, isMultiplicative, false, alpha, beta, gamma, phi, squares)
    case (.multiplicative, .none):
      return back(
        .multiplicative, .none, isMultiplicative, form.isDamped, alpha, beta, gamma, phi, squares)
    case (.multiplicative, .additive):
      return back(
        .multiplicative, .additive, isMultiplicative, form.isDamped, alpha, beta, gamma, phi, squares)
    case (.multiplicative, .multiplicative):
      return back(
        .multiplicative, .multiplicative, isMultiplicative, form.isDamped, alpha, beta, gamma, phi,
        squares)
    }
  }

  @inline(__always)
  private func back(
    _ trend: ETSForm.Trend, _ season: ETSForm.Season, _ isMultiplicative: Bool, _ usesPower: Bool,
    _ alpha: Double, _ beta: Double, _ gamma: Double, _ phi: Double, _ squares: Double
  ) -> Slopes {
    var slopes = Slopes()
    var levelSlope = 0.0
    var trendSlope = 0.0
    let period = self.season
    let weight = 2 * Double(count) / (squares + floor)
    if season != .none {
      for row in count..<(count + period) { unsafe seasonSlopes[row] = 0 }
    }
    for row in stride(from: count - 1, through: 0, by: -1) {
      let residual = unsafe residuals[row]
      var baseSlope = levelSlope
      var carriedSlope = trendSlope
      var formerSlope = 0.0
      var changeSlope = alpha * levelSlope
      var residualSlope = 0.0
      var meanSlope = 0.0
      var seasonSlope = 0.0
      var change = residual
      if season == .multiplicative { change = unsafe residual * inverseSeasons[row] }
      slopes.alpha += change * levelSlope
      if trend == .additive {
        changeSlope += beta * trendSlope
        slopes.beta += change * trendSlope
      } else if trend == .multiplicative {
        let part = unsafe trendSlope / levels[row]
        changeSlope += beta * part
        slopes.beta += change * part
        formerSlope = unsafe -part * beta * change / levels[row]
      }
      if season == .additive {
        let after = unsafe seasonSlopes[row + period]
        residualSlope = changeSlope + gamma * after
        slopes.gamma += residual * after
        seasonSlope = after
      } else if season == .multiplicative {
        let after = unsafe seasonSlopes[row + period]
        let inverseBase = unsafe inverseBases[row]
        let scaled = after * inverseBase
        slopes.gamma += residual * scaled
        baseSlope -= gamma * residual * inverseBase * scaled
        let inverseSeason = unsafe inverseSeasons[row]
        residualSlope = gamma * scaled + changeSlope * inverseSeason
        seasonSlope = after - changeSlope * change * inverseSeason
      } else {
        residualSlope = changeSlope
      }
      let error = unsafe errors[row]
      if isMultiplicative {
        let inverseMean = unsafe inverseMeans[row]
        residualSlope += weight * error * inverseMean
        meanSlope = (2 - weight * error * error) * inverseMean
      } else {
        residualSlope += weight * error
      }
      meanSlope -= residualSlope
      if season == .multiplicative {
        let factor = unsafe seasons[row]
        baseSlope += meanSlope * factor
        unsafe seasonSlopes[row] = seasonSlope + meanSlope * bases[row]
      } else {
        baseSlope += meanSlope
        if season == .additive { unsafe seasonSlopes[row] = seasonSlope + meanSlope }
      }
      if trend == .none {
        levelSlope = baseSlope
      } else if trend == .additive {
        levelSlope = baseSlope
        carriedSlope += baseSlope
        slopes.phi += unsafe trends[row] * carriedSlope
        trendSlope = phi * carriedSlope
      } else {
        let carried = unsafe damped[row]
        levelSlope = baseSlope * carried + formerSlope
        carriedSlope += unsafe baseSlope * levels[row]
        if usesPower {
          let former = unsafe trends[row]
          slopes.phi += carriedSlope * carried * logarithm(former)
          trendSlope = carriedSlope * phi * carried / former
        } else {
          trendSlope = carriedSlope
        }
      }
    }
    slopes.level = levelSlope
    slopes.trend = trendSlope
    return slopes
  }
}
