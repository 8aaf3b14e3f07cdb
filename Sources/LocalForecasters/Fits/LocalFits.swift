import Forecasting
import LocalModels
import Tensors
import TimeSeries
import Training

/// A local model and what it was fitted to: one fit for each target channel of each series.
public struct LocalFits: Sendable {
  let model: any LocalModel
  /// Rows of the season; 1 for none, 0 for the one that the values of each channel show.
  var season: Int {
    didSet { pastFits = PastFits() }
  }
  /// Rows of a forecast.
  public let horizon: Int
  /// Whether the method is fitted anew to the rows of each history, and keeps nothing.
  var fitsHistories = false
  let targets: [Int]
  let frequency: Frequency?
  /// Whether rows that say nothing of later ones (``OddRows``) are left out.
  package var leavesOddRowsOut = false {
    didSet { pastFits = PastFits() }
  }
  /// Fits to the rows before windows of series that there is no fit of.
  private(set) var pastFits = PastFits()
  /// Shape `[series][channel]`; nil for channels that are no targets, empty before the fit.
  var channels: [[ChannelFit?]] = []
  /// What was fitted to each channel, and remarks, one line each.
  private(set) var notes: [String] = []
  /// Values that were left out as odd ones, as in "sales 1520 of 2020-07-01".
  package private(set) var leftOut: [String] = []
  /// Values that were fitted to at a later level, as in "sales before 2020-07-01 by 35.2".
  package private(set) var moved: [String] = []
  /// Columns known ahead of which no fit shows an effect.
  package private(set) var idleColumns: [String] = []
  /// Channels that the method could not be fitted to, which are continued by their last value.
  public private(set) var failureCount = 0

  /// The stamp of the last row of a series that a state has seen; nil for a series without.
  package func lastStamp(ofSeries series: Int) -> Timestamp? {
    series < channels.count ? channels[series].compactMap { $0?.stamp }.max() : nil
  }

  /// Whether the states of a series have seen other values of some of its rows, as far as they remember.
  ///
  /// - Parameter columns: The columns of the panel that are the channels of a history.
  package func hasSeenOthers(than panel: Panel, series: Int, columns: [Int]) -> Bool {
    guard series < channels.count else { return false }
    return targets.contains { channel in
      guard channel < channels[series].count, let fit = channels[series][channel] else { return false }
      let row = panel.series[series].timestamps.firstIndex(after: fit.stamp) - 1
      return panel.withColumn(columns[channel], ofSeries: series) { values in
        row >= 0 && fit.revisedRow(in: values, endingAt: row) != nil
      }
    }
  }

  /// - Parameter season: Rows of the season; 1 for none, 0 for the one that the values of each channel show.
  init(_ model: any LocalModel, season: Int, for task: ForecastTask) {
    (self.model, self.season) = (model, season)
    (horizon, targets, frequency) = (task.horizon, task.targetChannels, task.frequency)
  }

  /// Fits every target channel of every series to its training rows, several at a time; the result is that of one at a time.
  ///
  /// A channel that the method cannot be fitted to is continued by its last value, with a note.
  ///
  /// - Parameters:
  ///   - others: What was fitted to the same rows before; see ``part(of:_:_:endingAt:)``.
  ///   - isInterrupted: Asked several times a second, if a channel takes no longer, on the calling thread, whether to end.
  /// - Throws: `TrainingError.interrupted`, or `.notFitted` if there is none that it can be fitted to.
  mutating func fit(
    _ windows: TrainingWindows, _ workers: Workers, after others: [LocalFits] = [],
    unless isInterrupted: () -> Bool = { false }
  ) throws(TrainingError) {
    let ends = windows.seriesRows.map { (series: $0.series, row: $0.rows.upperBound) }
    let jobs = ends.flatMap { end in targets.map { Job(series: end.series, channel: $0, end: end.row) } }
    let fits = self
    let results = try workers.inRounds(count: jobs.count, unless: isInterrupted) {
      fits.outcome(of: jobs[$0], windows, after: others)
    }
    try keep(results, of: jobs, windows)
    notes = Self.gapNotes(windows.data.panel, ends: ends) + notes
  }

