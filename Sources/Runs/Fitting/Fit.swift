import Forecasters
import Forecasting
import Safetensors
import Tensors
import TimeSeries
import Training

/// A fit from the data file to honest errors, in the order in which it reads.
///
/// ```swift
/// var request = FitRequest(data: .file("data.csv"), workers: workers)
/// request.model = "linear-closed-form"
/// (request.lookback, request.horizon) = (48, 12)
/// let result = try Fit(request).run()
/// try result.model.write(to: "model.safetensors")
/// ```
///
/// ``run()`` keeps the thread on which it is called until the fit is over: in a program with an actor that must go on, call it in a detached
/// task, and let the fit end with the task by `control.isInterrupted = { Task.isCancelled }`. Fits may run beside each other.
public struct Fit {
  /// What was asked for.
  public var request: FitRequest
  /// Told what is about to be fitted, before it is.
  public var willTrain: (FitPreview) throws -> Void = { _ in }
  /// Told what happens while it is.
  public var control = TrainingControl()
  /// Told what each attention layer does after each epoch, over the same few validation windows; nil if nobody wants to know.
  public var reportAttention: ((AttentionReport) -> Void)?
  /// Where and how often a checkpoint is kept while training; nil keeps none.
  public var checkpoint: CheckpointPlace?
  /// Whether to go on from the checkpoint.
  public var resumes = false
  /// The data, if it has been read already and split as the request wants it; nil reads the file.
  public var data: ScaledData?
  /// Whether the model is fitted again to all rows after it has been scored; nil where that takes no new training by gradients.
  public var refits: Bool?
  /// Whether columns that the forecaster cannot use are hidden from it; otherwise they are refused.
  package var hidesUnusable = false
  /// Whether forecasts that need no training are scored too.
  public var scoresBaselines = true
  /// How many test windows are kept with their forecasts, together with what the model attends to.
  public var sampleCount = 0

  /// A fit with nobody watching.
  ///
  /// A model named with a variant, such as `ets:M,Ad,M`, becomes the model with that setting.
  public init(_ request: FitRequest) {
    self.request = request.resolvingVariant().resolvingLoss()
  }

  /// Runs it.
  ///
  /// - Throws: `RequestError`, `DataError`, `ModelFileError`, `FileError` or `TrainingError`.
  public func run() throws -> FitResult {
    try request.requireBounds()
    let type = try request.forecaster()
    if reportAttention != nil, !type.trainsAttention {
      throw RequestError.noAttention(model: type.card.name)
    }
    return try run(type)
  }

  private func run<F: Forecaster>(_ type: F.Type) throws -> FitResult {
    try result(of: try fitted(type))
  }

  /// Fits and validates a forecaster; its test windows stay unseen.
  func fitted<F: Forecaster>(_ type: F.Type) throws -> FittedForecaster<F> {
    var clock = StageClock()
    let prepared = try prepare(type)
    let data = prepared.data
    clock.finish(\.load)

    var forecaster = try make(type, prepared.configuration, data.task)
    var description = prepared.description
    try willTrain(
      FitPreview(
        description: description, parameterCount: forecaster.parameterCount, rows: data.panel,
        notes: data.notes + unseenNotes(type, data) + forecaster.notes, choices: data.choices,
        looksBack: type.looksBack))
    let notes = forecaster.notes
    let (summary, ownsCheckpoint) = try train(&forecaster, prepared)
    description.training = .init(epochs: summary.epochs.count, bestEpoch: summary.bestEpoch)
    description.configuration = forecaster.resolved(prepared.configuration).json
    clock.finish(\.train)

    // Whoever interrupts a fit does not wait for its scores.
    let validation =
      summary.ending == .interrupted
      ? nil
      : try measure(
        forecaster, on: prepared.windows.validation, keepsResiduals: true, workers: request.workers,
        unless: control.isInterrupted)
    let intervals = try validation.flatMap { try self.intervals(of: forecaster, prepared, $0) }
    return FittedForecaster(
      forecaster: forecaster, prepared: prepared, description: description, summary: summary,
      validation: validation?.errors.scoreIfAny(data.targetDeviations),
      intervals: intervals, ownsCheckpoint: ownsCheckpoint,
      clock: clock, notes: notes)
  }

