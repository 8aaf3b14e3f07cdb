import Classical
import LocalModels
import Smoothing
import Testing

@Suite struct ETSTests {
  static let forms: [ETSForm] = {
    var forms: [ETSForm] = []
    for error in ["A", "M"] {
      for trend in ["N", "A", "Ad", "M", "Md"] {
        for season in ["N", "A", "M"] {
          if let form = ETSForm("\(error),\(trend),\(season)") { forms.append(form) }
        }
      }
    }
    return forms
  }()

  /// The forms whose moments have a closed form.
  static let exactForms = forms.filter { form in
    form.trend != .multiplicative && (form.error == .multiplicative || form.season != .multiplicative)
  }

  static let values: [Double] = SampleSeries.values(
    count: 29, level: 1, slope: 0.01, season: [0.12, -0.05, 0.02, -0.09], noise: 0.04)

  private func start(_ form: ETSForm) -> (ETSLayout, [Double]) {
    let layout = ETSLayout(form: form, season: 4)
    var c = ETSCoefficients(alpha: 0.31, level: 0.97)
    if form.trend != .none { c.beta = 0.11 }
    if form.season != .none { c.gamma = 0.17 }
    if form.isDamped { c.phi = 0.91 }
    c.trend = form.trend == .additive ? 0.013 : 1.012
    if form.season == .additive { c.seasons = [0.1, -0.04, 0.03, -0.09] }
    if form.season == .multiplicative { c.seasons = [1.1, 0.96, 1.03, 0.91] }
    return (layout, layout.vector(c))
  }

