import Forecasters
import Forecasting
import Persistence
import Tensors
import TimeSeries

/// A forecaster in one line: what it is, how large, and how much work a forecast takes.
public struct ModelOverview: Sendable {
  /// Name, summary and source.
  public let card: ForecasterCard
  /// Number of values it learns.
  public let parameterCount: Int
  /// Multiply-adds of products, attention and recurrences that a forecast of one window executes.
  public let multiplyAdds: Int

  /// The sizes for which forecasters are compared: those of the published benchmarks, with the channels of ETT.
  public static let task = ForecastTask(
    lookback: UsualSizes.lookback, horizon: UsualSizes.horizon, channelCount: 7,
    frequency: .hours(1))

  /// Every forecaster of the catalogue with its default settings, in the catalogue's order.
  ///
  /// - Throws: `ConfigurationError` if one cannot be built for ``task``.
  public static func all() throws -> [ModelOverview] {
    try ForecasterCatalog.forecasters.map { try overview(of: $0) }
  }

  /// A forecaster with its default settings, measured by forecasting one window.
  public init<F: Forecaster>(of type: F.Type) throws {
    let task = Self.task
    var generator = SeededGenerator(seed: 1)
    let forecaster = try F(.init(), for: task, using: &generator)
    card = F.card
    parameterCount = forecaster.parameterCount
    // Local models multiply no tensors, and would be fitted to the window first.
    guard F.looksBack else {
      multiplyAdds = 0
      return
    }
    let forecast = forecaster.predicting(windows: 1024)
    let stamps = Frequency.hours(1).stamps(after: Timestamp(year: 2020), count: task.lookback + task.horizon)
    let values = (0..<task.channelCount * task.lookback).map { _ in generator.normal() }
    let batch = Batch(
      history: Tensor(shape: [1, task.channelCount, task.lookback], values: values),
      future: F.calendarFeatures(.init(), for: task).map { $0.tensor(at: stamps) })
    multiplyAdds = MultiplyAddCounter.counting { _ = forecast(batch) }
  }

  private static func overview<F: Forecaster>(of type: F.Type) throws -> ModelOverview {
    try ModelOverview(of: type)
  }

  /// The members of an entry of `forecast models --json`.
  public var json: JSONValue {
    [
      "name": .string(card.name), "summary": .string(card.summary), "source": .string(card.source),
      "parameters": .integer(parameterCount), "multiply_adds": .integer(multiplyAdds),
    ]
  }
}

extension ForecasterCard {
  /// Authors and year, without the address.
  public var paper: String { source.split(separator: ",", maxSplits: 1).first.map(String.init) ?? source }

  /// The address, nil if the source has none.
  public var address: String? {
    source.split(separator: " ").first { $0.hasPrefix("https://") }.map {
      String($0.filter { $0 != "," && $0 != ";" })
    }
  }
}
