import Forecasting
import Layers
import Tensors
import TimeSeries
import Training

extension Conformance {
  /// The laws that hold with covariates as without.
  private static var repeatedLaws: [Law] {
    [
      .shapes, .determinism, .independentWindows, .constants, .missingNumbers, .smallTasks, .rowOrigin,
      .gradientsAddUp, .threads, .files, .sizes,
    ]
  }

  func covariateProblems() throws -> [String] {
    let roles = [ColumnRole.future, .fixed]
    var problems = roles.filter { !F.takes.contains($0) }.flatMap { refusalProblems($0) }
    if !F.takes.contains(.past) { problems += try isolationProblems() }
    guard roles.contains(where: { F.takes.contains($0) }) else { return problems }
    let covered = Conformance(F.self, settings: settings, task: task.covered(by: F.takes))
    // Who chooses may choose some that do not use them.
    if !(F.self is any Choosing.Type) { problems += try covered.reachProblems() }
    for law in Self.repeatedLaws {
      problems += try covered.problems(law).map { "with covariates: \(law.rawValue): \($0)" }
    }
    return problems
  }

  /// A forecaster that cannot use columns is not made for them.
  private func refusalProblems(_ role: ColumnRole) -> [String] {
    do {
      _ = try make(for: task.covered(by: [role]))
      return ["\(role.columns) are not refused"]
    } catch {
      return problem(
        "the refusal of \(role.columns) is \(error)",
        unless: error == .unusableColumns(forecaster: F.card.name, role: role.rawValue))
    }
  }

  /// Where other channels are not looked at, they change nothing.
  private func isolationProblems() throws -> [String] {
    let forecaster = try shaken(make())
    let (here, there) = (history(batch: 1), history(batch: 1, seed: 2))
    let mixed = joiningTokens(tokens(0..<1, of: here), tokens(1..<task.channelCount, of: there))
    let (before, after) = try (forecast(forecaster, here), forecast(forecaster, mixed))
    let distance = tokens(0..<1, of: before).distance(to: tokens(0..<1, of: after))
    return problem("another channel changes the forecast by \(distance)", unless: distance < 1e-5)
  }

  /// What comes of columns that are taken.
  private func reachProblems() throws -> [String] {
    let forecaster = try shaken(make())
    let values = history(batch: 2)
    let before = try forecast(forecaster, values)
    func changes(_ change: CovariateChange) throws -> Bool {
      try forecast(forecaster, values, changing: change).distance(to: before) > 1e-6
    }
    var problems: [String] = []
    if F.takes.contains(.future) {
      problems += problem(
        "columns known ahead do not change the forecast", unless: try changes(CovariateChange(future: 1)))
    }
    if F.takes.contains(.fixed) {
      problems += problem(
        "fixed columns do not change the forecast", unless: try changes(CovariateChange(fixed: 1)))
    }
    return problems
  }
}

/// What is added to covariates.
struct CovariateChange {
  /// Added to the columns known ahead in the rows that are forecast.
  var future: Float = 0
  /// Added to the fixed columns.
  var fixed: Float = 0
}

extension ForecastTask {
  /// The same problem with two columns known ahead, one fixed column, or both.
  func covered(by roles: Set<ColumnRole>) -> ForecastTask {
    sized(
      lookback: lookback, horizon: horizon, channelCount: channelCount,
      futureCount: roles.contains(.future) ? 2 : 0, fixedCount: roles.contains(.fixed) ? 1 : 0)
  }

  /// The same problem with other sizes and as many covariates, unless stated.
  func sized(
    lookback: Int, horizon: Int, channelCount: Int, futureCount: Int? = nil, fixedCount: Int? = nil
  ) -> ForecastTask {
    ForecastTask(
      lookback: lookback, horizon: horizon, channelCount: channelCount,
      futureCount: futureCount ?? self.futureCount, fixedCount: fixedCount ?? self.fixedCount,
      frequency: frequency)
  }

  /// Columns known ahead of windows that begin on some hours, functions of the hour of a row: `[hour, column, row]`.
  fileprivate func futureColumns(from hours: [Int], changing change: CovariateChange) -> Tensor? {
    guard futureCount > 0 else { return nil }
    let rows = lookback + horizon
    var values: [Float] = []
    for hour in hours {
      for column in 0..<futureCount {
        let speed = 0.9 + Float(column)
        values += (0..<rows).map { row -> Float in
          cosine(Float(hour + row) * speed) + (row < lookback ? 0 : change.future)
        }
      }
    }
    return Tensor(shape: [hours.count, futureCount, rows], values: values)
  }

  /// Fixed columns of such windows: `[hour, column]`.
  fileprivate func fixedColumns(from hours: [Int], changing change: CovariateChange) -> Tensor? {
    guard fixedCount > 0 else { return nil }
    let values = hours.flatMap { hour in
      (0..<fixedCount).map { cosine(Float(hour) * 0.7 + Float($0)) + change.fixed }
    }
    return Tensor(shape: [hours.count, fixedCount], values: values)
  }
}

extension Batch {
  /// The same windows with the covariates of `task`.
  ///
  /// - Parameter hours: On which the windows begin, and which the covariates follow from.
  func covered(
    for task: ForecastTask, from hours: [Int], changing change: CovariateChange = CovariateChange()
  ) -> Batch {
    guard task.covariateCount > 0 else { return self }
    let columns = task.futureColumns(from: hours, changing: change)
    let joined = future.map { calendar in columns.map { joiningTokens(calendar, $0) } ?? calendar } ?? columns
    return Batch(
      history: history, observed: observed, future: joined,
      fixed: task.fixedColumns(from: hours, changing: change), origins: origins, units: units)
  }
}

/// Windows with the covariates of a task.
struct CoveredExamples: Examples {
  let windows: TrainingWindows
  let task: ForecastTask

  var count: Int { windows.count }
  var rowsPerExample: Int { windows.rowsPerExample }
  var targetElementsPerExample: Int { windows.targetElementsPerExample }

  func examples(at indices: some Collection<Int>) -> ExampleBatch<Batch> {
    let batch = windows.examples(at: indices)
    return ExampleBatch(
      input: batch.input.covered(for: task, from: batch.input.origins.map(\.row)), target: batch.target,
      observed: batch.observed)
  }

  func targeted(in output: Tensor) -> Tensor { windows.targeted(in: output) }
}