  /// The fits of the series of another panel.
  ///
  /// - Parameter series: For each of them its number among those that were fitted; nil for one that is new.
  func bound(to series: [Int?]) -> LocalFits {
    var copy = self
    copy.channels = series.map { number in
      number.flatMap { $0 < channels.count ? channels[$0] : nil } ?? []
    }
    return copy
  }

  /// A channel that is to be fitted.
  private struct Job: Sendable {
    /// The series, as an index of the panel, and the channel of its windows.
    let series: Int, channel: Int
    /// The row behind the last one to fit to.
    let end: Int
  }

  /// The fit to the rows of a channel, or the part of another fit to them.
  private func outcome(of job: Job, _ windows: TrainingWindows, after others: [LocalFits]) -> Outcome {
    let panel = windows.data.panel
    let known = windows.data.units(
      ofColumns: windows.futureColumns, ofSeries: job.series, rows: 0..<job.end)
    let stamps = panel.series[job.series].timestamps
    return panel.withColumn(windows.channels[job.channel], ofSeries: job.series) { all in
      let values = (0..<job.end).map { all[$0] }
      let isAlike = known.isEmpty || !model.takesRegressors
      let part = isAlike ? part(of: others, job.series, job.channel, endingAt: stamps[job.end - 1]) : nil
      let odd = oddRows(of: values, beside: known)
      var outcome =
        part.map { Outcome(fit: $0, problem: nil) }
        ?? fitted(to: values, without: odd, known, stamps, panel.stampForm)
      outcome.leftOut = odd.texts(values) { panel.stampForm.text(for: stamps[$0]) }
      outcome.moved = odd.shiftText { panel.stampForm.text(for: stamps[$0]) }
      return outcome
    }
  }

  /// Keeps what was fitted, and what there is to say of it.
  ///
  /// - Throws: `TrainingError.notFitted` if nothing could be fitted.
  private mutating func keep(
    _ results: [Outcome], of jobs: [Job], _ windows: TrainingWindows
  ) throws(TrainingError) {
    let panel = windows.data.panel
    let channelCount = windows.channels.count
    channels = Array(repeating: Array(repeating: nil, count: channelCount), count: panel.series.count)
    (notes, leftOut, moved) = ([], [], [])
    let future = windows.futureColumns.map { panel.columns[$0] }
    idleColumns = future.indices.filter { column in
      model.takesRegressors && results.allSatisfy { $0.fit?.model.shows(effectOf: column) != true }
    }.map { future[$0] }
    failureCount = results.count { $0.problem != nil }
    var failure: TrainingError?
    for (job, result) in zip(jobs, results) {
      let column = panel.columns[windows.channels[job.channel]]
      let series = panel.series.count > 1 ? panel.series[job.series].id ?? "" : nil
      let name = series.map { "\($0) \(column)" } ?? column
      channels[job.series][job.channel] = result.fit
      leftOut += result.leftOut.map { "\(name) \($0)" }
      moved += result.moved.map { ["\(name) \($0)"] } ?? []
      if let problem = result.problem {
        failure = failure ?? .notFitted(column: column, series: series, problem: problem)
      }
      notes += result.notes(of: name, regressors: future)
    }
    if let failure, results.allSatisfy({ $0.problem != nil }) { throw failure }
  }

  /// What gaps that divide a series mean for a state, which goes on over them.
  private static func gapNotes(_ panel: Panel, ends: [(series: Int, row: Int)]) -> [String] {
    let count = ends.reduce(0) { count, end in
      count + panel.series[end.series].breaks.count { $0 < end.row }
    }
    guard count > 0 else { return [] }
    let gaps = count == 1 ? "a gap" : "each of \(count) gaps"
    return [
      "rows before and behind \(gaps) follow each other here, which moves seasons; filled gaps keep them"
    ]
  }

  /// A fit to rows of one channel, and why it is of the last value only, if it is.
  private struct Outcome: Sendable {
    let fit: ChannelFit?
    let problem: String?
    /// Values that were left out as odd ones.
    var leftOut: [String] = []
    /// Which values were fitted to at a later level; nil for none.
    var moved: String?

