import Arima
import LocalModels

/// How many coefficients were estimated of how many rows: what makes forecasts err more than the law of a model with known coefficients says.
///
/// The mean squared error one row ahead is (n + k)/n times the variance of the innovations (the final prediction error of Akaike 1969), and that variance is
/// itself estimated with n − k degrees of freedom, so that Student's t stands in place of the normal law. Sixty months with a dozen coefficients ask for
/// intervals that are a sixth wider.
struct EstimatedCoefficients: Sendable, Equatable {
  /// k and n.
  let count: Int, rowCount: Int

  /// - Parameter rowCount: Rows with a value that the model was fitted to.
  /// - Returns: Nil for a model that is no ARIMA, and for one with hardly a row for each coefficient, whose variance is no guide.
  init?(of model: any FittedLocalModel, rowCount: Int) {
    guard let arima = model.errors else { return nil }
    self.init(
      count: arima.coefficients.count + arima.regressorCoefficients.count + (arima.constant == nil ? 0 : 1),
      rowCount: rowCount - arima.order.differencedRows)
  }

  init?(count: Int, rowCount: Int) {
    guard count >= 0, rowCount >= count + 2 else { return nil }
    (self.count, self.rowCount) = (count, rowCount)
  }

  /// What the variance of a forecast is multiplied by.
  var variance: Double { Double(rowCount + count) / Double(rowCount) }

  /// What the distance of a bound is multiplied by.
  func width(_ level: IntervalLevel) -> Double {
    let (upper, freedom) = (level.tails.upper, Double(rowCount - count))
    guard upper > 0.5 else { return 1 }
    return variance.squareRoot() * StudentDistribution.quantile(upper, degrees: freedom)
      / NormalDistribution.quantile(upper)
  }

  /// Moves the bounds of a forecast away from its means.
  func widen(_ forecast: inout IntervalForecast, _ transform: BoxCoxTransform?) {
    forecast.variance = forecast.variance?.map { $0 * variance }
    func moved(_ bounds: [Double], _ width: Double) -> [Double] {
      zip(bounds, forecast.mean).map { bound, mean in
        guard let transform else { return mean + width * (bound - mean) }
        let middle = transform.transformed(mean)
        // A mean of logarithms may be too small or too large for a number.
        guard middle.isFinite else { return bound }
        return transform.inverse(middle + width * (transform.transformed(bound) - middle))
      }
    }
    for index in forecast.lower.indices {
      let width = width(forecast.levels[index])
      forecast.lower[index] = moved(forecast.lower[index], width)
      forecast.upper[index] = moved(forecast.upper[index], width)
    }
  }
}

extension FittedLocalModel {
  /// The ARIMA within a model; nil where there is none.
  fileprivate var errors: FittedArima? {
    (self as? FittedArima) ?? (self as? BoxCoxFit)?.inner.errors ?? (self as? SeasonalTrendFit)?.inner.errors
  }
}
