import Forecasters
import Forecasting
import Runs
import Tensors
import TimeSeries

/// Turns a spec into runs, and finds what cannot work before any of them starts.
public struct SweepPlanner {
  private let spec: SweepSpec
  private let locator: DataLocator
  private let reading: ReadingOptions

  /// - Parameter threads: That read a data file.
  public init(_ spec: SweepSpec, finding locator: DataLocator, threads: Int) {
    var reading = spec.reading
    reading.threadCount = threads
    (self.spec, self.locator, self.reading) = (spec, locator, reading)
  }

  /// Reads every data file and settles every run; those on data that cannot be read have failed before they begin.
  ///
  /// - Throws: `SpecError` with the place of what does not fit, `RequestError` for sizes that do not fit the split; where no data can
  ///   be read, what is wrong with the first.
  public func prepare() throws -> PreparedSweep {
    var cells: [SweepPlan.Cell] = []
    var jobs: [SweepJob] = []
    var failures: [RunRecord] = []
    var known: Set<String> = []
    var unread: (any Error)?
    for data in spec.data {
      let scaled: ScaledData
      do { scaled = try read(data) } catch {
        unread = unread ?? error
        let (failed, records) = self.failed(data.value, "\(error)")
        cells += failed
        failures += records
        continue
      }
      for model in spec.models {
        for lookback in spec.lookbacks {
          for horizon in spec.horizons {
            let draft = CellDraft(
              spec: spec, model: model, data: scaled, reading: reading, dataName: data.value,
              lookback: lookback, horizon: horizon, index: cells.count)
            let (cell, cellJobs) = try draft.settled()
            cells.append(cell)
            jobs += cellJobs.filter { known.insert($0.id).inserted }
          }
        }
      }
    }
    if jobs.isEmpty, let unread { throw unread }
    if spec.training != RecipeChanges(), jobs.allSatisfy({ $0.specification.recipe == nil }) {
      throw SpecError(file: spec.file, problem: "none of the models has anything to train; remove 'training'")
    }
    return PreparedSweep(plan: SweepPlan(name: spec.name, cells: cells), jobs: jobs, unread: failures)
  }

  /// The cells of data that cannot be read, and the records of their runs.
  private func failed(_ data: String, _ problem: String) -> (cells: [SweepPlan.Cell], records: [RunRecord]) {
    var records: [RunRecord] = []
    let cells = spec.models.flatMap { model in
      let isTrained = ForecasterCatalog.forecaster(named: model.value.name) is any NeuralForecaster.Type
      return spec.lookbacks.flatMap { lookback in
        spec.horizons.map { horizon in
          var request = FitRequest(data: data, workers: Workers(threadCount: 1))
          (request.reading, request.model, request.settings) = (
            reading, model.value.name, model.value.settings
          )
          (request.lookback, request.horizon, request.split) = (lookback, horizon, spec.split)
          (request.features, request.target) = (spec.features, spec.target)
          let runs = spec.seeds(isTrained: isTrained).map { seed in
            request.seed = seed
            let record = RunRecord(
              RunSpecification(unread: data, request), data: data,
              instructionSet: Processor.instructionSet, environment: .current, outcome: .failed(problem))
            records.append(record)
            return SweepPlan.Run(id: record.id, seed: seed, problem: problem)
          }
          return SweepPlan.Cell(
            data: data, model: model.value.label, lookback: lookback, horizon: horizon,
            candidates: [SweepPlan.Candidate(grid: "", runs: runs)])
        }
      }
    }
    return (cells, records)
  }

  private func read(_ data: SweepSpec.Placed<String>) throws -> ScaledData {
    guard let path = locator.path(of: data.value) else {
      // What no line names was told without a spec.
      var error = spec.error(at: data, locator.missing(data.value, isBesideSpec: data.line != nil))
      error.isOfMissingFile = true
      throw error
    }
    return try ScaledData(.file(path), reading, split: spec.split)
  }
}

/// One cell on its way from the spec to runs.
private struct CellDraft {
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
    if candidates.count > 1, data.split.rows.validation.isEmpty {
      throw spec.error(
        at: model, "a grid is chosen from on validation rows, and the split \(data.split.rule) has none")
    }
    let cell = SweepPlan.Cell(
      data: dataName, model: model.value.label, lookback: lookback, horizon: horizon, candidates: candidates)
    return (cell, jobs)
  }

  /// The axes that apply to this model: those given with it, and of those for all models the ones it knows.
  private func axes(isTrained: Bool) throws(SpecError) -> [SweepSpec.Axis] {
    let own = model.value.grid
    if !isTrained, let axis = own.first(where: { RecipeChanges.keys.contains($0.key) }) {
      throw spec.error(
        at: model, "\(model.value.name) has nothing to train; remove '\(axis.key)' from its grid")
    }
    let settings = settingKeys(model.value.name)
    return own
      + spec.grid.filter { axis in
        let applies = RecipeChanges.keys.contains(axis.key) ? isTrained : settings.contains(axis.key)
        return applies && !own.contains { $0.key == axis.key }
      }
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
    var request = FitRequest(data: data.file.path, workers: Workers(threadCount: 1))
    request.reading = reading
    request.model = model.value.name
    request.settings = model.value.settings + settings
    (request.lookback, request.horizon) = (lookback, horizon)
    (request.features, request.target, request.split) = (spec.features, spec.target, spec.split)
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
