import Forecasting
import Layers
import Tensors
import TimeSeries
import Training

extension Conformance {
  func learningProblems() throws -> [String] {
    var forecaster = try make()
    let published = F.recipe(for: task, try configuration())
    if published == nil, forecaster.parameterCount == 0 { return try rebuildingProblems(fitted()) }
    var recipe = published ?? TrainingRecipe()
    recipe.epochs = 5
    // Some published rates are meant for thousands of steps of wide layers; here are fifty of narrow ones.
    (recipe.learningRate, recipe.schedule) = (max(recipe.learningRate, 5e-3), .constant)
    let windows = try sineWindows()
    let workers = Workers(threadCount: 1)
    let deviations = Array(repeating: 1.0, count: task.channelCount)
    func error() throws -> Double {
      try score(forecaster, on: windows.validation, workers: workers).score(deviations: deviations).mseNorm
    }
    let before = try error()
    _ = try forecaster.fit(
      TrainingData(windows),
      TrainingPlan(recipe: recipe, seed: 1, workers: workers), TrainingControl())
    let after = try error()
    return try problem("the error fell from \(before) to \(after) only", unless: after < 0.5 * before)
      + rebuildingProblems(forecaster)
  }

  /// A forecaster that needs no epochs, fitted to sines.
  func fitted() throws -> F {
    var forecaster = try make()
    guard F.recipe(for: task, try configuration()) == nil else { return forecaster }
    let windows = try sineWindows()
    _ = try forecaster.fit(
      TrainingData(windows),
      TrainingPlan(recipe: TrainingRecipe(), seed: 1, workers: Workers(threadCount: 2)), TrainingControl())
    return forecaster
  }

  /// What comes after an origin changes no forecast from there.
  func pastProblems() throws -> [String] {
    let forecaster = try fitted()
    let windows = try sineWindows()
    let first = windows.validation.targetRows(ofWindow: 0).lowerBound
    let changed = try sineWindows(changingRowsFrom: first)
    let (here, there) = (
      forecaster.forecast(windows.validation.histories(0..<1)).numbers,
      forecaster.forecast(changed.validation.histories(0..<1)).numbers
    )
    return problem("rows after the origin change the forecast", unless: here == there)
  }

  /// What a fit has chosen is in the resolved configuration and in the tensors, and nowhere else.
  private func rebuildingProblems(_ fitted: F) throws -> [String] {
    var generator = SeededGenerator(seed: 9)
    let untrained = try F.make(fitted.resolved(configuration()), for: task, using: &generator)
    let rebuilt = try untrained.restored(
      from: LearntValues(
        tensors: fitted.namedTensors
          + fitted.namedNumbers.map {
            ($0.name, Tensor(shape: [$0.values.count], values: $0.values.map { Float($0) }))
          }, numbers: fitted.namedNumbers))
    let windows = try sineWindows().validation.histories(0..<2)
    return problem(
      "a fit leaves something that is neither in the configuration nor in the tensors",
      unless: rebuilt.forecast(windows).numbers == fitted.forecast(windows).numbers)
  }
}

extension Forecast {
  /// All numbers, in whichever units they are.
  var numbers: [Double] {
    switch values {
    case .units(let units): units
    case .standardized(let tensor): tensor.values.map { Double($0) }
    }
  }
}

/// The laws of layers and gradients, without the forecaster's type.
protocol NeuralConformance {
  func gradientProblems() throws -> [String]
  func threadProblems() throws -> [String]
}

extension Conformance: NeuralConformance where F: NeuralForecaster {
  func gradientProblems() throws -> [String] {
    let forecaster = try make()
    // Batches that are normalised together have no parts.
    guard !forecaster.hasRunningStatistics else { return [] }
    let windows = CoveredExamples(windows: try sineWindows().training, task: task)
    func gradients(_ indices: Range<Int>) -> LossGradient {
      let part = windows.examples(at: indices)
      let (loss, gradient) = valueAndGradient(at: forecaster) { model in
        var pass = ForwardPass.inference
        let output = windows.targeted(in: model.output(of: part.input, in: &pass))
        return SquaredError()(
          output, part.target, dividingBy: 8 * windows.targetElementsPerExample)
      }
      return LossGradient(loss: Double(loss.scalar), gradient: gradient)
    }
    let (whole, first, second) = (gradients(0..<8), gradients(0..<3), gradients(3..<8))
    let scale = whole.gradient.flatMap(\.values).map(abs).max() ?? 0
    let distance =
      zip(whole.gradient, zip(first.gradient, second.gradient)).map { whole, parts in
        whole.distance(to: parts.0 + parts.1)
      }.max() ?? 0
    return problem(
      "gradients of two parts differ by \(distance) from that of the whole, up to \(scale)",
      unless: distance <= 1e-4 * scale)
  }

  /// A batch large enough to be cut into parts.
  func threadProblems() throws -> [String] {
    let windows = CoveredExamples(windows: try sineWindows().training, task: task)
    let indices = (0..<2100 / task.channelCount).map { $0 % windows.count }
    var recipe = F.recipe(for: task, try configuration()) ?? TrainingRecipe()
    recipe.batchSize = indices.count
    let results = try [1, 3].map { threads in
      var (model, optimizer) = (try make(), recipe.makeOptimizer())
      let plan = TrainingPlan(recipe: recipe, seed: 1, workers: Workers(threadCount: threads))
      _ = TrainingStep(plan, on: windows)(&model, by: &optimizer, on: indices, number: 0)
      return model.learntValues.map(\.values)
    }
    return problem("three threads learn other weights than one", unless: results[0] == results[1])
  }
}
