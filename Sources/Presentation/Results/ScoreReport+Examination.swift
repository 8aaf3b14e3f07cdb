import Forecasting
import Persistence
import Runs
import Text

extension ScoreReport {
  /// Intervals that learn as outcomes come, a protocol of its own.
  var adaptiveLine: String {
    adaptive.isEmpty ? "" : "test, online: \(adaptive.sentence(isInDataUnits: false))\n"
  }

  /// What errors tell, a line each.
  var residualLines: String {
    guard let residuals else { return "" }
    return "\n" + residuals.channels.flatMap(\.statements).map { "\($0)\n" }.joined()
  }

  /// The same for programs, by column.
  var residualJSON: JSONValue {
    .object(
      JSONObject(
        (residuals?.channels ?? []).map { channel in
          let test = channel.correlation
          let value: JSONValue = [
            "statements": .array(channel.statements.map { .string($0) }),
            "units": .string(channel.isStandardized ? "deviations" : "data"),
            // Forecast less truth, as the bias of a backtest.
            "bias": .array(channel.bias.map { $0.isNaN ? .null : .number($0) }),
            "autocorrelation": .array((test?.autocorrelations ?? []).map { .number($0) }),
            "ljung_box": test.map { .number($0.statistic) } ?? .null,
            "ljung_box_p": test.map { .number($0.probability) } ?? .null,
            "normal_plot": .array(
              channel.normalPlot.map { .array([.number($0.normal), .number($0.observed)]) }),
          ]
          return (key: channel.name, value: value)
        }))
  }
}
