import Forecasting
import Layers
import Tensors
import TimeSeries

extension Conformance {
  func shapeProblems() throws -> [String] {
    let forecaster = try make()
    return try [1, 5].flatMap { batch in
      let shape = try forecast(forecaster, history(batch: batch)).shape
      let expected = [batch, task.channelCount, task.horizon]
      return problem("the forecast has shape \(shape), not \(expected)", unless: shape == expected)
    }
  }

  func determinismProblems() throws -> [String] {
    let forecasts = try (0..<2).map { _ in try forecast(make(), history(batch: 3)).values }
    return problem("two forecasts of one seed differ", unless: forecasts[0] == forecasts[1])
  }

  func dependenceProblems() throws -> [String] {
    let forecaster = try make()
    let both = history(batch: 2)
    let together = try forecast(forecaster, both)
    return try (0..<2).flatMap { window in
      let alone = try forecast(forecaster, both.slices(window..<window + 1), firstHour: window)
      let distance = alone.distance(to: together.slices(window..<window + 1))
      return problem("window \(window) differs by \(distance) from itself alone", unless: distance < 1e-5)
    }
  }

  func constantProblems() throws -> [String] {
    let constant = Tensor(shape: [2, task.channelCount, task.lookback], filledWith: 3)
    return problem(
      "the forecast of a constant is not finite", unless: try forecast(make(), constant).isFinite)
  }

  func missingNumberProblems() throws -> [String] {
    let forecaster = try make()
    let whole = history(batch: 2)
    let lost = Tensor(shape: [1, task.channelCount, task.lookback], filledWith: .nan)
    let forecast = try forecast(forecaster, concatenated([lost, whole.slices(1..<2)]))
    let distance = forecast.slices(1..<2).distance(to: try self.forecast(forecaster, whole).slices(1..<2))
    return problem(
      "a window without numbers is forecast by finite ones",
      unless: forecast.slices(0..<1).values.allSatisfy { !$0.isFinite })
      + problem("a window without numbers changes the next by \(distance)", unless: distance < 1e-5)
  }

  func smallTaskProblems() throws -> [String] {
    var tasks: [ForecastTask] = []
    for (lookback, horizon, channels) in [(48, 12, 1), (1, 12, 3), (48, 1, 3), (1, 1, 1)] {
      tasks.append(task.sized(lookback: lookback, horizon: horizon, channelCount: channels))
    }
    return try tasks.flatMap { task in
      let forecaster: F
      do { forecaster = try make(for: task) } catch { return [String]() }
      let forecast = try forecast(forecaster, history(batch: 1, for: task), for: task)
      let name = "lookback \(task.lookback), horizon \(task.horizon), \(task.channelCount) channels"
      return problem(
        "\(name): the forecast has shape \(forecast.shape)",
        unless: forecast.shape == [1, task.channelCount, task.horizon])
        + problem("\(name): the forecast is not finite", unless: forecast.isFinite)
    }
  }

  func rowOriginProblems() throws -> [String] {
    let forecaster = try shaken(make())
    let (here, there) = try (
      forecast(forecaster, history(batch: 2), firstRow: 0),
      forecast(forecaster, history(batch: 2), firstRow: 1001)
    )
    return problem(
      "rows of other numbers and the same stamps change the forecast", unless: here.values == there.values)
  }

  /// `forecaster` with every learnt value moved, so that nothing hides behind a zero.
  func shaken(_ forecaster: F) -> F {
    forecaster.replacingTensors(
      forecaster.namedTensors.map { _, value in
        let count = Float(value.count)
        let steps = Tensor(
          shape: value.shape, values: (0..<value.count).map { 0.01 + 0.01 * Float($0) / count })
        return 1.01 * value + steps
      })
  }
}

extension Tensor {
  /// The largest difference of any two elements; infinite where one of them is no number.
  func distance(to other: Tensor) -> Float {
    zip(values, other.values).map { abs($0 - $1) }.reduce(0) { $1.isFinite ? max($0, $1) : .infinity }
  }
}
