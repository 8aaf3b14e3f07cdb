/// The form of an ARIMA model: (p,d,q)(P,D,Q)[m], with or without a constant.
///
/// φ(B)Φ(Bᵐ)(1−B)ᵈ(1−Bᵐ)ᴰ η = θ(B)Θ(Bᵐ)ε, where η is the series less its mean (d + D = 0) or its drift (d + D = 1); moving-average polynomials
/// have plus signs.
///
/// ```swift
/// let airline = ArimaOrder(0, 1, 1, seasonal: (0, 1, 1), period: 12)
/// print(airline.name)  // ARIMA(0,1,1)(0,1,1)[12]
/// ```
public struct ArimaOrder: Sendable, Hashable {
  /// The order p of the autoregression.
  public var autoregressive: Int
  /// The number d of first differences.
  public var differences: Int
  /// The order q of the moving average.
  public var movingAverage: Int
  /// The order P of the seasonal autoregression.
  public var seasonalAutoregressive: Int
  /// The number D of seasonal differences.
  public var seasonalDifferences: Int
  /// The order Q of the seasonal moving average.
  public var seasonalMovingAverage: Int
  /// The rows m after which the season repeats; 1 for no season.
  public var period: Int
  /// Whether there is a mean (d + D = 0) or a drift (d + D = 1).
  public var hasConstant: Bool

  /// Makes an order; a period of 1 has no seasonal part.
  public init(
    _ autoregressive: Int, _ differences: Int, _ movingAverage: Int,
    seasonal: (autoregressive: Int, differences: Int, movingAverage: Int) = (0, 0, 0),
    period: Int = 1, hasConstant: Bool = false
  ) {
    self.autoregressive = autoregressive
    self.differences = differences
    self.movingAverage = movingAverage
    self.period = max(period, 1)
    let isSeasonal = period > 1
    seasonalAutoregressive = isSeasonal ? seasonal.autoregressive : 0
    seasonalDifferences = isSeasonal ? seasonal.differences : 0
    seasonalMovingAverage = isSeasonal ? seasonal.movingAverage : 0
    self.hasConstant = hasConstant
  }

  /// Whether P, D or Q is above zero.
  public var isSeasonal: Bool {
    seasonalAutoregressive + seasonalDifferences + seasonalMovingAverage > 0
  }

  /// The rows lost by differencing, d + Dm.
  public var differencedRows: Int { differences + seasonalDifferences * period }

  /// The number of coefficients of the four polynomials.
  public var armaCount: Int {
    autoregressive + movingAverage + seasonalAutoregressive + seasonalMovingAverage
  }

  /// The degree of φ(B)Φ(Bᵐ).
  var autoregressiveDegree: Int { autoregressive + seasonalAutoregressive * period }

  /// The degree of θ(B)Θ(Bᵐ).
  var movingAverageDegree: Int { movingAverage + seasonalMovingAverage * period }

  /// Whether a constant can be estimated: not with two or more differences, which remove it.
  public var admitsConstant: Bool { differences + seasonalDifferences <= 1 }

  /// The same order without the constant if two or more differences remove it.
  var withoutIdleConstant: ArimaOrder {
    var order = self
    order.hasConstant = hasConstant && admitsConstant
    return order
  }

  /// The usual name, such as `ARIMA(2,1,1)(0,1,1)[12] with drift`.
  public var name: String {
    var name = "ARIMA(\(autoregressive),\(differences),\(movingAverage))"
    if isSeasonal {
      name +=
        "(\(seasonalAutoregressive),\(seasonalDifferences),\(seasonalMovingAverage))[\(period)]"
    }
    guard hasConstant else { return name }
    return name + (differences + seasonalDifferences == 0 ? " with mean" : " with drift")
  }

  /// Names of the coefficients in the order in which they are kept: `ar1`, …, `ma1`, …, `sar1`, …, `sma1`, ….
  var coefficientNames: [String] {
    func names(_ prefix: String, _ count: Int) -> [String] { (0..<count).map { "\(prefix)\($0 + 1)" } }
    return names("ar", autoregressive) + names("ma", movingAverage)
      + names("sar", seasonalAutoregressive) + names("sma", seasonalMovingAverage)
  }

  /// `mean` or `drift`: what the constant is.
  var constantName: String { differences + seasonalDifferences == 0 ? "mean" : "drift" }
}
