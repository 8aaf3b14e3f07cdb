import Forecasting
import Layers
import Tensors
import TimeSeries
import Training

extension Conformance {
  func gapProblems() throws -> [String] {
    guard F.takesGaps else { return [] }
    let windows = try gappedWindows(filledWith: .nan)
    let (before, fitted) = (try make(), try fitted(to: windows))
    return try scoreProblems(fitted, windows) + lossProblems(windows)
      + learningProblems(before, fitted, windows) + fillerProblems(fitted, windows)
  }

  /// About half of the cells are missing. Fewer rows do where nothing has to be learnt step by step: a filter through gaps takes long.
  private func gappedWindows(filledWith filler: Double) throws -> WindowSet {
    let isTrained = F.recipe(for: task, try configuration()) != nil
    return try sineWindows(rows: isTrained ? 500 : 300, missing: filler)
  }

  /// A forecaster after a few epochs, or its solution.
  private func fitted(to windows: WindowSet) throws -> F {
    var forecaster = try make()
    var recipe = F.recipe(for: task, try configuration()) ?? TrainingRecipe()
    recipe.epochs = 2
    (recipe.learningRate, recipe.schedule) = (max(recipe.learningRate, 5e-3), .constant)
    _ = try forecaster.fit(
      TrainingData(windows),
      TrainingPlan(recipe: recipe, seed: 1, workers: Workers(threadCount: 2)), TrainingControl())
    return forecaster
  }

  /// Scores beside sums over single cells.
  private func scoreProblems(_ forecaster: F, _ windows: WindowSet) throws -> [String] {
    let validation = windows.validation
    let found = try score(forecaster, on: validation, workers: Workers(threadCount: 2)).standardized
    var (squares, sizes, count) = (0.0, 0.0, 0)
    for window in 0..<validation.count {
      let forecast = forecaster.forecast(validation.histories([window]))
      for target in 0..<validation.targetCount {
        validation.withTarget(target, ofWindow: window) { truth, mean, deviation in
          let values = forecast.standardized(channel: validation.targetChannels[target], mean, deviation)
          for step in truth.indices where !truth[step].isNaN {
            let error = values[step] - (truth[step] - mean) / deviation
            (squares, sizes, count) = (squares + error * error, sizes + error.magnitude, count + 1)
          }
        }
      }
    }
    let expected = (mse: squares / Double(count), mae: sizes / Double(count))
    let distance = max(
      (found.mseNorm - expected.mse).magnitude / expected.mse,
      (found.maeNorm - expected.mae).magnitude / expected.mae)
    return problem(
      "the errors differ by \(distance) from those over the cells that are there", unless: distance < 1e-4)
  }

  /// The loss of a batch beside a sum over single cells.
  private func lossProblems(_ windows: WindowSet) throws -> [String] {
    guard let type = try make() as? any NeuralForecaster else { return [] }
    let indices = Array(0..<8)
    let examples = windows.training.examples(at: indices)
    let output = windows.training.targeted(in: type.inferred(examples.input))
    let loss = SquaredError()(
      output, examples.target(completedBy: output),
      dividingBy: windows.training.observedTargetElements(at: indices))
    let observed = examples.observed?.values ?? Array(repeating: 1, count: examples.target.count)
    var (sum, count) = (0.0, 0)
    for (index, isObserved) in observed.enumerated() where isObserved == 1 {
      let error = Double(output.values[index]) - Double(examples.target.values[index])
      (sum, count) = (sum + error * error, count + 1)
    }
    let distance = (Double(loss.scalar) - sum / Double(count)).magnitude / (sum / Double(count))
    return problem(
      "the loss differs by \(distance) from that over the cells that are there", unless: distance < 1e-4)
  }

  private func learningProblems(_ before: F, _ after: F, _ windows: WindowSet) throws -> [String] {
    guard before.parameterCount > 0, before is any NeuralForecaster else { return [] }
    let errors = try [before, after].map {
      try score($0, on: windows.validation, workers: Workers(threadCount: 2)).standardized.mseNorm
    }
    return problem(
      "with gaps the error went from \(errors[0]) to \(errors[1])", unless: errors[1] < errors[0])
  }

  /// Another number that is none in the cells that are missing.
  private func fillerProblems(_ forecaster: F, _ windows: WindowSet) throws -> [String] {
    let other = try gappedWindows(filledWith: Double(nan: 12345, signaling: false))
    let twin = try fitted(to: other)
    let (here, there) = (
      forecaster.forecast(windows.validation.histories(0..<4)),
      twin.forecast(other.validation.histories(0..<4))
    )
    return problem(
      "what stands in missing cells changes the weights or the forecast",
      unless: here.numbers == there.numbers)
  }
}

extension NeuralForecaster {
  fileprivate func inferred(_ batch: Batch) -> Tensor {
    var pass = ForwardPass.inference
    return output(of: batch, in: &pass)
  }
}

extension Forecast {
  /// The point forecast of a channel of the only window, in standardised units.
  fileprivate func standardized(channel: Int, _ mean: Double, _ deviation: Double) -> [Double] {
    let horizon = shape[3]
    switch values {
    case .standardized(let tensor):
      return tensor.values[channel * horizon..<(channel + 1) * horizon].map { Double($0) }
    case .units(let units):
      return units[channel * horizon..<(channel + 1) * horizon].map { ($0 - mean) / deviation }
    }
  }
}
