import LocalModels
import Persistence

/// The results of a sweep: one row per cell, made from the plan and the records alone.
public struct ResultTable: Sendable {
  /// What was to be run.
  public let plan: SweepPlan
  /// The records that are there, by name of run.
  public let records: [String: RunRecord]
  /// What is wrong with the records that cannot be read, by name of run.
  public let damaged: [String: RecordError]
  /// One row per cell, in the order of the plan.
  public let rows: [Row]
  /// Every run that failed, in the order of the plan.
  public let failures: [Failure]

  /// One cell of the sweep.
  public struct Row: Sendable {
    /// The cell.
    public let cell: SweepPlan.Cell
    /// What validation chose; nil if no candidate has all of its runs.
    public let winner: Winner?
    /// Runs of the cell that failed, and runs that have no record yet.
    public let failed: Int, missing: Int
  }

  /// The candidate of a cell whose mean validation error is lowest.
  ///
  /// Only candidates whose runs have all come to their end take part: an average over those seeds that happened to
  /// survive would say something else.
  public struct Winner: Sendable {
    /// The candidate.
    public let candidate: SweepPlan.Candidate
    /// One record per seed.
    public let records: [RunRecord]
    /// Over the seeds, on the test windows in standardised units.
    public let mse: Spread, mae: Spread
    /// Over the seeds, on the validation windows; nil without any.
    public let validationMSE: Double?
    /// Test windows.
    public let windows: Int
    /// Mean wall-clock time of a run.
    public let seconds: Double

    /// Number of learnt values.
    public var parameterCount: Int? { records.first?.result?.parameterCount }
  }

  /// A failed run.
  public struct Failure: Sendable {
    /// The cell, the candidate and the run.
    public let cell: SweepPlan.Cell, candidate: SweepPlan.Candidate, run: SweepPlan.Run
    /// Why it failed.
    public let reason: String
  }

  /// Makes the table of `plan`.
  ///
  /// - Parameters:
  ///   - records: By name of run; those that are not there count as missing.
  ///   - damaged: What is wrong with records that cannot be read, by name of run; they count as failed.
  public init(_ plan: SweepPlan, _ records: [String: RunRecord], damaged: [String: RecordError] = [:]) {
    (self.plan, self.records, self.damaged) = (plan, records, damaged)
    func failure(_ run: SweepPlan.Run) -> String? {
      run.problem ?? damaged[run.id]?.description ?? records[run.id]?.failure
    }
    rows = plan.cells.map { cell in
      let runs = cell.candidates.flatMap(\.runs)
      return Row(
        cell: cell, winner: Self.winner(of: cell, records), failed: runs.count { failure($0) != nil },
        missing: runs.count { failure($0) == nil && records[$0.id] == nil })
    }
    failures = plan.cells.flatMap { cell in
      cell.candidates.flatMap { candidate in
        candidate.runs.compactMap { run in
          failure(run).map { Failure(cell: cell, candidate: candidate, run: run, reason: $0) }
        }
      }
    }
  }

  private static func winner(of cell: SweepPlan.Cell, _ records: [String: RunRecord]) -> Winner? {
    let complete = cell.candidates.compactMap { Winner($0, records) }
    guard cell.candidates.count > 1 else { return complete.first }
    return complete.min { ($0.validationMSE ?? .infinity) < ($1.validationMSE ?? .infinity) }
  }

  /// The name of the sweep.
  public var name: String { plan.name }

  /// Whether every run has come to its end with success.
  public var isComplete: Bool { rows.allSatisfy { $0.failed == 0 && $0.missing == 0 } }
}

extension ResultTable.Winner {
  /// The candidate with its averages; nil if a run failed, is missing, or had no test windows.
  fileprivate init?(_ candidate: SweepPlan.Candidate, _ records: [String: RunRecord]) {
    let runs = candidate.runs.compactMap { records[$0.id] }
    let results = runs.compactMap(\.result)
    let tests = results.compactMap(\.test)
    guard tests.count == candidate.runs.count, let windows = tests.first?.windows else { return nil }
    (self.candidate, self.records, self.windows) = (candidate, runs, windows)
    mse = Spread(tests.map(\.mseNorm))
    mae = Spread(tests.map(\.maeNorm))
    let validations = results.compactMap(\.validation)
    validationMSE = validations.count == results.count ? Spread(validations.map(\.mseNorm)).mean : nil
    seconds = Spread(results.map(\.seconds.total)).mean
  }
}

/// Mean and deviation of a few values.
public struct Spread: Sendable, Equatable {
  /// The mean.
  public let mean: Double
  /// The sample deviation (divided by one less than the count); nil for a single value.
  public let deviation: Double?

  /// - Parameter values: At least one.
  public init(_ values: [Double]) {
    let moments = SampleMoments(values)
    mean = moments.mean
    deviation = values.count > 1 ? moments.sampleVariance.squareRoot() : nil
  }
}
