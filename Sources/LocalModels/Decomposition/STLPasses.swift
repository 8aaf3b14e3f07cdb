/// The inner and outer loops of STL with their working space.
struct STLPasses {
  private let values: [Double]
  private let season: Int
  private(set) var seasonal: [Double]
  private(set) var trend: [Double]
  /// Robustness weights; nil before the first outer pass.
  private(set) var weights: [Double]?

  private var seasonalLoess: Loess
  private var trendLoess: Loess
  private var lowPassLoess: Loess
  private let seasonalWindow: Int
  /// The smoothed sub-series with a period more at each end.
  private var cycle: [Double]
  private var averages: [Double]
  private var deseasonalized: [Double]
  private var series: [Double]
  private var seriesWeights: [Double]
  private var smoothed: [Double]

  init(_ values: [Double], season: Int, options: STLOptions) {
    self.values = values
    self.season = season
    let n = values.count
    switch options.seasonalWindow {
    case .periodic: seasonalWindow = 10 * n + 1
    case .rows(let rows): seasonalWindow = max(Self.odd(Double(rows)), 3)
    }
    let trendWindow = Self.odd(1.5 * Double(season) / (1 - 1.5 / Double(seasonalWindow)))
    let lowPassWindow = Self.odd(Double(season))
    seasonalLoess = Loess(window: seasonalWindow, degree: 0, jump: Self.jump(seasonalWindow))
    trendLoess = Loess(window: trendWindow, degree: 1, jump: Self.jump(trendWindow))
    lowPassLoess = Loess(window: lowPassWindow, degree: 1, jump: Self.jump(lowPassWindow))
    seasonal = [Double](repeating: 0, count: n)
    trend = seasonal
    deseasonalized = seasonal
    cycle = [Double](repeating: 0, count: n + 2 * season)
    averages = cycle
    series = [Double](repeating: 0, count: n / season + 1)
    seriesWeights = series
    smoothed = [Double](repeating: 0, count: n / season + 3)
  }

  /// The smallest odd number that is not below `x`.
  private static func odd(_ x: Double) -> Int {
    let whole = Int(x.rounded(.up))
    return whole.isMultiple(of: 2) ? whole + 1 : whole
  }

  private static func jump(_ window: Int) -> Int { (window + 9) / 10 }

  mutating func run(isRobust: Bool) {
    guard isRobust else {
      pass()
      pass()
      return
    }
    pass()
    for _ in 0..<15 {
      weights = robustnessWeights()
      pass()
    }
  }

  /// One inner pass: season of the detrended values, trend of the deseasonalized ones.
  private mutating func pass() {
    smoothSeasons()
    lowPass()
    for row in values.indices {
      seasonal[row] = cycle[season + row] - averages[row]
      deseasonalized[row] = values[row] - seasonal[row]
    }
    trendLoess.smooth(deseasonalized, count: values.count, weights: weights, into: &trend)
  }

  /// Smooths the sub-series of each season, extended by one period before and after.
  private mutating func smoothSeasons() {
    for phase in 0..<season {
      let count = (values.count - 1 - phase) / season + 1
      for k in 0..<count {
        let row = phase + k * season
        series[k] = values[row] - trend[row]
        if let weights { seriesWeights[k] = weights[row] }
      }
      let robust = weights == nil ? nil : seriesWeights
      seasonalLoess.smooth(series, count: count, weights: robust, into: &smoothed, offset: 1)
      let first = 1...min(seasonalWindow, count)
      smoothed[0] =
        seasonalLoess.value(series, count: count, at: 0, block: first, weights: robust)
        ?? smoothed[1]
      let last = max(1, count - seasonalWindow + 1)...count
      smoothed[count + 1] =
        seasonalLoess.value(series, count: count, at: count + 1, block: last, weights: robust)
        ?? smoothed[count]
      for k in 0..<(count + 2) { cycle[phase + k * season] = smoothed[k] }
    }
  }

  /// Leaves in `averages` the low-pass filtered cycle: moving averages of m, m and 3 rows, then loess.
  private mutating func lowPass() {
    let n = values.count
    averages = cycle
    Self.movingAverage(&averages, count: n + 2 * season, window: season)
    Self.movingAverage(&averages, count: n + season + 1, window: season)
    Self.movingAverage(&averages, count: n + 2, window: 3)
    deseasonalized.replaceSubrange(0..<n, with: averages[0..<n])
    lowPassLoess.smooth(deseasonalized, count: n, weights: nil, into: &averages)
  }

  /// Replaces the first `count` numbers by the `count` − `window` + 1 means of that many neighbours.
  private static func movingAverage(_ numbers: inout [Double], count: Int, window: Int) {
    var sum = 0.0
    for index in 0..<window { sum += numbers[index] }
    let scale = Double(window)
    for index in 0..<(count - window + 1) {
      let oldest = numbers[index]
      numbers[index] = sum / scale
      if index + window < count { sum += numbers[index + window] - oldest }
    }
  }

  /// Bisquare weights of the remainders at six times their median size.
  private func robustnessWeights() -> [Double] {
    let sizes = values.indices.map { (values[$0] - seasonal[$0] - trend[$0]).magnitude }
    let sorted = sizes.sorted()
    let middle = sorted.count / 2
    let median =
      sorted.count.isMultiple(of: 2) ? 0.5 * (sorted[middle - 1] + sorted[middle]) : sorted[middle]
    let reach = 6 * median
    return sizes.map { size in
      if size <= 0.001 * reach { return 1 }
      if size > 0.999 * reach { return 0 }
      let ratio = size / reach
      let rest = 1 - ratio * ratio
      return rest * rest
    }
  }

  /// Replaces the seasonal component by its mean in each season.
  mutating func averageSeason() {
    for phase in 0..<season {
      var sum = 0.0
      var count = 0.0
      for row in stride(from: phase, to: values.count, by: season) {
        sum += seasonal[row]
        count += 1
      }
      for row in stride(from: phase, to: values.count, by: season) { seasonal[row] = sum / count }
    }
  }
}
