import Forecasters
import Forecasting
import Tensors
import TimeSeries
import Training

extension FitRequest {
  /// The name that stands for the best of the cheap forecasters and SAMformer.
  public static let autoModel = "auto"
}

/// The choice of a model by validation error: cheap forecasters, and SAMformer as far as a budget goes.
///
/// The budget is counted in multiply-adds, not seconds, so that the same seed chooses the same model on every machine.
struct AutoFit {
  /// Multiply-adds that the training of SAMformer may take: about a minute on two cores.
  static let budget = 2e12

  private let base: Fit
  private let data: ScaledData
  private var candidates: [Candidate] = []
  private var clock = StageClock()

  /// A fitted forecaster, and how to score it.
  private struct Candidate {
    let score: CandidateScore
    let finish: (() throws -> FitResult)?
  }

  /// Reads the data.
  ///
  /// - Throws: `RequestError` for options that belong to one model, `DataError`.
  init(_ fit: Fit) throws {
    guard fit.request.settings.isEmpty, fit.request.initialWeights == nil, !fit.resumes else {
      throw RequestError.choosesItself
    }
    data =
      try fit.data
      ?? ScaledData(
        fit.request.data, fit.request.reading, split: fit.request.split, scaling: fit.request.scaling)
    guard !data.split.rows.validation.isEmpty else {
      throw RequestError.noValidationRows(split: "\(data.split.rule)", toChoose: "the model")
    }
    base = fit
    clock.finish(\.load)
  }

  /// Fits every candidate, keeps the one with the smallest validation error, and scores that one on the test windows.
  mutating func run() throws -> FitResult {
    let trained = try samformer()
    try base.willTrain(trained.preview)
    try add(LastValue.self, fit(LastValue.card))
    try add(SeasonalNaive.self, fit(SeasonalNaive.card))
    try add(Mean.self, fit(Mean.card))
    try add(Drift.self, fit(Drift.card))
    try add(LinearClosedForm.self, fit(LinearClosedForm.card))
    if let fit = trained.fit {
      try add(SAMformer.self, fit, note: trained.limit)
    } else {
      leaveOut(SAMformer.card, trained.limit)
    }
    clock.finish(\.train)
    return try finish()
  }

  /// The fit of a forecaster that is not trained step by step, to which the options of training do not apply.
  private func fit(_ card: ForecasterCard) -> Fit {
    var fit = base
    fit.data = data
    fit.hidesUnusable = true
    fit.request.model = card.name
    fit.request.recipe = RecipeChanges()
    (fit.checkpoint, fit.control, fit.willTrain) = (nil, TrainingControl(), { _ in })
    return fit
  }

  /// The fit of SAMformer within the budget; nil where not even one epoch is.
  private func samformer() throws -> (fit: Fit?, limit: String?, preview: FitPreview) {
    var fit = fit(SAMformer.card)
    fit.request.recipe = base.request.recipe
    fit.control.report = base.control.report
    fit.control.isInterrupted = base.control.isInterrupted
    let prepared = try fit.prepare(SAMformer.self)
    let forecaster = try fit.make(SAMformer.self, prepared.configuration, prepared.data.task)
    let wanted = prepared.recipe?.epochs ?? 0
    let affordable = Int(Self.budget / Self.epochWork(of: forecaster, prepared))
    let isLimited = fit.request.recipe.epochs == nil && affordable < wanted
    if isLimited { fit.request.recipe.epochs = affordable }
    let limit =
      affordable == 0
      ? "one epoch takes more than the budget; fit it by its name"
      : "at most \(affordable) epochs, the budget; fitted by its name it takes \(wanted)"
    var preview = FitPreview(
      description: prepared.description, parameterCount: forecaster.parameterCount, rows: data.panel,
      notes: prepared.data.notes)
    preview.comparison =
      "auto: last-value, seasonal-naive, mean, drift, linear-closed-form and samformer; the smallest validation "
      + "mse_norm is kept (samformer: \(isLimited ? limit : "at most \(wanted) epochs"))"
    return (isLimited && affordable == 0 ? nil : fit, isLimited ? limit : nil, preview)
  }

  /// Multiply-adds of one epoch: a backward pass takes twice a forward pass, and SAM takes both twice.
  private static func epochWork(of forecaster: SAMformer, _ prepared: PreparedFit<SAMformer>) -> Double {
    let windows = prepared.windows.training
    let recipe = prepared.recipe ?? TrainingRecipe()
    let batch = 0..<min(recipe.batchSize, windows.count)
    let histories = windows.histories(batch)
    let forward = MultiplyAddCounter.counting {
      _ = forecaster.predicting(windows: batch.count)(histories)
    }
    return Double(forward) / Double(batch.count) * Double(windows.count) * (recipe.rho > 0 ? 6 : 3)
  }

  private mutating func add<F: Forecaster>(_ type: F.Type, _ fit: Fit, note: String? = nil) throws {
    let start = ContinuousClock.now
    let fitted = try fit.fitted(type)
    guard fitted.summary.ending != .interrupted else { throw TrainingError.interrupted }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let score = CandidateScore(name: F.card.name, validation: fitted.validation, seconds: seconds, note: note)
    if let error = fitted.validation?.mseNorm {
      base.control.report(.tried(settings: F.card.name, validationMSE: error))
    }
    candidates.append(Candidate(score: score) { try fit.result(of: fitted) })
  }

  private mutating func leaveOut(_ card: ForecasterCard, _ reason: String?) {
    candidates.append(
      Candidate(
        score: CandidateScore(name: card.name, validation: nil, seconds: 0, note: reason), finish: nil))
  }

  private func finish() throws -> FitResult {
    let scored = candidates.filter { $0.score.validation?.mseNorm.isFinite == true }
    let best = scored.min { ($0.score.validation?.mseNorm ?? 0) < ($1.score.validation?.mseNorm ?? 0) }
    guard let best, let finish = best.finish, let error = best.score.validation?.mseNorm else {
      throw RequestError.noFiniteError
    }
    base.control.report(
      .chose(settings: best.score.name, validationMSE: error, candidateCount: scored.count))
    var result = try finish()
    result.candidates = candidates.map(\.score)
    result.seconds = clock.total()
    return result
  }
}
