/// The length of a season: from the frequency of the rows, or from the values alone.
///
/// ```swift
/// print(SeasonalPeriod.periods(of: .hour, count: 2000))  // [24, 168]
/// print(SeasonalPeriod.found(in: sales))  // 12, or 1 if there is none
/// ```
public enum SeasonalPeriod {
  /// The time between two rows.
  public enum Step: Sendable, Equatable {
    /// Years, decades.
    case year
    /// Three months.
    case quarter
    /// A month.
    case month
    /// Seven days.
    case week
    /// A day.
    case day
    /// A day, with no rows on Saturdays and Sundays.
    case businessDay
    /// An hour.
    case hour
    /// Some minutes, a divisor of 60.
    case minutes(Int)
    /// A second.
    case second
  }

  /// The periods with which rows of this frequency can repeat themselves, shortest first, of which the series has more than two.
  ///
  /// - Parameter count: The number of rows; a period m counts from 2m + 1 rows on.
  public static func periods(of step: Step, count: Int) -> [Int] {
    let all: [Int] =
      switch step {
      case .year: []
      case .quarter: [4]
      case .month: [12]
      case .week: [52]
      case .day: count >= 1095 ? [7, 365] : [7]
      case .businessDay: [5]
      case .hour: [24, 168, 8766]
      case .minutes(let minutes): minutes > 0 && 60 % minutes == 0 ? [1440 / minutes, 10_080 / minutes] : []
      case .second: [60, 3600]
      }
    return step == .minutes(1)
      ? [60, 1440].filter { count >= 2 * $0 + 1 } : all.filter { count >= 2 * $0 + 1 }
  }

  /// The period that the values show, 1 if none: the shortest of the marked maxima of the autocorrelation.
  ///
  /// With r the autocorrelations of the differences and g those of the values without their line, a candidate m has a local maximum
  /// r_m > max(0.25, 2√((1 + 2Σ_{k<m} r_k²)/(n − 1))) and a local maximum of g beside it; the period is the shortest with r_m ≥ 0.85 of the largest.
  public static func found(in values: [Double]) -> Int {
    let limit = min(values.count / 3, (values.count - 1) / 2, 750)
    guard limit >= 2 else { return 1 }
    let differences = zip(values.dropFirst(), values).map { $0 - $1 }
    let r = Autocorrelation.coefficients(differences, lags: limit + 1)
    let g = Autocorrelation.coefficients(withoutLine(values), lags: limit + 2)
    var candidates: [Int] = []
    var sum = 0.0
    for m in 2...limit {
      sum += r[m - 1] * r[m - 1]
      let noise = 2 * ((1 + 2 * sum) / Double(differences.count)).squareRoot()
      let isMaximum = r[m] >= r[m - 1] && r[m] >= r[m + 1]
      let isBeside = (max(1, m - 1)...m + 1).contains { lag in g[lag] >= max(g[lag - 1], g[lag + 1]) }
      if isMaximum, isBeside, r[m] > max(0.25, noise) { candidates.append(m) }
    }
    let largest = candidates.map { r[$0] }.max() ?? 0
    return candidates.first { r[$0] >= 0.85 * largest } ?? 1
  }

  private static func withoutLine(_ values: [Double]) -> [Double] {
    let line = LeastSquaresLine(values)
    return values.enumerated().map { $1 - line.intercept - line.slope * Double($0 + 1) }
  }
}
