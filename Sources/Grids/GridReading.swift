import Calendar
import Stamps
import Text

/// What a column of stamps says about time: the grid its rows stand on, their order, and where they leave it.
///
/// ```swift
/// let column = try StampColumn(["2016-07-01 00:00", "2016-07-01 01:00", "2016-07-01 02:00"])
/// let reading = try GridReading(column.stamps, form: column.form)
/// print(reading.grid.frequency)  // 1 h
/// ```
public struct GridReading: Sendable {
  /// The grid from the first to the last row on it.
  public let grid: TimeGrid
  /// Whether the rows run from the newest to the oldest: they must be turned round.
  public let isNewestFirst: Bool
  /// The rows at which they leave the grid, in time order.
  package let places: [GridPlace]
  /// Positions of the grid that have a row.
  public let presentCount: Int
  /// How far rows stand from the positions that they count as; nil where stamps are exact, or only rounded.
  package let deviation: GridDeviation?
  /// How the stamps are written.
  private let form: StampForm?

  /// Where rows leave the grid, in time order.
  public var irregularities: [TimeIrregularity] { places.map(\.irregularity) }
  /// Positions of the grid without a row.
  public var missingCount: Int { grid.count - presentCount }

  /// Finds the grid that explains the stamps best, or takes the frequency that is told.
  ///
  /// - Parameters:
  ///   - stamps: In the order of the file.
  ///   - form: How they are written, which tells counters and rounded stamps.
  ///   - frequency: The rule when it is known: of a model, or told. Rows may be missing then as many as they are.
  /// - Throws: `DataError.tooFewRows` below three rows (one, with a frequency), `.timeGoesBackwards` when rows are in
  ///   no order, `.noFrequency` when no grid explains them. Lines count from 2, one a row.
  public init(_ stamps: [Timestamp], form: StampForm? = nil, frequency: Frequency? = nil) throws(DataError) {
    try self.init(stamps, form: form, frequency: frequency) { $0 + 2 }
  }

  /// - Parameters:
  ///   - mergesRepeats: Whether rows with the same stamp become one, however many there are.
  ///   - lineOfRow: The line of a row, counted in the order of `stamps`.
  package init(
    _ stamps: [Timestamp], form: StampForm?, frequency: Frequency?, mergesRepeats: Bool = false,
    lineOfRow: (Int) -> Int
  ) throws(DataError) {
    do {
      let order = try StampOrder(stamps, form)
      isNewestFirst = order == .newestFirst
    } catch {
      throw error.at(line: error.line.map(lineOfRow))
    }
    self.form = form
    let count = stamps.count
    let isTurned = isNewestFirst
    let line = { (row: Int) in lineOfRow(isTurned ? count - 1 - row : row) }
    let stamps = isTurned ? stamps.reversed() : stamps
    let fit: GridFit
    do throws(DataError) {
      if let frequency {
        fit = try Self.fit(frequency, stamps, form)
      } else {
        fit = try mergesRepeats ? Self.bestOfDifferent(stamps, form) : Self.best(stamps, form)
      }
    } catch {
      throw error.at(line: error.line.map(line))
    }
    grid = fit.grid
    presentCount = fit.hits
    deviation = GridDeviation(fit, stamps, resolution: form?.resolution ?? 1)
    let isLocal = form?.isLocal ?? true
    places = fit.places(of: stamps, isLocal: isLocal, line: line)
  }

  /// The grid of stamps that follow each other by the same time: that of the first of them, if it holds for all; nil otherwise.
  package init?(_ run: StampRun, form: StampForm?, frequency: Frequency?) {
    let first = run.prefix(4096)
    guard run.step > 0,
      let reading = try? GridReading(first, form: form, frequency: frequency, lineOfRow: { $0 }),
      reading.places.isEmpty, reading.presentCount == first.count, reading.grid.count == first.count,
      case .span(let step) = reading.grid.frequency, step.divisor == 1, step.nanoseconds == run.step,
      reading.grid.tolerance == 0, reading.grid.start == run.start
    else { return nil }
    grid = TimeGrid(start: run.start, frequency: reading.grid.frequency, count: run.count)
    (isNewestFirst, places, presentCount, deviation, self.form) = (false, [], run.count, nil, form)
  }

  /// A stamp as the file shows it, for messages.
  package func shown(_ stamp: Timestamp) -> String { form.shown(stamp) }

  private static func best(_ stamps: [Timestamp], _ form: StampForm?) throws(DataError) -> GridFit {
    if let form, form.isCounter, (1...2).contains(stamps.count) {
      return try fit(counted(stamps), stamps, form)
    }
    guard stamps.count >= 3 else {
      throw DataError(
        .tooFewRows,
        "has \(stamps.count) \(stamps.count == 1 ? "row" : "rows"), and the frequency needs at least 3",
        fix: "add rows"
      ).remedied(by: .nameFrequency)
    }
    let steps = StepCounts(stamps)
    guard steps.count > 0, steps.repeatCount <= GridFit.repeatLimit(stamps.count) else {
      throw GridDiagnosis(stamps: stamps, steps: steps, best: nil, form: form).error
    }
    let candidates = GridCandidates(stamps, steps, form: form)
    guard let best = candidates.best, best.isAcceptable(rowCount: stamps.count) else {
      let nearest = candidates.exact ?? candidates.best
      throw GridDiagnosis(stamps: stamps, steps: steps, best: nearest, form: form).error
    }
    return best
  }