  @Test func thereAreThirtyForms() {
    #expect(Set(Self.forms.map(\.name)).count == 30)
    for form in Self.forms { #expect(ETSForm(form.name) == form) }
    for text in ["", "A,N", "A,Nd,N", "X,N,N", "ETS(A,N,N", "A,N,N,N"] { #expect(ETSForm(text) == nil) }
  }

  @Test(arguments: forms) func theGradientIsThatOfTheCriterion(form: ETSForm) {
    let (layout, x) = start(form)
    var objective = ETSObjective(layout: layout, recursion: ETSRecursion(values: Self.values, season: 4))
    var gradient = [Double](repeating: 0, count: x.count)
    var ignored = gradient
    _ = objective.value(at: x, gradient: &gradient)
    for index in x.indices {
      var moved = x
      moved[index] = x[index] + 1e-6
      let above = objective.value(at: moved, gradient: &ignored)
      moved[index] = x[index] - 1e-6
      let below = objective.value(at: moved, gradient: &ignored)
      let slope = (above - below) / 2e-6
      let distance = (gradient[index] - slope).magnitude
      #expect(distance < 1e-5 * max(slope.magnitude, 10), "\(form.name), number \(index)")
    }
  }

  @Test(arguments: forms) func theRecursionIsTheSmoothingForm(form: ETSForm) {
    let (layout, x) = start(form)
    let recursion = ETSRecursion(values: Self.values, season: 4)
    _ = recursion.forward(layout, x)
    let errors = recursion.lastErrors()
    for (row, expected) in smoothingForm(form, layout.coefficients(x)).enumerated() {
      #expect((errors[row] - expected).magnitude < 1e-12, "\(form.name), row \(row)")
    }
  }

  /// Bit for bit what passes one after another give, with α on either side of where its step turns.
  @Test(arguments: forms) func theCurvatureIsThatOfOnePassForEachNumber(form: ETSForm) {
    let (layout, first) = start(form)
    for alpha in [0.31, 0.72] {
      var x = first
      x[0] = alpha
      let recursion = ETSRecursion(values: Self.values, season: 4)
      let expected = curvature(layout, x, recursion)
      let found = ETSObjective(layout: layout, recursion: recursion).curvature(at: x)
      #expect(found?.map(\.bitPattern) == expected.map(\.bitPattern), "\(form.name), α \(alpha)")
    }
  }

  private func curvature(_ layout: ETSLayout, _ x: [Double], _ recursion: ETSRecursion) -> [Double] {
    _ = recursion.forward(layout, x)
    let errors = recursion.lastErrors()
    let slopes = x.indices.map { index -> [Double] in
      let step = index < layout.level && x[index] > 0.5 ? -1e-6 : 1e-6
      var moved = x
      moved[index] = x[index] + step
      _ = recursion.forward(layout, moved)
      return zip(recursion.lastErrors(), errors).map { ($0 - $1) / step }
    }
    let squares: Double = errors.reduce(0) { $0 + $1 * $1 }
    let weight: Double = 2 * Double(errors.count) / (squares + recursion.floor)
    var result: [Double] = []
    for (i, left) in slopes.enumerated() {
      for (j, right) in slopes.enumerated() {
        let sum: Double = zip(left, right).reduce(0) { $0 + $1.0 * $1.1 }
        result.append(i == j ? weight * sum * (1 + 1e-8) + 1e-6 : weight * sum)
      }
    }
    return result
  }

  @Test func neighboursWhoseSeasonsAreNotAdmittedHaveNoCurvature() throws {
    let form = try #require(ETSForm("M,N,M"))
    let (layout, usual) = start(form)
    var x = usual
    let first = try #require(layout.seasons)
    // The oldest season, which follows from the others, is 1.5 millionths, then 0.5 for those with a larger one.
    for index in first..<x.count { x[index] = (4 - 1.5e-6) / 3 }
    let objective = ETSObjective(layout: layout, recursion: ETSRecursion(values: Self.values, season: 4))
    #expect(objective.curvature(at: x) == nil)
    #expect(objective.curvature(at: usual) != nil)
  }

  /// The recursion as textbooks state it, with Holt's β* = β/α.
  private func smoothingForm(_ form: ETSForm, _ c: ETSCoefficients) -> [Double] {
    var (l, b, seasons) = (c.level, c.trend, c.seasons)
    return Self.values.map { y in
      let carried =
        form.trend == .additive ? c.phi * b : form.trend == .multiplicative ? power(b, c.phi) : 0
      let q = form.trend == .multiplicative ? l * carried : l + carried
      let s = seasons.first ?? 0
      let mean = form.season == .none ? q : form.season == .additive ? q + s : q * s
      let p = form.season == .none ? y : form.season == .additive ? y - s : y / s
      let u = form.season == .additive ? y - q : y / q
      let former = l
      l = c.alpha * p + (1 - c.alpha) * q
      let change = form.trend == .multiplicative ? l / former : l - former
      b = carried + c.beta / c.alpha * (change - carried)
      if form.season != .none { seasons = Array(seasons.dropFirst()) + [c.gamma * u + (1 - c.gamma) * s] }
      return form.error == .additive ? y - mean : (y - mean) / mean
    }
  }

  @Test(arguments: forms) func filteringForwardIsEvaluatingMoreRows(form: ETSForm) throws {
    let (layout, x) = start(form)
    let c = layout.coefficients(x)
    let part = ETSRecursion(values: Array(Self.values[..<20]), season: 4)
    let whole = ETSRecursion(values: Self.values, season: 4)
    var moved = ETSFit(form: form, scaled: c, recursion: part, scale: 3)
    for value in Self.values[20...] { moved.update(with: 3 * value) }
    let fitted = ETSFit(form: form, scaled: c, recursion: whole, scale: 3)
    for (a, b) in zip(moved.path(horizon: 9), fitted.path(horizon: 9)) {
      #expect((a - b).magnitude < 1e-12 * b.magnitude, "\(form.name)")
    }
  }

  /// Means and variances by simulation of 40,000 paths, against the closed forms of the three classes.
  @Test(arguments: exactForms) func theVarianceIsThatOfSimulatedPaths(form: ETSForm) {
    let (layout, x) = start(form)
    let recursion = ETSRecursion(values: Self.values, season: 4)
    let fit = ETSFit(form: form, scaled: layout.coefficients(x), recursion: recursion, scale: 1)
    let deviation = fit.criteria.variance.squareRoot()
    let horizon = 10
    let paths = SimulatedPaths(count: 40_000, horizon: horizon) { normals, row in
      var moved = fit
      for step in 0..<horizon {
        let mean = moved.nextMean
        let error = deviation * normals[step]
        row[step] = form.error == .additive ? mean + error : mean * (1 + error)
        moved.update(with: row[step])
      }
    }
    let exact = fit.forecast(horizon: horizon, levels: [])
    let simulated = paths.forecast(mean: exact.mean, levels: [])
    for step in 0..<horizon {
      let ratio = (simulated.variance?[step] ?? 0) / (exact.variance?[step] ?? 1)
      #expect((ratio - 1).magnitude < 0.02, "\(form.name), step \(step + 1): ratio \(ratio)")
    }
  }

  @Test func theFirstForecastIsTheOneStepPrediction() throws {
    for name in ["ETS(M,Ad,M)", "ETS(M,Md,N)", "ETS(A,Ad,A)"] {
      let fit = try LocalModelCatalog.model(named: name).fit(LocalSeries(values: Self.values, season: 4))
      let ets = try #require(fit as? ETSFit)
      #expect((fit.forecast(horizon: 1, levels: []).mean[0] - ets.nextMean).magnitude < 1e-14)
    }
  }

  @Test func theRootsOfKnownPolynomialsAreFound() {
    // (z − 0.5)(z + 2)(z² + 0.25)
    let roots = PolynomialRoots.find([1, 1.5, -0.75, 0.375, -0.25]).map(\.modulus).sorted()
    for (root, expected) in zip(roots, [0.5, 0.5, 0.5, 2]) { #expect((root - expected).magnitude < 1e-12) }
  }

  @Test func anInadmissibleModelIsBroughtBackToTheEdge() throws {
    var admissibility = ETSAdmissibility(season: 4)
    let (layout, x) = start(ETSForm(error: .additive, trend: .additive, season: .additive))
    var c = layout.coefficients(x)
    let holds = admissibility.holds(c)
    #expect(holds)
    c.alpha = 0.01
    c.beta = 0.0001
    c.gamma = 0.99
    let before = admissibility.radius(alpha: c.alpha, beta: c.beta, gamma: c.gamma, phi: 1)
    let step = 1e-7
    let after = admissibility.radius(alpha: c.alpha + step, beta: c.beta, gamma: c.gamma, phi: 1)
    #expect(((after.value - before.value) / step - before.slopes.alpha).magnitude < 1e-4)
  }

  /// The best model of a line with noise is the line through all rows; SciPy's L-BFGS-B from α = 0.1 finds it on an implementation
  /// of the criterion in C.
  @Test func aLineThroughAllRowsIsFound() throws {
    let rows = [
      459.6, 473.1, 592.6, 636.3, 643.2, 720.5, 808.2, 863.3, 937.6, 1059.7, 1134.8, 1257.2, 1259.7,
    ]
    let fitted = try ETS(.named(#require(ETSForm("ETS(A,A,N)")))).fit(LocalSeries(values: rows, season: 1))
    let aicc = try #require(fitted.parameters[named: "aicc"])
    #expect(aicc < 145.878, "\(aicc)")
    let mean = fitted.forecast(horizon: 3, levels: []).mean
    for (own, expected) in zip(mean, [1330.127, 1400.960, 1471.794]) {
      #expect((own - expected).magnitude < 0.5)
    }
  }

  /// The likelihood alone follows the last steps of a series that ends in a spurt; ten units of AICc are asked for that.
  /// A named form is no worse than the same form where it is chosen.
  @Test func aNamedFormIsFoundAsWellAsAChosenOne() throws {
    let series = LocalSeries(values: (0..<80).map { row -> Double in exponential(0.3 * Double(row)) })
    let chosen = try #require(try ETS(.automatic).fit(series) as? ETSFit)
    let named = try ETS(.named(chosen.form)).fit(series)
    #expect(chosen.form.error == .multiplicative)
    let (first, second) = (chosen.parameters[named: "aicc"] ?? nil, named.parameters[named: "aicc"] ?? nil)
    #expect(try #require(second) <= #require(first) + 0.01)
  }

  @Test func aShortSeriesDoesNotFollowItsLastStep() throws {
    let rows: [Double] = [20, 23, 22, 25, 27, 26, 29, 31, 30, 33, 36, 40, 45, 51]
    let series = LocalSeries(values: rows, season: 1)
    let plain = try ETS(.automatic, trendCaution: nil).fit(series)
    let careful = try ETS(.automatic).fit(series)
    #expect(trendRate(plain) > 0.5)
    #expect(trendRate(careful) <= 0.1 * (1 + 1e-6))
    let carefulValue = try #require(careful.parameters[named: "aicc"])
    let plainValue = try #require(plain.parameters[named: "aicc"])
    let gain = carefulValue - plainValue
    #expect(gain > 0 && gain <= 10)
    let patient = ETSTrendCaution(longSeries: 14)
    #expect(try ETS(.automatic, trendCaution: patient).fit(series).parameters == plain.parameters)
  }

  /// A clear spurt earns its fast trend.
  @Test func aClearTurnIsFollowed() throws {
    let rows: [Double] = (0..<40).map { row -> Double in
      let wobble: Double = 0.1 * Double(row % 3)
      return 50 + wobble + 4 * Double(max(row - 19, 0))
    }
    let fit = try ETS(.automatic).fit(LocalSeries(values: rows, season: 1))
    #expect(trendRate(fit) > 0.1)
  }

  /// A season that repeats itself to the last digit leaves no error at all, and a logarithm of nothing.
  @Test(arguments: [2, 3, 4, 12])
  func aSeasonWithoutNoiseIsFoundExactly(season: Int) throws {
    for pattern in [[-1.0, 1], [0, 0, 0, 1, 0, 0], [5, 1, 2], [0.1, 0.2, 0.3, 0.7]] {
      let rows = (0..<5 * season).map { pattern[$0 % season % pattern.count] }
      guard Set(rows).count > 1 else { continue }
      for model in [SmoothingMethod.holtWintersAdditive as any LocalModel, ETS(.automatic)] {
        let fit = try model.fit(LocalSeries(values: rows, season: season))
        let means = fit.forecast(horizon: 2 * season, levels: []).mean
        for (step, mean) in means.enumerated() {
          #expect((mean - rows[step % season]).magnitude < 1e-9, "\(model.name), \(pattern), step \(step)")
        }
      }
    }
  }

  /// β/α, 0 without a trend.
  private func trendRate(_ fit: any FittedLocalModel) -> Double {
    let beta = fit.parameters[named: "beta"] ?? 0
    return beta / (fit.parameters[named: "alpha"] ?? 1)
  }

  /// R warns likewise.
  @Test(arguments: [24, 26]) func aSeasonTooLongForAChoiceIsSaid(season: Int) throws {
    let values = (0..<80).map { row -> Double in
      let angle: Double = 2 * .pi * Double(row) / Double(season)
      return 50 + 10 * sine(angle) + Double(row % 3)
    }
    let fitted = try ETS(.automatic).fit(LocalSeries(values: values, season: season))
    let isSaid = fitted.notes.contains { $0.description.hasPrefix("no season of \(season)") }
    #expect(isSaid == (season > 24), "\(fitted.notes)")
  }
}
