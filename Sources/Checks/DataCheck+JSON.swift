import Persistence
import TimeSeries

extension DataCheck {
  /// The columns by what they are for; null where nothing was told.
  private var roles: JSONValue {
    guard let told = panel.roles else { return .null }
    let names = { (role: ColumnRole) in JSONValue.array(told.columns(role).map { .string(panel.columns[$0]) })
    }
    return [
      "target": names(.target), "past": names(.past), "future": names(.future),
      "fixed": .array(panel.fixedColumns.map { .string($0) }),
    ]
  }

  /// The check as an object.
  public var json: JSONValue {
    let members: [(key: String, value: JSONValue)] = [
      ("rows", .integer(panel.rowCount)), ("frequency", .string(panel.frequency.description)),
      ("frequency_code", .string(panel.frequency.code)),
      ("coverage", .number(Double(steps.present) / Double(max(1, steps.count)))),
      ("first", .string(first)), ("last", .string(last)),
      (
        "time",
        [
          "columns": .array(panel.timeColumns.map { .string($0) }),
          "form": .string(panel.stampForm.description),
          "format": .string(panel.stampForm.code),
        ]
      ),
      ("series", series?.json ?? .null),
      ("roles", roles), ("layout", panel.origin.form.layout.json), ("columns", .array(channels.map(\.json))),
      (
        "seasons",
        .array(seasons.map { ["length": .integer($0.length), "channels": .integer($0.channelCount)] })
      ), ("fit", plan?.json ?? .null), ("remarks", .array(remarks.map { .string($0) })),
      ("warnings", .array(warnings.map { .string($0.text) })),
    ]
    return .object(JSONObject(members))
  }
}

extension DataCheck.Channel {
  fileprivate var json: JSONValue {
    [
      "name": .string(name), "mean": Self.json(mean), "deviation": Self.json(deviation),
      "min": Self.json(lowest), "max": Self.json(highest), "missing": .integer(missingCount),
    ]
  }

  /// Null for a column without values.
  private static func json(_ number: Double) -> JSONValue { number.isNaN ? .null : .number(number) }
}

extension DataCheck.Plan {
  fileprivate var json: JSONValue {
    ["lookback": .integer(lookback), "horizon": .integer(horizon), "split": split.json]
  }
}