    func notes(of name: String, regressors: [String]) -> [String] {
      let remarks = fit?.model.notes.map { $0.text(regressors: regressors) } ?? []
      guard let problem else {
        return ["\(name): \(fit?.model.name ?? "")"] + remarks.map { "\(name): \($0)" }
      }
      return ["\(name): \(problem); its last value is repeated"]
    }
  }

  private func fitted(
    to values: [Double], without odd: OddRows, _ regressors: [[Double]], _ stamps: SeriesStamps,
    _ form: StampForm
  ) -> Outcome {
    let stamp = stamps[values.count - 1]
    let usable = odd.usable(values)
    do throws(LocalFitError) {
      let fit = try fitted(to: usable, by: model, regressors)
      return Outcome(
        fit: ChannelFit(fit, stamp: stamp, values: values), problem: nil)
    } catch {
      let fit = naive(values).map { ChannelFit($0, stamp: stamp, values: values) }
      return Outcome(fit: fit, problem: error.description(usable) { form.text(for: stamps[$0]) })
    }
  }

  /// The last value of rows, for what a model cannot be fitted to; nil where there is none.
  func naive(_ values: [Double]) -> FilteredModel? {
    try? fitted(to: oddRows(of: values, beside: []).usable(values), by: Naive())
  }

  /// Rows that are left out, if any are to be. What columns known ahead may explain, such as a campaign, is not odd to a model that sees them.
  func oddRows(of values: [Double], beside regressors: [[Double]]) -> OddRows {
    guard leavesOddRowsOut else { return .none }
    let odd = OddRows(values, season: season)
    return regressors.isEmpty || !model.takesRegressors ? odd : odd.idle
  }

  /// Fits a model to rows of which some may be missing: those before the first value are left out, those after the last are filtered
  /// as missing, others filled unless the model takes them as they are.
  ///
  /// - Parameter regressors: The columns known ahead, in those rows at least.
  func fitted(
    to values: [Double], by model: any LocalModel, _ regressors: [[Double]] = []
  ) throws(LocalFitError) -> FilteredModel {
    let (present, leading, trailing) = MissingValues.trimmed(values)
    var series = LocalSeries(
      values: present, season: season,
      regressors: model.takesRegressors
        ? regressors.map { Array($0[leading..<leading + present.count]) } : [])
    if season == 0, present.count > 4 {
      series.season = SeasonalPeriod.found(in: Interpolation.filled(present))
    }
    let isFilled = !model.takesMissingValues && present.contains { $0.isNaN }
    if isFilled { series.values = MissingValues.filled(series) }
    var fit = try model.fit(series)
    if isFilled { fit.notes.append("missing rows were filled") }
    var filtered = FilteredModel(fit)
    // A campaign in a row whose value is missing acts on the rows behind it.
    for row in leading + present.count..<leading + present.count + trailing {
      filtered.update(
        with: .nan, regressors: model.takesRegressors ? regressors.map { $0[row] } : [])
    }
    return filtered
  }
}

extension FittedLocalModel {
  /// Whether nothing is remarked against an effect of a regressor.
  fileprivate func shows(effectOf regressor: Int) -> Bool {
    !notes.contains(.idleRegressor(regressor)) && !notes.contains(.unseenRegressor(regressor))
  }
}

extension LocalFitError {
  /// What is wrong, with the stamp of a row; those of the error count from the first that has a value.
  func description(_ values: [Double], stamp: (Int) -> String) -> String {
    let first = MissingValues.trimmed(values).leading
    return description(ofRow: { "the row of \(stamp($0 + first))" })
  }
}

extension Workers {
  /// Results of `piece(0)`, …, `piece(count − 1)`, in rounds of about a quarter of a second, but of a few pieces a thread at least.
  fileprivate func inRounds<Result: Sendable>(
    count: Int, unless isInterrupted: () -> Bool, _ piece: @Sendable (Int) -> Result
  ) throws(TrainingError) -> [Result] {
    var (results, size) = ([Result](), 4 * threadCount)
    while results.count < count {
      if isInterrupted() { throw .interrupted }
      let (first, start) = (results.count, ContinuousClock.now)
      results += map(count: min(size, count - first)) { piece(first + $0) }
      size = ContinuousClock.now - start < .milliseconds(250) ? 2 * size : max(4 * threadCount, size / 2)
    }
    return results
  }
}
