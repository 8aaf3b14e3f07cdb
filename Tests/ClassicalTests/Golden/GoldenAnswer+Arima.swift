import Arima
import Classical
import LocalModels
import Persistence

extension GoldenAnswer {
  /// The ARIMA model called `name` on the rows as they are, missing ones included; at the reference's coefficients where the name ends in `@R`.
  static func arima(_ name: String, _ entry: GoldenFolder.Entry) throws -> (any FittedLocalModel)? {
    let isExact = name.hasSuffix("@R")
    let plain = isExact ? String(name.dropLast(2)) : name
    let series = LocalSeries(values: entry.raw, season: entry.season)
    if plain == "auto-arima" { return isExact ? nil : try AutoArimaModel().fit(series) }
    if plain.hasPrefix("stlf-"), let method = SeasonalTrendModel.Method(rawValue: String(plain.dropFirst(5)))
    {
      let periods = entry.json["periods"].flatMap(numbers) ?? []
      var model = SeasonalTrendModel(method, periods: periods.map { Int($0) })
      model.trendCaution = nil
      return try model.fit(entry.series)
    }
    guard plain.hasPrefix("ARIMA("), let order = ArimaOrder(name: plain, period: entry.season)
    else { return nil }
    guard isExact else { return try ArimaModel(order).fit(series) }
    guard case .object(let coefficients)? = entry.json["models"]?[plain]?["at_R"]?["coef"] else {
      return nil
    }
    var factors: [Double] = []
    var constant: Double?
    for member in coefficients {
      let isConstant = ["intercept", "drift"].contains(member.key)
      if isConstant { constant = number(member.value) } else { factors.append(number(member.value) ?? .nan) }
    }
    return try ArimaModel(order).evaluate(series, coefficients: factors, constant: constant)
  }
}
