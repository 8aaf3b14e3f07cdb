import Forecasters
import Runs
import Specs
import Tensors
import TimeSeries
import Training

/// One cell on its way from the spec to runs.
struct CellDraft {
  let spec: SweepSpec
  let model: SweepSpec.Placed<SweepSpec.Model>
  let data: ScaledData
  let reading: ReadingOptions
  let dataName: String
  let lookback: Int
  let horizon: Int
  let index: Int

  func settled() throws -> (SweepPlan.Cell, [SweepJob]) {
    let isTrained = try specification(request(settings: [], recipe: nil)).recipe != nil
    guard isTrained || model.value.training == RecipeChanges() else {
      throw spec.error(
        at: model, "\(model.value.name) has nothing to train; remove 'training' from this model")
    }
    var candidates: [SweepPlan.Candidate] = []
    var jobs: [SweepJob] = []
    for choice in combinations(of: try axes(isTrained: isTrained)) {
      let candidate = try jobsOf(choice, isTrained: isTrained)
      jobs += candidate
      candidates.append(
        SweepPlan.Candidate(
          grid: candidate.first?.grid ?? "",
          runs: candidate.map { SweepPlan.Run(id: $0.id, seed: $0.specification.seed) }))
    }
    try check(jobs)
    if candidates.count > 1, data.split.rows.validation.isEmpty {
      throw spec.error(
        at: model, "a grid is chosen from on validation rows, and the split \(data.split.rule) has none")
    }
    let cell = SweepPlan.Cell(
      data: dataName, model: model.value.label, lookback: lookback, horizon: horizon, candidates: candidates)
    return (cell, jobs)
  }

  /// Refuses recipes that no fit follows, and values of this model that change nothing in any run of the cell.
  private func check(_ jobs: [SweepJob]) throws(SpecError) {
    let recipes = jobs.compactMap { job in job.specification.recipe.map { (job.grid, $0) } }
    for (grid, recipe) in recipes {
      do { try recipe.checkTogether() } catch {
        let place = [model.value.label, grid].filter { !$0.isEmpty }.joined(separator: " ")
        throw spec.error(at: model, "\(place): \(error)")
      }
    }
    let own = TrainingRecipe.DependentValue.allCases.filter { model.value.gives($0.rawValue) }
    if let problem = recipes.map(\.1).idleValue(among: own) {
      throw spec.error(at: model, "\(model.value.label): \(problem); change that, or remove it")
    }
  }

  /// The axes that apply to this model: those given with it, and of those for all models the ones that it knows and gives no value to.
  private func axes(isTrained: Bool) throws(SpecError) -> [SweepSpec.Axis] {
    let own = model.value.grid
    if !isTrained, let axis = own.first(where: { RecipeChanges.keys.contains($0.key) }) {
      throw spec.error(
        at: model, "\(model.value.name) has nothing to train; remove '\(axis.key)' from its grid")
    }
    return own + spec.grid.filter(model.value.chooses)
  }

  private func combinations(of axes: [SweepSpec.Axis]) -> [[(key: String, value: String)]] {
    axes.reduce([[]]) { choices, axis in
      choices.flatMap { choice in axis.values.map { choice + [(key: axis.key, value: $0)] } }
    }
  }

  private func jobsOf(_ choice: [(key: String, value: String)], isTrained: Bool) throws -> [SweepJob] {
    var recipe = spec.training.overridden(by: model.value.training)
    var settings: [(key: String, value: String)] = []
    for (key, value) in choice {
      if RecipeChanges.keys.contains(key) {
        try recipe.set(key, to: value)
      } else {
        settings.append((key, value))
      }
    }
    let request = request(settings: settings, recipe: isTrained ? recipe : nil)
    let first = try specification(request)
    let seeds = spec.seeds(isTrained: isTrained)
    let grid = choice.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
    return zip(seeds, first.ids(ofSeeds: seeds)).map { seed, id in
      var (request, specification) = (request, first)
      (request.seed, specification.seed) = (seed, seed)
      return SweepJob(
        specification: specification, id: id, cell: index, dataName: dataName, label: model.value.label,
        grid: grid, request: request, data: data)
    }
  }

  private func request(
    settings: [(key: String, value: String)], recipe: RecipeChanges?
  ) -> FitRequest {
    var request = spec.request(
      of: data.file.path, reading, model.value, lookback: lookback, horizon: horizon)
    request.settings += settings
    request.recipe = recipe ?? RecipeChanges()
    request.seed = spec.seeds[0]
    return request
  }

  private func specification(_ request: FitRequest) throws -> RunSpecification {
    var fit = Fit(request)
    fit.data = data
    do { return try fit.specification() } catch RequestError.configuration(_, let error) {
      throw spec.error(at: model, "\(error)")
    }
  }
}

extension SweepSpec.Model {
  /// Whether it is trained step by step.
  var isTrained: Bool { ForecasterCatalog.isNetwork(name) }

  /// Whether it chooses among values for all models: it knows the key, and has no value or values of its own for it.
  func chooses(from axis: SweepSpec.Axis) -> Bool {
    let applies = RecipeChanges.keys.contains(axis.key) ? isTrained : settingKeys(name).contains(axis.key)
    return applies && !gives(axis.key) && !settings.contains { $0.key == axis.key }
  }

  /// Whether it has a value of the recipe for a key itself, or several values for any key.
  fileprivate func gives(_ key: String) -> Bool {
    training.changes(key) || grid.contains { $0.key == key }
  }
}

extension SweepSpec {
  /// What the runs of a cell have in common.
  func request(
    of data: String, _ reading: ReadingOptions, _ model: Model, lookback: Int, horizon: Int
  ) -> FitRequest {
    var request = FitRequest(data: data, workers: Workers(threadCount: 1))
    (request.reading, request.model, request.settings) = (reading, model.name, model.settings)
    (request.lookback, request.horizon) = (lookback, horizon)
    (request.features, request.target, request.split) = (features, target, split)
    return request
  }
}
