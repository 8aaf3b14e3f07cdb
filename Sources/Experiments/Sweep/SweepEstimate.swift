import Forecasting
import Persistence
import Runs
import Training

/// How long the runs of a sweep may take and how much memory, before any has run.
public struct SweepEstimate: Sendable {
  /// Windows of each combination of data, lookback and horizon.
  public private(set) var shapes: [Shape] = []
  /// An upper bound of the wall-clock time of all runs on one worker: every epoch is counted, early stopping is not.
  public private(set) var seconds = 0.0
  /// Runs whose time is not in `seconds`: there is no step to be timed.
  public private(set) var untimedRuns = 0
  /// Cells whose steps were timed, and cells whose time was taken from a timed one by the number of values.
  public private(set) var timedCells = 0, scaledCells = 0
  /// Memory that one worker needs at most for model, optimizer and step, measured where steps were timed.
  public private(set) var bytesPerWorker = 0

  /// The windows of one combination of data, lookback and horizon.
  public struct Shape: Sendable, Equatable {
    /// The data file as the spec names it.
    public let data: String
    /// Rows of history and forecast.
    public let lookback: Int, horizon: Int
    /// Number of windows.
    public let training: Int, validation: Int, test: Int
  }

  /// Looks at one run of each cell of `jobs`: builds the model and, as long as `budget` seconds are not spent, takes
  /// and times a few steps; one step of each model in any case. Models of other values of a grid are built, no more.
  ///
  /// - Throws: What the fit would throw before training: a sweep that cannot work does not start.
  public init(_ jobs: [SweepJob], threads: Int, budget: Double = 3) throws {
    let start = ContinuousClock.now
    var references: [String: Reference] = [:]
    for (_, runs) in Self.byCell(jobs) {
      guard let job = runs.first else { continue }
      let isInBudget = (ContinuousClock.now - start) / .seconds(1) < budget
      let steps = isInBudget ? 3 : references[job.label] == nil ? 1 : 0
      let probe = try job.fit(threads: threads).probe(timedSteps: steps)
      note(probe, job)
      try Self.buildOthers(runs, threads: threads)
      if let step = probe.step {
        references[job.label] = Reference(probe: probe, step: step)
        timedCells += 1
      } else if references[job.label] != nil {
        scaledCells += 1
      }
      guard let recipe = probe.specification.recipe, recipe.epochs > 0, let reference = references[job.label]
      else {
        untimedRuns += runs.count
        continue
      }
      let step = probe.step ?? reference.step(of: probe)
      seconds += Double(runs.count) * probe.seconds(step: step.seconds, recipe)
      bytesPerWorker = max(bytesPerWorker, step.bytes)
    }
  }

  /// Builds the model of each choice from the grid behind the first: what suits one may not suit the next.
  private static func buildOthers(_ runs: [SweepJob], threads: Int) throws {
    var built = Set(runs.prefix(1).map(\.grid))
    for run in runs where built.insert(run.grid).inserted {
      _ = try run.fit(threads: threads).probe(timedSteps: 0)
    }
  }

  /// A probe that took steps.
  private struct Reference {
    let probe: FitProbe
    let step: FitProbe.Step

    /// What a step of another probe takes, in proportion to its values; memory of the parameters is known.
    func step(of other: FitProbe) -> FitProbe.Step {
      let growth = other.valuesPerStep / probe.valuesPerStep
      let rest = Double(max(0, step.bytes - probe.bytesOfParameters))
      return FitProbe.Step(
        seconds: step.seconds * growth, bytes: other.bytesOfParameters + Int(rest * growth))
    }
  }

  private static func byCell(_ jobs: [SweepJob]) -> [(Int, [SweepJob])] {
    Dictionary(grouping: jobs, by: \.cell).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  private mutating func note(_ probe: FitProbe, _ job: SweepJob) {
    let shape = Shape(
      data: job.dataName, lookback: probe.specification.shape.lookback,
      horizon: probe.specification.shape.horizon,
      training: probe.trainingWindows, validation: probe.validationWindows, test: probe.testWindows)
    if !shapes.contains(shape) { shapes.append(shape) }
  }
}

extension FitProbe {
  /// Values that go into a step and come out of it.
  fileprivate var valuesPerStep: Double {
    let shape = specification.shape
    let windows = min(specification.recipe?.batchSize ?? 32, max(1, trainingWindows))
    return Double(windows * channelCount * (shape.lookback + shape.horizon))
  }

  /// Weights, best weights, gradient, summit, its gradient and two moments.
  fileprivate var bytesOfParameters: Int { 7 * 4 * parameterCount }

  /// All epochs with their validation, and the test.
  fileprivate func seconds(step: Double, _ recipe: TrainingRecipe) -> Double {
    let steps = Double((trainingWindows + recipe.batchSize - 1) / recipe.batchSize)
    let scoring = step / recipe.forwardPassesPerStep / Double(recipe.batchSize)
    return Double(recipe.epochs) * (steps * step + Double(validationWindows) * scoring)
      + Double(testWindows) * scoring
  }
}
