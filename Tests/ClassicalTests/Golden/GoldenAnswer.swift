import Classical
import LocalModels
import Persistence
import Smoothing

/// The program's answer for one model of the golden folder, in the format of its check.py.
struct GoldenAnswer {
  var mean: [Double]
  var bounds: [String: [Double]] = [:]
  var aicc: Double?
  var mse: Double?
  var sse: Double?
  var microseconds = 0

  /// Fits the model called `name`, or evaluates it at the reference's parameters where the name ends in `@R`; nil if there is no such model.
  ///
  /// - Parameter hasBounds: False where no bounds are looked at: those of 20,000 simulated paths take longer than the fit.
  init?(_ name: String, in entry: GoldenFolder.Entry, hasBounds: Bool = true) throws {
    let clock = ContinuousClock()
    let start = clock.now
    guard let fitted = try Self.fit(name, entry) else { return nil }
    aicc = fitted.parameters[named: "aicc"]
    mse = fitted.parameters[named: "mse"]
    sse = fitted.parameters[named: "sse"]
    guard hasBounds else {
      mean = fitted.means(horizon: entry.horizon)
      return
    }
    let forecast = fitted.forecast(horizon: entry.horizon, levels: [0.8, 0.95])
    microseconds = Int((clock.now - start) / .microseconds(1))
    mean = forecast.mean
    for (level, suffix) in [(0.8, "80"), (0.95, "95")] {
      guard let pair = forecast.bounds(level: level) else { continue }
      bounds["lo" + suffix] = pair.lower
      bounds["hi" + suffix] = pair.upper
    }
  }

  private static func fit(_ name: String, _ entry: GoldenFolder.Entry) throws -> (any FittedLocalModel)? {
    if let arima = try arima(name, entry) { return arima }
    if name.hasSuffix("@R") { return try evaluate(String(name.dropLast(2)), entry) }
    // The golden choice is that of AICc alone, without what `ets` asks of fast trends in short series.
    if name == "auto-ets" { return try ETS(.automatic, trendCaution: nil).fit(entry.series) }
    guard let model = try? LocalModelCatalog.model(named: name) else { return nil }
    return try model.fit(entry.series)
  }

  /// The model at the parameters that the reference found.
  private static func evaluate(_ name: String, _ entry: GoldenFolder.Entry) throws -> (any FittedLocalModel)?
  {
    guard let form = ETSForm(name), let reference = entry.json["models"]?[name]?["reference"]?["R"]
    else { return nil }
    return evaluate(form, entry.series, reference)
  }

  static func evaluate(_ form: ETSForm, _ series: LocalSeries, _ json: JSONValue) -> ETSFit {
    func value(_ group: String, _ name: String) -> Double? { json[group]?[name].flatMap(number) }
    let scale = series.scale
    var c = ETSCoefficients(alpha: value("par", "alpha") ?? 0, level: (value("init", "l") ?? 0) / scale)
    c.beta = value("par", "beta") ?? 0
    c.gamma = value("par", "gamma") ?? 0
    c.phi = value("par", "phi") ?? 1
    if let trend = value("init", "b") { c.trend = form.trend == .additive ? trend / scale : trend }
    if form.season != .none {
      let unit = form.season == .additive ? scale : 1
      c.seasons = (1...series.season).reversed().map { (value("init", "s\($0)") ?? 0) / unit }
    }
    let recursion = ETSRecursion(values: series.scaled(by: scale), season: series.season)
    return ETSFit(form: form, scaled: c, recursion: recursion, scale: scale)
  }

  /// The line of the answers file.
  func line(id: String, model: String) -> String {
    var object: [(key: String, value: JSONValue)] = [
      ("id", .string(id)), ("model", .string(model)), ("mean", .array(mean.map(JSONValue.number))),
    ]
    for (name, values) in bounds.sorted(by: { $0.key < $1.key }) {
      object.append((name, .array(values.map(JSONValue.number))))
    }
    for (name, value) in [("aicc", aicc), ("mse", mse), ("sse", sse)] {
      if let value { object.append((name, .number(value))) }
    }
    object.append(("microseconds", .integer(microseconds)))
    return JSONValue.object(JSONObject(object)).text()
  }
}
