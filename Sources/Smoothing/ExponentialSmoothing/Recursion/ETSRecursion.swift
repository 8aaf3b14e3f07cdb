import LocalModels

/// The recursion of exponential smoothing over a series, its criterion, and the criterion's derivatives by going back through it.
///
/// Level l, trend b, seasons s; q = l, l + φb or l·b^φ; μ = q, q + s or q·s; r = y − μ; e = r or r/μ. Written in the error-correction form,
/// to which the smoothing form is equal: with δ = r (or r/s for a multiplicative season)
///
///     l ← q + αδ    b ← φb + βδ  or  b^φ + βδ/l    s ← s + γr  or  s + γr/q
///
/// The criterion is n ln Σe² + [multiplicative error] 2 Σ ln |μ|. One object serves all forms on one series: its arrays are allocated once.
@safe package final class ETSRecursion {
  /// The number of rows.
  package let count: Int
  package let season: Int
  private let memory: UnsafeMutablePointer<Double>
  package let values: UnsafeMutablePointer<Double>
  package let levels: UnsafeMutablePointer<Double>
  package let trends: UnsafeMutablePointer<Double>
  package let damped: UnsafeMutablePointer<Double>
  package let bases: UnsafeMutablePointer<Double>
  package let errors: UnsafeMutablePointer<Double>
  package let residuals: UnsafeMutablePointer<Double>
  package let inverseMeans: UnsafeMutablePointer<Double>
  package let inverseBases: UnsafeMutablePointer<Double>
  package let inverseSeasons: UnsafeMutablePointer<Double>
  package let seasons: UnsafeMutablePointer<Double>
  package let seasonSlopes: UnsafeMutablePointer<Double>
  /// Seasons of four passes at once.
  let seasonLanes: UnsafeMutablePointer<Lanes>

  /// What one pass over the series gives.
  package struct Sums {
    /// Σe².
    var squares = 0.0
    /// Σ ln |μ|, if the error is multiplicative.
    var logarithms = 0.0
    /// Σr².
    var residualSquares = 0.0
  }

  /// Derivatives of the criterion by coefficients; those by initial seasons stay in an array.
  package struct Slopes {
    var alpha = 0.0
    var beta = 0.0
    var gamma = 0.0
    var phi = 0.0
    var level = 0.0
    var trend = 0.0
  }

  package init(values source: [Double], season: Int) {
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
    unsafe seasonLanes = .allocate(capacity: stride)
    unsafe seasonLanes.initialize(repeating: Lanes(), count: stride)
    for row in source.indices { unsafe values[row] = source[row] }
  }

  deinit {
    unsafe memory.deallocate()
    unsafe seasonLanes.deallocate()
  }

  /// The smallest Σe² that is told from zero: values are about 1 in size and rounded to 1e-16.
  package var floor: Double { Double(count) * 1e-32 }

  /// The criterion for given sums.
  package func criterion(_ sums: Sums, error: ETSForm.Error) -> Double {
    let fit = Double(count) * logarithm(sums.squares + floor)
    return error == .additive ? fit : fit + 2 * sums.logarithms
  }

  /// The one-step errors of the last pass.
  package func lastErrors() -> [Double] { (0..<count).map { unsafe errors[$0] } }

  /// The level, the trend and the last m seasons (oldest first) after the last pass.
  package func lastStates(hasSeason: Bool) -> (level: Double, trend: Double, seasons: [Double]) {
    let last = hasSeason ? (0..<season).map { unsafe seasons[count + $0] } : []
    return unsafe (levels[count], trends[count], last)
  }

  /// The derivative of the criterion by the seasonal state of row `row` < m.
  @inline(__always)
  package func seasonSlope(_ row: Int) -> Double { unsafe seasonSlopes[row] }
}
