import Arima
import Classical
import Forecasting
import LocalModels
import TimeSeries

/// Autoregressive integrated moving average models by exact maximum likelihood: given orders, or those of a stepwise search by AICc.
///
/// Missing rows are integrated out. Columns known ahead are regressors: the errors of the regression are ARIMA. Seasons of more than 24 rows (or of 24 with more than 1,500 rows) are taken out by STL before the search.
public struct ARIMA: LocalForecaster {
  /// Name, summary and source.
  public static let card = ForecasterCard(
    name: "arima", summary: "ARIMA with orders chosen by AICc, or as in arima:0,1,1(0,1,1)",
    source: "Hyndman and Khandakar 2008, https://doi.org/10.18637/jss.v027.i03")

  /// The values that a user may set.
  public struct Configuration: SeasonalConfiguration {
    /// The orders; nil to have them chosen.
    public var order: OrderChoice?
    /// Rows of the season; 0: as the frequency says, 1: none.
    public var season = 0
    /// Whether the search moves from model to model, or tries all.
    public var stepwise = true
    /// Whether the search ranks by conditional sums of squares.
    public var approximate = false
    /// The transform before the fit.
    public var boxCox = PowerTransform.none

    /// The defaults.
    public init() {}

    /// Every value, described.
    public static let fields: [ConfigurationField<Self>] = [
      .text(
        "order", \.order, "auto | p,d,q | p,d,q(P,D,Q), and then 'with mean' or 'with drift' or neither",
        "orders of autoregression, differences and moving average; auto: stepwise by AICc",
        write: { $0?.text ?? "auto" },
        read: { text in text == "auto" ? .some(nil) : OrderChoice(text).map { .some($0) } }),
      .season(\.season),
      .boolean(
        "stepwise", \.stepwise, "search from model to model; false: all with p + q + P + Q of at most 5"),
      .boolean(
        "approximate", \.approximate, "rank models by conditional sums of squares: faster, others may win"),
      .boxCox(\.boxCox),
    ]
  }

  /// `arima:0,1,1(0,1,1)` is an order.
  public static var variantKey: String? { "order" }

  /// Columns known ahead are regressors.
  public static let takes: Set<ColumnRole> = [.future]

  /// What was fitted.
  public var fits: LocalFits

  /// Makes the forecaster of what was or will be fitted.
  public init(fits: LocalFits) {
    self.fits = fits
  }

  /// The local model that is fitted to each series.
  public static func model(_ configuration: Configuration, seasons: [Int]) -> any LocalModel {
    let power = configuration.boxCox
    if let order = configuration.order {
      let season = seasons.first ?? 1
      return season > 1 || !order.isSeasonal
        ? power.model(ArimaModel(order.order(period: season))) : power.model(OrderedArima(order: order))
    }
    return power.model(
      AutoArimaModel(
        StepwiseArima(isApproximate: configuration.approximate, isStepwise: configuration.stepwise)))
  }
}

/// Orders of an ARIMA model whose season is not yet known.
public struct OrderChoice: Sendable, Equatable {
  /// `0,1,1(0,1,1) with drift`.
  public let text: String

  /// The largest order of each kind that is accepted; nobody means more, and memory is kept for the product with the season.
  private static let largest = 24, largestSeasonal = 4, largestDifference = 3

  /// Reads `p,d,q`, `p,d,q(P,D,Q)` and either with ` with mean` or ` with drift`; nil for other text.
  public init?(_ text: String) {
    self.text = text
    guard let order = Self.parse(text, period: 12),
      max(order.autoregressive, order.movingAverage) <= Self.largest,
      max(order.seasonalAutoregressive, order.seasonalMovingAverage) <= Self.largestSeasonal,
      max(order.differences, order.seasonalDifferences) <= Self.largestDifference
    else { return nil }
  }

  /// Whether there are seasonal orders.
  var isSeasonal: Bool { Self.parse(text, period: 12)?.isSeasonal ?? false }

  /// The orders with a season of `period` rows; without the seasonal ones for a period of 1.
  func order(period: Int) -> ArimaOrder {
    if period > 1, let order = Self.parse(text, period: period) { return order }
    var order = Self.parse(text, period: 12) ?? ArimaOrder(0, 1, 1)
    if period <= 1 {
      (order.seasonalAutoregressive, order.seasonalDifferences, order.seasonalMovingAverage) = (0, 0, 0)
      order.period = 1
    }
    return order
  }

  private static func parse(_ text: String, period: Int) -> ArimaOrder? {
    guard !text.hasPrefix("("), !text.contains("[") else { return nil }
    let plain = text.prefix { $0 != "(" && $0 != " " }
    return ArimaOrder(name: "(\(plain))\(text.dropFirst(plain.count))", period: period)
  }
}

/// ARIMA of told orders, with the season of the series; a note tells where there is none for the seasonal ones.
private struct OrderedArima: LocalModel {
  let order: OrderChoice

  var name: String { ArimaModel(order.order(period: 1)).name }
  var takesMissingValues: Bool { true }
  var takesRegressors: Bool { true }

  func fitOrdinary(_ series: LocalSeries) throws(LocalFitError) -> any FittedLocalModel {
    var fit = try ArimaModel(order.order(period: series.season)).fitOrdinary(series)
    if series.season <= 1 { fit.notes.append("no season: the seasonal orders are left out") }
    return fit
  }
}
