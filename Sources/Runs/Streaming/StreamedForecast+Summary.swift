import Persistence
import Text

extension StreamedForecast {
  /// What was forecast, and what could not be.
  public struct Summary: Sendable, Equatable {
    /// The model's name.
    public let model: String
    /// What messages call the data.
    public let data: String
    /// Series that were forecast.
    public internal(set) var seriesCount = 0
    /// Rows of all series.
    public internal(set) var rowCount = 0
    /// Steps that were forecast of each.
    public internal(set) var horizon = 0
    /// Channels that the method could not be fitted to: their last value is repeated.
    public internal(set) var fallbackCount = 0
    /// Channels without any value: their forecast is empty.
    public internal(set) var emptyCount = 0
    /// Channels whose bounds are quantiles of their values, because the method states no distribution.
    public internal(set) var empiricalCount = 0
    /// Channels with a forecast but none of the bounds that were asked for.
    public internal(set) var unboundedCount = 0
    /// The first channel that the method could not be fitted to, and why.
    public internal(set) var firstProblem: String?
    /// What was odd about the file, one line each.
    public internal(set) var dataNotes: [String] = []
    /// What should be known about the last rows, one line each.
    public internal(set) var endNotes: [String] = []
    /// Wall-clock time.
    public internal(set) var seconds = 0.0

    init(model: String, data: String) {
      (self.model, self.data) = (model, data)
    }

    /// What a user should know, one line each.
    public var notes: [String] {
      var notes = dataNotes
      if fallbackCount > 0 {
        let example = firstProblem.map { " (the first: \($0))" } ?? ""
        notes.append(
          "\(data): \(model) could not be fitted to \(TextFormatting.grouped(fallbackCount)) of \(TextFormatting.grouped(seriesCount)) series; their last value is repeated\(example)"
        )
      }
      if emptyCount > 0 {
        notes.append(
          "\(data): \(TextFormatting.grouped(emptyCount)) of \(TextFormatting.grouped(seriesCount)) series have no value and no forecast"
        )
      }
      if empiricalCount > 0 {
        notes.append(
          "\(model) states no distribution: the bounds are quantiles of each series' values, the same for every step; a model that is kept has bounds from its errors on held-back rows"
        )
      }
      if unboundedCount > 0 {
        notes.append(
          "\(data): \(TextFormatting.grouped(unboundedCount)) of \(TextFormatting.grouped(seriesCount)) series have no bounds: too few values, or none are stated"
        )
      }
      return notes + endNotes
    }

    /// The summary as an object.
    public var json: JSONValue {
      [
        "model": .string(model), "data": .string(data), "series": .integer(seriesCount),
        "rows": .integer(rowCount), "horizon": .integer(horizon), "fallbacks": .integer(fallbackCount),
        "empty": .integer(emptyCount), "seconds": .number(seconds),
      ]
    }
  }
}