  /// The rows on the grid that explains their different stamps best.
  private static func bestOfDifferent(
    _ stamps: [Timestamp], _ form: StampForm?
  ) throws(DataError) -> GridFit {
    let rows = stamps.indices.filter { $0 == 0 || stamps[$0] != stamps[$0 - 1] }
    let grid: TimeGrid
    do throws(DataError) {
      grid = try best(rows.map { stamps[$0] }, form).grid
    } catch {
      throw error.at(line: error.line.map { rows[$0] })
    }
    let start = TimeGrid(
      start: grid.start, frequency: grid.frequency, count: 0, tolerance: grid.tolerance)
    return GridFit(start, stamps, penalty: 0)
  }

  /// The step of one or two numbers that count rows: one where there is a single row.
  private static func counted(_ stamps: [Timestamp]) -> Frequency {
    let span = stamps[stamps.count - 1].nanoseconds(since: stamps[0])
    return .counter(StepCounts.step(span) ?? .seconds(1))
  }

  /// Dates cannot tell the hours of a day apart: several rows of the forecast would have the same text.
  ///
  /// Where rows of the file share their text already, it has been cut off, and this is known.
  private static func require(
    _ form: StampForm, canShow frequency: Frequency, in stamps: [Timestamp]
  ) throws(DataError) {
    let text = form.string(for: stamps[0])
    // In the night in which clocks go back two rows have one text, two days later they have not.
    let places = [0, 2].map { Timestamp(seconds: stamps[0].seconds + $0 * 86_400) }
    guard places.allSatisfy({ form.string(for: frequency.advance($0)) == form.string(for: $0) }),
      !zip(stamps, stamps.dropFirst()).contains(where: { $0 == $1 })
    else { return }
    throw DataError(
      .noFrequency, "stamps like \(text.quoted) cannot tell steps of \(frequency) apart",
      fix: "write stamps with the time of each row, or name a longer step"
    ).at(value: text)
  }

  /// The rows on a frequency that is known, in the phase of most of them.
  private static func fit(
    _ frequency: Frequency, _ stamps: [Timestamp], _ form: StampForm?
  ) throws(DataError) -> GridFit {
    guard !stamps.isEmpty else { throw DataError(.tooFewRows, "has no rows", fix: "add rows") }
    if let form { try require(form, canShow: frequency, in: stamps) }
    var tolerance: Int64 = 0
    if case .span(let step) = frequency {
      // Stamps are rounded where the form does not have the digits of every step.
      let resolution = form?.resolution ?? (step.divisor > 1 ? 1000 : 1)
      let isRounded = step.divisor > 1 || !step.nanoseconds.isMultiple(of: max(1, resolution))
      if isRounded { tolerance = min(resolution, step.nanoseconds / step.divisor / 2) }
    }
    // The phase that most rows share is among those of the first few.
    var best: GridFit?
    for start in stamps.prefix(24)
    where best.map({ $0.strays.count > GridFit.strayLimit(stamps.count) }) ?? true {
      let grid = TimeGrid(start: start, frequency: frequency, count: 0, tolerance: tolerance)
      let fit = GridFit(grid, stamps, penalty: 0)
      if fit.strays.count < best?.strays.count ?? .max { best = fit }
    }
    if let strays = best?.strays.count, strays > GridFit.strayLimit(stamps.count),
      let inexact = inexact(frequency, stamps, form), inexact.strays.count < strays
    {
      best = inexact
    }
    guard let best, best.strays.count <= max(GridFit.strayLimit(stamps.count), stamps.count / 10) else {
      let row = best?.strays.first
      throw DataError(
        .noFrequency, "the stamps do not fit the frequency \(frequency)",
        fix: "name another frequency, or correct the stamps"
      ).at(line: row, value: row.map { form.shown(stamps[$0]) })
    }
    return best
  }

  /// The rows on a known frequency whose clocks are not exact, as they are where the frequency is found; nil for rows that are too far off.
  private static func inexact(
    _ frequency: Frequency, _ stamps: [Timestamp], _ form: StampForm?
  ) -> GridFit? {
    if let found = try? best(stamps, form), found.grid.frequency == frequency { return found }
    // The first row may be one of the few that are on no step.
    var grids = stamps.prefix(3).compactMap { GridCandidates.inexact(frequency, from: $0, stamps, form) }
    if !grids.isEmpty, let waiting = GridCandidates.waiting(frequency, stamps, form) {
      grids.insert(waiting, at: 1)
    }
    return grids.map { GridFit($0, stamps, penalty: 0) }
      .filter { $0.repeats.count <= GridFit.repeatLimit(stamps.count) }
      .min { $0.strays.count < $1.strays.count }
  }
}

extension Frequency {
  /// The frequency of the grid that explains stamps best.
  ///
  /// - Throws: As ``GridReading/init(_:form:frequency:)``.
  public init(inferredFrom stamps: [Timestamp]) throws(DataError) {
    self = try GridReading(stamps).grid.frequency
  }
}
