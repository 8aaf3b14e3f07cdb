import Forecasting
import Runs
import TimeSeries

/// A sweep ready to run: the plan and the fits behind it.
public struct PreparedSweep: Sendable {
  /// What goes into the tables.
  public let plan: SweepPlan
  /// Every run once, in the order of the plan.
  public let jobs: [SweepJob]
  /// The records of runs that cannot begin, since their data cannot be read.
  public let unread: [RunRecord]
}

/// One fit of a sweep with its data at hand.
public struct SweepJob: Sendable {
  /// What decides the result.
  public let specification: RunSpecification
  /// The name of the record.
  public let id: String
  /// The position of the (first) cell that the run belongs to.
  public let cell: Int
  /// The data file as the spec names it.
  public let dataName: String
  /// The label of the model.
  public let label: String
  /// The values of the grid, such as `rho=0.5`; empty without a grid.
  public let grid: String
  /// What is asked for.
  let request: FitRequest
  /// The file, read once for all runs on it.
  let data: ScaledData

  /// The fit, on one thread unless changed.
  func fit(threads: Int) -> Fit {
    var fit = Fit(request)
    // The protocol of the benchmarks: what is scored is what was fitted to the training rows.
    fit.refits = false
    fit.request.workers = .init(threadCount: threads)
    fit.data = data
    fit.scoresBaselines = false
    return fit
  }

  /// The data file.
  public var dataPath: String { data.file.path }

  /// The run in a few words: `ETTh1.csv samformer h=96 L=512 rho=0.5 seed 2`.
  public var title: String {
    let shape = specification.shape
    return [dataName, label, "h=\(shape.horizon)", "L=\(shape.lookback)", grid, "seed \(specification.seed)"]
      .filter { !$0.isEmpty }.joined(separator: " ")
  }
}
