import Forecasters
import Forecasting
import Tensors
import TimeSeries

/// A fit from the data file to honest errors, in the order in which it reads.
public struct Fit {
  /// What was asked for.
  public let request: FitRequest
  /// Told what is about to be fitted, before it is.
  public var willTrain: (FitPreview) throws -> Void = { _ in }
  /// Told what happens while it is.
  public var control = TrainingControl()
  /// Where a checkpoint is kept while training; nil keeps none.
  public var checkpointPath: String?
  /// Whether to go on from the checkpoint.
  public var resumes = false

  /// A fit with nobody watching.
  public init(_ request: FitRequest) {
    self.request = request
  }

  /// Runs it.
  ///
  /// - Throws: `RequestError`, `DataError`, `ModelFileError`, `FileError` or `TrainingError`.
  public func run() throws -> FitResult {
    guard let type = ForecasterCatalog.forecaster(named: request.model) else {
      throw RequestError.unknownModel(request.model)
    }
    return try run(type)
  }

  private func run<F: Forecaster>(_ type: F.Type) throws -> FitResult {
    var clock = StageClock()
    let configuration = try self.configuration(of: type)
    let data = try PreparedData(request)
    clock.finish(\.load)

    let recipe = try self.recipe(of: type, configuration, data.task)
    if let recipe, recipe.epochs > 0, data.windows.validation.count == 0 {
      throw RequestError.invalid(
        "the split \(data.split.rule) has no validation rows, which choose the best epoch; try --split 0.7/0.1/0.2"
      )
    }
    var forecaster = try make(type, configuration, data.task)
    var description = describe(type, configuration, data, recipe)
    try willTrain(
      FitPreview(
        description: description, parameterCount: forecaster.parameterCount, rows: data.frame,
        notes: data.notes))
    let windows = data.windows.marking(type.calendarFeatures(configuration, for: data.task))
    let summary = try train(&forecaster, windows, recipe, description)
    description.training = .init(epochs: summary.epochs.count, bestEpoch: summary.bestEpoch)
    clock.finish(\.train)

    let targets = data.shape.targetDeviations(data.scaler, data.frame.channels)
    let validation = score(forecaster, on: windows.validation, workers: request.workers)
    let test = score(forecaster, on: windows.test, workers: request.workers)
    let lastValue = score(
      try make(LastValue.self, .init(), data.task), on: data.windows.test, workers: request.workers)
    return FitResult(
      model: ModelFile(forecaster, described: description), parameterCount: forecaster.parameterCount,
      summary: summary, validation: validation.scoreIfAny(targets), test: test.scoreIfAny(targets),
      baselines: lastValue.scoreIfAny(targets).map { [(LastValue.card.name, $0)] } ?? [],
      seconds: clock.total())
  }

  private func configuration<F: Forecaster>(of type: F.Type) throws(RequestError) -> F.Configuration {
    var configuration = F.Configuration()
    for (key, value) in request.settings {
      do { try configuration.set(key, to: value) } catch { throw .configuration(model: F.card.name, error) }
    }
    return configuration
  }

  private func recipe<F: Forecaster>(
    of type: F.Type, _ configuration: F.Configuration, _ task: ForecastTask
  ) throws(RequestError) -> TrainingRecipe? {
    guard let published = F.recipe(for: task, configuration) else {
      guard request.recipe == RecipeChanges(), request.initialWeights == nil, !resumes else {
        throw .nothingToTrain(model: F.card.name)
      }
      return nil
    }
    return request.recipe.applied(to: published)
  }

  private func make<F: Forecaster>(
    _ type: F.Type, _ configuration: F.Configuration, _ task: ForecastTask
  ) throws -> F {
    var generator = SeededGenerator(seed: request.seed, purpose: .initialisation)
    let untrained: F
    do { untrained = try F(configuration, for: task, using: &generator) } catch {
      throw RequestError.configuration(model: F.card.name, error)
    }
    guard let path = request.initialWeights, F.card.name == request.model else { return untrained }
    do { return try untrained.replacingTensors(named: SafetensorsFile(reading: path).tensors) } catch let
      error as SafetensorsError
    {
      throw ModelFileError.file(error)
    }
  }

