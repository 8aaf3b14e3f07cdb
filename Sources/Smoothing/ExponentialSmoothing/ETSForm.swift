/// One of the 30 forms of exponential smoothing: how error, trend and season enter.
///
/// ```swift
/// let form = ETSForm("M,Ad,M")   // or "ETS(M,Ad,M)"
/// ```
public struct ETSForm: Sendable, Hashable {
  /// How the error enters.
  public enum Error: Sendable, Hashable {
    /// y = μ + e.
    case additive
    /// y = μ (1 + e).
    case multiplicative
  }

  /// How the trend enters.
  public enum Trend: Sendable, Hashable {
    /// No trend.
    case none
    /// The trend is added to the level.
    case additive
    /// The trend multiplies the level.
    case multiplicative
  }

  /// How the season enters.
  public enum Season: Sendable, Hashable {
    /// No season.
    case none
    /// The season is added to the level.
    case additive
    /// The season multiplies the level.
    case multiplicative
  }

  /// How the error enters.
  public let error: Error
  /// How the trend enters.
  public let trend: Trend
  /// Whether the trend dies away by the factor φ a step.
  public let isDamped: Bool
  /// How the season enters.
  public let season: Season

  /// Makes a form; a form without a trend is not damped.
  public init(error: Error, trend: Trend = .none, isDamped: Bool = false, season: Season = .none) {
    self.error = error
    self.trend = trend
    self.isDamped = isDamped && trend != .none
    self.season = season
  }

  /// Reads `M,Ad,M` or `ETS(M,Ad,M)`; nil if it is neither.
  public init?(_ text: String) {
    var body = Substring(text)
    if body.hasPrefix("ETS("), body.hasSuffix(")") { body = body.dropFirst(4).dropLast() }
    let letters = body.split(separator: ",", omittingEmptySubsequences: false)
    guard letters.count == 3,
      let error: Error = ["A": .additive, "M": .multiplicative][letters[0]],
      let trend: Trend = [
        "N": .none, "A": .additive, "Ad": .additive, "M": .multiplicative, "Md": .multiplicative,
      ][letters[1]],
      let season: Season = ["N": .none, "A": .additive, "M": .multiplicative][letters[2]]
    else { return nil }
    self.init(error: error, trend: trend, isDamped: letters[1].hasSuffix("d"), season: season)
  }

  /// The usual name, such as `ETS(M,Ad,M)`.
  public var name: String {
    let trendLetter =
      switch trend {
      case .none: "N"
      case .additive: "A"
      case .multiplicative: "M"
      }
    let seasonLetter =
      switch season {
      case .none: "N"
      case .additive: "A"
      case .multiplicative: "M"
      }
    let errorLetter = error == .additive ? "A" : "M"
    return "ETS(\(errorLetter),\(trendLetter)\(isDamped ? "d" : ""),\(seasonLetter))"
  }

  /// Whether error, trend or season multiply, so that all values must be above zero.
  public var needsPositiveValues: Bool {
    error == .multiplicative || trend == .multiplicative || season == .multiplicative
  }

  /// The same trend and season with errors that are added.
  var withAdditiveError: ETSForm {
    ETSForm(error: .additive, trend: trend, isDamped: isDamped, season: season)
  }

  /// The same form with a damped trend.
  var damped: ETSForm { ETSForm(error: error, trend: trend, isDamped: true, season: season) }

  /// The number of smoothing parameters.
  var smoothingCount: Int {
    1 + (trend == .none ? 0 : 1) + (season == .none ? 0 : 1) + (isDamped ? 1 : 0)
  }

  /// The number of initial states that are estimated: level, trend, and all seasons but the oldest.
  func stateCount(season length: Int) -> Int {
    1 + (trend == .none ? 0 : 1) + (season == .none ? 0 : length - 1)
  }

  /// The k of AIC: smoothing parameters, initial states and the variance.
  func parameterCount(season length: Int) -> Int {
    smoothingCount + stateCount(season: length) + 1
  }
}
