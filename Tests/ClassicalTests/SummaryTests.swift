import Arima
import Classical
import LocalModels
import Testing

/// Models are printed with no fewer digits than R prints.
@Suite struct SummaryTests {
  /// Annual flow of the Nile at Aswan, 1871 to 1900.
  static let nile: [Double] = [
    1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799, 958,
    1140, 1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840,
  ]

  /// R 4.2.2, forecast 8.20: `Arima(window(Nile, end = 1900), c(1, 0, 0))`.
  @Test func anArimaHasTheCriteriaOfR() throws {
    let order = ArimaOrder(1, 0, 0, seasonal: (0, 0, 0), period: 1, hasConstant: true)
    let fitted = try ArimaModel(order).fit(LocalSeries(values: Self.nile))
    let parameters = fitted.parameters
    let (aic, bic) = (try #require(parameters[named: "aic"]), try #require(parameters[named: "bic"]))
    #expect(abs(aic - 389.344949) < 0.01 && abs(bic - 393.548542) < 0.01, "\(aic) \(bic)")
    let text = fitted.summary.joined(separator: "\n")
    for part in ["AIC = 389.34", "BIC = 393.54", "log likelihood = -191.67"] {
      #expect(text.contains(part), "\(text)")
    }
  }

  /// Four decimals of a coefficient of 10⁻⁹ say nothing.
  @Test func coefficientsOfSmallValuesHaveDigits() throws {
    let order = ArimaOrder(0, 1, 0, seasonal: (0, 0, 0), period: 1, hasConstant: true)
    let values = Self.nile.indices.map { 1e-9 * Double($0 + $0 % 3) }
    let lines = try ArimaModel(order).fit(LocalSeries(values: values)).summary
    #expect(!lines.joined().contains("0.0000 "), "\(lines)")
  }
}
