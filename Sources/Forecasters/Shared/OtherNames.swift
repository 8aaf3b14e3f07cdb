/// What other packages call the forecasters of the catalogue.
package enum OtherNames {
  private static let names = [
    "naive": "last-value", "randomwalk": "last-value", "rw": "last-value", "persistence": "last-value",
    "last": "last-value", "snaive": "seasonal-naive", "naiveseasonal": "seasonal-naive",
    "naivedrift": "drift", "rwf": "drift", "randomwalkwithdrift": "drift", "average": "mean", "meanf": "mean",
    "historicaverage": "mean", "autoets": "ets", "exponentialsmoothing": "ets", "autoarima": "arima",
    "sarima": "arima", "sarimax": "arima", "arimax": "arima", "autotheta": "auto-theta", "thetaf": "theta",
    "holtwinters": "hw-additive", "hw": "hw-additive", "simpleexponentialsmoothing": "ses",
    "autoces": "ces", "stlf": "stlf-ets", "mstl": "stlf-ets", "crostonsba": "sba",
    "ridge": "linear-closed-form",
    "ols": "linear-closed-form",
  ]

  /// The name here of a forecaster by its name elsewhere; nil where it has none.
  package static func name(for other: String) -> String? {
    names[other.lowercased().filter { $0.isLetter }]
  }
}
