import Forecasting
import Layers
import Optimizers
import Tensors
import TimeSeries
import Training

/// Fits candidates one after another and finds their weights.
struct AutoSearch {
  var members: [AutoMember] = []
  /// What each member is called in the table of candidates.
  var labels: [String] = []
  var weights: MemberWeights
  var candidates: [CandidateScore] = []
  var reason = ChoiceReason.only

  let auto: Auto
  let data: TrainingData
  let plan: TrainingPlan
  let control: TrainingControl
  let facts: AutoFacts
  /// Multiply-adds that may still be done.
  private var budget: Double

  init(_ auto: Auto, _ data: TrainingData, _ plan: TrainingPlan, _ control: TrainingControl) {
    (self.auto, self.data, self.plan, self.control) = (auto, data, plan, control)
    facts = AutoFacts(data, auto.task)
    budget = auto.configuration.budget.multiplyAdds
    weights = auto.weights
  }

  /// - Throws: `TrainingError.interrupted`, or what the fit of the only candidate throws.
  mutating func run() throws(TrainingError) {
    var failure: TrainingError?
    for candidate in chosenCandidates {
      if control.isInterrupted() { throw .interrupted }
      do { try add(candidate) } catch {
        if case .interrupted = error { throw error }
        leaveOut(candidate.label, "\(error)")
        failure = error
      }
    }
    guard !members.isEmpty else { throw failure ?? .choiceNeedsValidation }
    try weigh()
  }

  /// Whether somebody has named the members.
  var isTold: Bool {
    if case .suiting = auto.configuration.members { false } else { true }
  }

  private var chosenCandidates: [AutoCandidate] {
    switch auto.configuration.members {
    case .suiting:
      AutoCandidates(
        facts, auto.task, auto.configuration.budget, hasWindows: !data.validation.isEmpty
      ).list.flatMap(repeated)
    case .named(let names): names.map { AutoCandidate(name: $0) }.flatMap(repeated)
    case .fitted(let members): members.map { AutoCandidate(name: $0.model) }
    }
  }

  /// A network as often as the configuration says, anything else once.
  private func repeated(_ candidate: AutoCandidate) -> [AutoCandidate] {
    candidate.repeated(
      candidate.isNetwork && candidate.refusal == nil ? auto.configuration.networkSeeds : 1)
  }

  private mutating func leaveOut(_ name: String, _ reason: String) {
    candidates.append(CandidateScore(name: name, validation: nil, seconds: 0, note: reason))
  }

  private mutating func add(_ candidate: AutoCandidate) throws(TrainingError) {
    if let refusal = candidate.refusal { return leaveOut(candidate.label, refusal) }
    // One block of validation rows says less than all folds of the stack do.
    if candidate.isNetwork, !isTold, members.contains(where: \.repeatsLastValue) {
      return leaveOut(candidate.label, "earlier rows do not show that anything is better than the last value")
    }
    guard let type = ForecasterCatalog.forecaster(named: candidate.name) else { return }
    if let whole = members.first(where: { $0.stored.model == candidate.partOf }),
      type.unused(of: auto.task).isSuperset(of: whole.hidden), !seesLongSeason(candidate, unlike: whole)
    {
      return leaveOut(candidate.label, "\(whole.stored.model) weighs such forecasts on more windows")
    }
    try fit(type, candidate)
  }

  private mutating func fit<F: Forecaster>(
    _ type: F.Type, _ candidate: AutoCandidate
  ) throws(TrainingError) {
    let start = ContinuousClock.now
    let seed = plan.seed &+ candidate.seedOffset
    let configuration = isTold ? F.Configuration() : F.Configuration().amongCandidates()
    let stored = Auto.StoredMember(
      model: candidate.name, lookback: min(candidate.lookback ?? .max, auto.task.lookback),
      configuration: configuration.json)
    let member: AutoMember
    do { member = try unfitted(stored, seed: seed) } catch { return leaveOut(candidate.label, "\(error)") }
    guard var forecaster = member.forecaster as? F else { return }
    let windows = member.windows(data)
    var (plan, note) = (plan, String?.none)
    if var recipe = F.recipe(for: auto.task, configuration) {
      let epochs = affordableEpochs(forecaster, windows.training, recipe)
      guard epochs > 0 else {
        return leaveOut(candidate.label, "an epoch takes more than what is left of the budget")
      }
      if epochs < recipe.epochs {
        note = "at most \(epochs) of \(recipe.epochs) epochs, as the budget allows"
      }
      recipe.epochs = epochs
      recipe.averaging = recipe.averaging ?? Self.averaging
      plan = TrainingPlan(recipe: recipe, seed: seed, workers: plan.workers)
    } else {
      budget -= candidate.work
    }
    let summary = try forecaster.fit(windows, plan, quietControl, after: members.map(\.forecaster))
    if summary.ending == .interrupted { throw .interrupted }
    let score = try validationScore(forecaster, windows.validation)
    if let error = score?.mseNorm {
      guard error.isFinite else { return leaveOut(candidate.label, "its validation error is not finite") }
      control.report(.tried(settings: candidate.label, validationMSE: error))
    }
    members.append(member.fitted(forecaster, forecaster.resolved(configuration).json))
    labels.append(candidate.label)
    candidates.append(
      CandidateScore(
        name: candidate.label, validation: score, weight: 0,
        seconds: (ContinuousClock.now - start) / .seconds(1), note: note))
  }

  /// A member before its fit.
  func unfitted(_ stored: Auto.StoredMember, seed: UInt64) throws(ConfigurationError) -> AutoMember {
    var generator = SeededGenerator(seed: seed, purpose: .initialisation)
    return try AutoMember(stored, for: auto.task, using: &generator)
  }

  /// Steps are shown; what members choose among is their own affair.
  var quietControl: TrainingControl {
    var quiet = control.quiet
    quiet.report = { [report = control.report] event in
      switch event {
      case .started, .stepped: report(event)
      default: break
      }
    }
    return quiet
  }

  private func validationScore<F: Forecaster>(
    _ forecaster: F, _ windows: ValidationWindows
  ) throws(TrainingError) -> ForecastScore? {
    guard !windows.isEmpty else { return nil }
    let errors = try score(forecaster, on: windows, workers: plan.workers, unless: control.isInterrupted)
    return errors.score(deviations: windows.targetColumns.map { windows.data.scalers[0].deviations[$0] })
  }

  /// Epochs that the budget has room for, which it then has no more.
  private mutating func affordableEpochs<F: Forecaster>(
    _ forecaster: F, _ windows: TrainingWindows, _ recipe: TrainingRecipe
  ) -> Int {
    let batch = 0..<min(recipe.batchSize, windows.count)
    let histories = windows.histories(batch)
    let forward = MultiplyAddCounter.counting { _ = forecaster.predicting(windows: batch.count)(histories) }
    let epoch =
      Double(forward) / Double(batch.count) * Double(windows.count) * recipe.forwardPassesPerStep
    let epochs = min(recipe.epochs, Int(max(0, min(1e9, budget / max(1, epoch)))))
    budget -= Double(epochs) * epoch
    return epochs
  }

  /// What is kept of networks: it was better than the last weights on every file that was tried.
  private static let averaging = WeightAverage.exponential(decay: 0.99)
}