  private func train<F: Forecaster>(
    _ forecaster: inout F, _ windows: WindowSet, _ recipe: TrainingRecipe?, _ description: ModelDescription
  ) throws -> TrainingSummary {
    var control = control
    if let path = checkpointPath {
      let settings = description.json
      if resumes { control.checkpoint = try CheckpointFile.read(path, settings: settings) }
      control.save = { (checkpoint) throws(TrainingError) in
        do { try CheckpointFile.write(checkpoint, settings: settings, to: path) } catch {
          throw .checkpoint("\(error)")
        }
      }
    }
    return try forecaster.fit(
      TrainingData(training: windows.training, validation: windows.validation),
      TrainingPlan(recipe: recipe ?? TrainingRecipe(), seed: request.seed, workers: request.workers), control)
  }

  private func describe<F: Forecaster>(
    _ type: F.Type, _ configuration: F.Configuration, _ data: PreparedData, _ recipe: TrainingRecipe?
  ) -> ModelDescription {
    ModelDescription(
      model: F.card.name, configuration: configuration.json, shape: data.shape,
      columns: .init(
        time: data.frame.timeColumn, channels: data.frame.channels, frequency: data.frame.frequency,
        scaler: data.scaler),
      split: data.split, data: data.file, recipe: recipe, seed: request.seed,
      training: .init(epochs: 0, bestEpoch: 0))
  }
}

/// What is known before training begins.
public struct FitPreview {
  /// The model to be.
  public let description: ModelDescription
  /// Number of values to be learnt.
  public let parameterCount: Int
  /// The data.
  public let rows: TimeSeriesFrame
  /// Warnings about the data, one line each.
  public let notes: [String]
}

/// What a fit came to.
public struct FitResult: Sendable {
  /// The model with its description.
  public let model: ModelFile
  /// Number of learnt values.
  public let parameterCount: Int
  /// Epochs and why they ended.
  public let summary: TrainingSummary
  /// Errors over the validation windows; nil if the split has none.
  public let validation: ForecastScore?
  /// Errors over the test windows; nil if the split has none.
  public let test: ForecastScore?
  /// Test errors of forecasts that need no training, by name.
  public let baselines: [(name: String, test: ForecastScore)]
  /// Wall-clock time.
  public let seconds: FitSeconds
}

/// Wall-clock time of the stages of a fit.
public struct FitSeconds: Sendable {
  /// Reading, splitting and scaling.
  public var load = 0.0
  /// Training with validation.
  public var train = 0.0
  /// Everything.
  public var total = 0.0
}

private struct StageClock {
  private let start = ContinuousClock.now
  private var last = ContinuousClock.now
  private var seconds = FitSeconds()

  mutating func finish(_ stage: WritableKeyPath<FitSeconds, Double>) {
    let now = ContinuousClock.now
    seconds[keyPath: stage] = (now - last) / .seconds(1)
    last = now
  }

  func total() -> FitSeconds {
    var result = seconds
    result.total = (ContinuousClock.now - start) / .seconds(1)
    return result
  }
}

extension ForecastErrors {
  /// The means, nil without windows.
  func scoreIfAny(_ deviations: [Double]) -> ForecastScore? {
    windowCount == 0 ? nil : score(deviations: deviations)
  }
}

extension WindowSet.Shape {
  /// The scaler's deviation of each forecast channel, which turns errors into data units.
  func targetDeviations(_ scaler: StandardScaler, _ channels: [String]) -> [Double] {
    guard let resolved = try? resolvedChannels(in: channels) else { return [] }
    return resolved.targets.map { scaler.deviations[resolved.inputs[$0]] }
  }
}
