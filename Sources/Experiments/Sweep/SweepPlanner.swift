import Forecasters
import Forecasting
import Runs
import Specs
import Tensors
import TimeSeries
import Training

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

  /// Reads every data file and settles every run; those on data that cannot be read, or whose rows do not hold the sizes, have failed
  /// before they begin.
  ///
  /// - Throws: `SpecError` with the place of what does not fit, `RequestError` for what no data would mend; where no run can begin, what
  ///   is wrong with the first.
  public func prepare() throws -> PreparedSweep {
    var cells: [SweepPlan.Cell] = []
    var jobs: [SweepJob] = []
    var failures: [RunRecord] = []
    var known: Set<String> = []
    var unread: (any Error)?
    for data in spec.data {
      let scaled = Result { try read(data) }
      for model in spec.models {
        for (lookback, horizon) in sizes {
          do {
            let draft = CellDraft(
              spec: spec, model: model, data: try scaled.get(), reading: reading, dataName: data.value,
              lookback: lookback, horizon: horizon, index: cells.count)
            let (cell, cellJobs) = try draft.settled()
            cells.append(cell)
            jobs += cellJobs.filter { known.insert($0.id).inserted }
          } catch {
            guard (error as? DataError)?.kind == .tooFewRows || (try? scaled.get()) == nil else {
              throw error
            }
            unread = unread ?? error
            let (cell, records) = failed(data.value, model, lookback: lookback, horizon: horizon, "\(error)")
            cells.append(cell)
            failures += records
          }
        }
      }
    }
    if jobs.isEmpty, let unread { throw unread }
    if spec.training != RecipeChanges(), failures.isEmpty, jobs.allSatisfy({ $0.specification.recipe == nil })
    {
      throw SpecError(file: spec.file, problem: "none of the models has anything to train; remove 'training'")
    }
    try requireUsedGrid()
    try requireCountingValues(jobs)
    return PreparedSweep(plan: SweepPlan(name: spec.name, cells: cells), jobs: jobs, unread: failures)
  }

  /// Refuses values for all models of which none chooses.
  private func requireUsedGrid() throws(SpecError) {
    let idle = spec.grid.first { axis in !spec.models.contains { $0.value.chooses(from: axis) } }
    guard let idle else { return }
    throw SpecError(
      file: spec.file, problem: "none of the models chooses a '\(idle.key)'; remove it from 'grid'")
  }

  /// Refuses values that change nothing in any run; what counts for some models may be given for all.
  private func requireCountingValues(_ jobs: [SweepJob]) throws(SpecError) {
    let recipes = jobs.compactMap(\.specification.recipe)
    guard let problem = recipes.idleValue(among: TrainingRecipe.DependentValue.allCases) else { return }
    throw SpecError(file: spec.file, problem: "\(problem); change that, or remove it")
  }

  private var sizes: [(lookback: Int, horizon: Int)] {
    spec.lookbacks.flatMap { lookback in spec.horizons.map { (lookback, $0) } }
  }

  /// A cell that cannot begin, and the records of its runs.
  private func failed(
    _ data: String, _ model: SweepSpec.Placed<SweepSpec.Model>, lookback: Int, horizon: Int, _ problem: String
  ) -> (cell: SweepPlan.Cell, records: [RunRecord]) {
    var request = spec.request(of: data, reading, model.value, lookback: lookback, horizon: horizon)
    let records = spec.seeds(isTrained: model.value.isTrained).map { seed in
      request.seed = seed
      return RunRecord(
        RunSpecification(unread: data, request), data: data,
        instructionSet: Processor.instructionSet, environment: .current, outcome: .failed(problem))
    }
    let runs = records.map { SweepPlan.Run(id: $0.id, seed: $0.specification.seed, problem: problem) }
    let cell = SweepPlan.Cell(
      data: data, model: model.value.label, lookback: lookback, horizon: horizon,
      candidates: [SweepPlan.Candidate(grid: "", runs: runs)])
    return (cell, records)
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
