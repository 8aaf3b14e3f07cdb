import Arima
import Classical
import LocalModels
import Testing

/// What R's `auto.arima(y, approximation = FALSE)` chooses, and a likelihood that R does not compute exactly (R 4.2.2, package `forecast` 8.20).
@Suite struct ArimaReferenceTests {
  /// Series whose differences are best without a constant; a moving average or an autoregression without one has a better AICc (84.11, 89.91), which R
  /// does not try: the search goes on from there with a drift.
  private static let steps: [(values: [Double], aicc: Double)] = [
    ([46, 47, 54, 49, 49, 49, 52, 51, 59, 58, 60, 64, 62, 58, 65, 56], 90.77991),
    ([46, 44, 50, 54, 45, 49, 44, 46, 42, 45, 46, 42, 43, 41, 46, 44], 87.54949),
  ]

  @Test(arguments: steps)
  func behindDifferencesWithoutAConstantTheSearchGoesOnWithOne(values: [Double], aicc: Double) throws {
    let fitted = try AutoArimaModel().fit(LocalSeries(values: values))
    #expect(fitted.name == "ARIMA(0,1,0)")
    #expect(abs((fitted.parameters[named: "aicc"] ?? .nan) - aicc) < 1e-4)
  }

  /// R's `women$weight` at the coefficients of `Arima(y, c(2, 0, 1))`, whose roots have a modulus of 1.000005. R reports −10.478; a dense covariance
  /// with 50 digits (Python's mpmath 1.3) gives −20.17826128.
  @Test func theLikelihoodIsExactBesideTheUnitCircle() throws {
    let weights: [Double] = [115, 117, 120, 123, 126, 129, 132, 135, 139, 142, 146, 150, 154, 159, 164]
    let fitted = try ArimaModel(ArimaOrder(2, 0, 1, hasConstant: true)).evaluate(
      LocalSeries(values: weights),
      coefficients: [1.99936791704557, -0.99998967685656, -0.99974971773678],
      constant: 431.03367349679445)
    #expect(abs((fitted.parameters[named: "loglik"] ?? .nan) + 20.17826128) < 1e-4)
  }
}
