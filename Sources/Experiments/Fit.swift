import Forecasters
import Forecasting
import Tensors
import TimeSeries

/// A fit from the data file to honest errors, in the order in which it reads.
public struct Fit {
  /// What was asked for.
  public var request: FitRequest
  /// Told what is about to be fitted, before it is.
  public var willTrain: (FitPreview) throws -> Void = { _ in }
  /// Told what happens while it is.
  public var control = TrainingControl()
  /// Where a checkpoint is kept while training; nil keeps none.
  public var checkpointPath: String?
  /// How long to wait at least between two checkpoints; an interruption always writes one.
  public var checkpointInterval = Duration.zero
  /// Whether to go on from the checkpoint.
  public var resumes = false
  /// The data, if it has been read already and split as the request wants it; nil reads the file.
  public var data: ScaledData?
  /// Whether forecasts that need no training are scored too.
  public var scoresBaselines = true
  /// How many test windows are kept with their forecasts, together with what the model attends to.
  public var sampleCount = 0

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
    let prepared = try prepare(type)
    let data = prepared.data
    clock.finish(\.load)

    var forecaster = try make(type, prepared.configuration, data.task)
    var description = prepared.description
    try willTrain(
      FitPreview(
        description: description, parameterCount: forecaster.parameterCount, rows: data.frame,
        notes: data.notes + forecaster.notes))
    let summary = try train(&forecaster, prepared)
    description.training = .init(epochs: summary.epochs.count, bestEpoch: summary.bestEpoch)
    description.configuration = forecaster.resolved(prepared.configuration).json
    clock.finish(\.train)

    let targets = data.shape.targetDeviations(data.scaler, data.frame.channels)
    let validation = score(forecaster, on: prepared.windows.validation, workers: request.workers)
    let test = score(forecaster, on: prepared.windows.test, workers: request.workers)
    let baselines = scoresBaselines ? try Baselines(for: self, data, targets) : nil
    return FitResult(
      model: ModelFile(forecaster, described: description), parameterCount: forecaster.parameterCount,
      summary: summary, validation: validation.scoreIfAny(targets), test: test.scoreIfAny(targets),
      baselines: baselines?.scores ?? [], notes: baselines?.notes ?? [],
      samples: sampleCount > 0 ? forecaster.samples(sampleCount, of: data, prepared.windows.test) : [],
      attention: sampleCount > 0 ? forecaster.attentionMaps(of: data, prepared.windows.test) : [],
      seconds: clock.total())
  }

  /// Everything that comes before the first weights are drawn.
  func prepare<F: Forecaster>(_ type: F.Type) throws -> PreparedFit<F> {
    let configuration = try self.configuration(of: type)
    let loaded = try self.data ?? ScaledData(reading: request.data, request.reading, split: request.split)
    let data = try choosingLookback(type, configuration, try PreparedData(request, loaded), loaded)
    let recipe = try self.recipe(of: type, configuration, data.task)
    if let recipe, recipe.epochs > 0, data.windows.validation.count == 0 {
      throw RequestError.invalid(
        "the split \(data.split.rule) has no validation rows, which choose the best epoch; try --split 0.7/0.1/0.2"
      )
    }
    return PreparedFit(
      configuration: configuration, data: data,
      windows: data.windows.marking(type.calendarFeatures(configuration, for: data.task)), recipe: recipe,
      description: describe(type, configuration, data, recipe))
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

  func make<F: Forecaster>(
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

  func train<F: Forecaster>(
    _ forecaster: inout F, _ prepared: PreparedFit<F>
  ) throws -> TrainingSummary {
    var control = control
    var keeper: CheckpointKeeper?
    if let path = checkpointPath {
      let settings = prepared.description.json
      if resumes { control.checkpoint = try CheckpointFile.read(path, settings: settings) }
      let writing = CheckpointKeeper(path, settings: settings, interval: checkpointInterval)
      control.save = { (checkpoint) throws(TrainingError) in try writing.save(checkpoint) }
      keeper = writing
    }
    let windows = prepared.windows
    let summary = try forecaster.fit(
      TrainingData(training: windows.training, validation: windows.validation),
      TrainingPlan(
        recipe: prepared.recipe ?? TrainingRecipe(), seed: request.seed, workers: request.workers), control)
    if summary.ending == .interrupted { try keeper?.flush() }
    return summary
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

/// A fit whose data, configuration and recipe are settled.
struct PreparedFit<F: Forecaster> {
  let configuration: F.Configuration
  let data: PreparedData
  /// The windows of the data, with the calendar features that the forecaster wants.
  let windows: WindowSet
  let recipe: TrainingRecipe?
  let description: ModelDescription
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
  /// Test errors of forecasts that cost next to nothing, by name.
  public let baselines: [(name: String, test: ForecastScore)]
  /// What should be known about the baselines, one line each.
  public let notes: [String]
  /// A few test windows with their forecasts, if they were asked for.
  public let samples: [SampleForecast]
  /// What an attention model attends to, if samples were asked for.
  public let attention: [AttentionMap]
  /// Wall-clock time.
  public let seconds: FitSeconds
}

/// Wall-clock time of the stages of a fit.
public struct FitSeconds: Sendable, Equatable {
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