  /// Scores a fitted forecaster, and baselines beside it, on the test windows; an interrupted one has no scores.
  func result<F: Forecaster>(of fitted: FittedForecaster<F>) throws -> FitResult {
    let isScored = fitted.summary.ending != .interrupted
    let forecaster = isScored ? try scored(fitted) : fitted.forecaster
    let prepared = fitted.prepared
    let (data, windows) = (prepared.data, prepared.windows.test)
    let test =
      isScored
      ? try measure(
        forecaster, on: windows, intervals: forecaster is any LawStating ? nil : fitted.intervals,
        measuresStated: true, workers: request.workers, unless: control.isInterrupted) : nil
    let baselines =
      scoresBaselines && isScored
      ? try prepared.baselineData.map {
        try Baselines(for: self, $0, besideWindows: windows.count, own: fitted.forecaster)
      } : nil
    let testScore = test?.errors.scoreIfAny(data.targetDeviations)
    let sampleCount = isScored ? sampleCount : 0
    let told = Set(fitted.notes)
    let choice = fitted.forecaster as? any Choosing
    let refit = try isScored ? refitted(fitted) : nil
    let model =
      refit?.model
      ?? ModelFile(fitted.forecaster, described: fitted.description, intervals: fitted.intervals)
    return FitResult(
      model: model, parameterCount: refit?.parameterCount ?? forecaster.parameterCount,
      summary: fitted.summary, validation: fitted.validation, test: testScore,
      testIntervals: test?.intervalScores ?? [], testQuantiles: test?.quantileScore,
      baselines: baselines?.scores ?? [],
      notes: (refit?.notes ?? forecaster.notes).filter { !told.contains($0) } + (baselines?.notes ?? []),
      samples: sampleCount > 0
        ? forecaster.samples(sampleCount, of: data, windows, testScore, fitted.intervals) : [],
      attention: sampleCount > 0 ? attentionMaps(forecaster, of: data, windows) : [],
      ownsCheckpoint: fitted.ownsCheckpoint,
      candidates: choice?.candidates ?? [], reason: choice?.reason, seconds: fitted.clock.total())
  }

  /// Everything that comes before the first weights are drawn.
  package func prepare<F: Forecaster>(_ type: F.Type) throws -> PreparedFit<F> {
    let configuration = try self.configuration(of: type)
    let loaded = try self.data ?? self.loaded(for: type)
    let usual = try prepared(type, configuration, request, loaded)
    let (data, trial) = try choosing(usual) {
      try choosingLookback(type, configuration, usual, loaded)
    }
    let recipe = try self.recipe(of: type, configuration, data.task)
    if let recipe, recipe.epochs > 0, data.windows.validation.count == 0 {
      throw nothingToChooseOn(data, toChoose: "the best epoch")
    }
    let calendar = type.calendarFeatures(configuration, for: data.task)
    return PreparedFit(
      configuration: configuration, data: data, calendar: calendar, recipe: recipe,
      description: describe(type, configuration, data, recipe),
      baselineData: baselineData(type, data, loaded),
      trial: calendar == nil && recipe == nil ? trial : nil)
  }

  /// The data of a request.
  func prepared<F: Forecaster>(
    _ type: F.Type, _ configuration: F.Configuration, _ request: FitRequest, _ loaded: ScaledData
  ) throws -> PreparedData {
    let data: PreparedData
    do { data = try PreparedData(request, loaded, for: type, configuration) } catch {
      throw naming(longestHorizonFor: type, request, loaded, in: error)
    }
    if hidesUnusable { return data.hiding(F.unused(of: data.task)) }
    do { try F.requireCovariates(of: data.task) } catch {
      throw RequestError.configuration(model: F.card.name, error)
    }
    return data
  }

  /// Columns of the history that a forecaster is given and does not look at: without them its forecasts are the same.
  private func unseenNotes<F: Forecaster>(_ type: F.Type, _ data: PreparedData) -> [String] {
    F.unused(of: data.task).contains(.past)
      ? ["\(F.card.name) does not look at \(ColumnRole.past.columns)"] : []
  }

  /// The same windows with the lookback that baselines need; nil where the rows are too few for one.
  private func baselineData<F: Forecaster>(
    _ type: F.Type, _ data: PreparedData, _ loaded: ScaledData
  ) -> PreparedData? {
    guard !type.looksBack, request.lookback == nil else { return data }
    var request = request
    request.horizon = data.task.horizon
    return try? PreparedData(request, loaded, for: SeasonalNaive.self, .init())
  }

  func configuration<F: Forecaster>(of type: F.Type) throws(RequestError) -> F.Configuration {
    var configuration = F.Configuration()
    if request.lookback == nil || request.choosesLookback { configuration = configuration.withoutLookback() }
    for (key, value) in request.settings {
      do { try configuration.set(key, to: value) } catch { throw .configuration(model: F.card.name, error) }
    }
    return configuration
  }

  func recipe<F: Forecaster>(
    of type: F.Type, _ configuration: F.Configuration, _ task: ForecastTask
  ) throws(RequestError) -> TrainingRecipe? {
    guard let published = F.recipe(for: task, configuration) else {
      guard request.recipe == RecipeChanges(), request.initialWeights == nil, !resumes else {
        throw .nothingToTrain(models: [F.card.name])
      }
      return nil
    }
    return request.recipe.applied(to: published)
  }

  package func make<F: Forecaster>(
    _ type: F.Type, _ configuration: F.Configuration, _ task: ForecastTask
  ) throws -> F {
    var generator = SeededGenerator(seed: request.seed, purpose: .initialisation)
    let untrained: F
    do {
      untrained = try F.make(configuration, for: task.stating(request.law), using: &generator)
    } catch {
      throw RequestError.configuration(model: F.card.name, error)
    }
    guard let path = request.initialWeights, F.card.name == request.model else { return untrained }
    do {
      return try untrained.replacingTensors(named: SafetensorsFile(reading: path).learntTensors)
    } catch let
      error as SafetensorsError
    {
      throw ModelFileError.file(error)
    }
  }
}

extension ForecastErrors {
  /// The means, nil without windows.
  func scoreIfAny(_ deviations: [Double]) -> ForecastScore? {
    windowCount == 0 ? nil : score(deviations: deviations)
  }
}
