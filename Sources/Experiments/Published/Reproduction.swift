import Forecasters
import Runs
import TimeSeries

/// A published protocol that can be run, with the numbers it should give.
public struct Reproduction: Sendable {
  /// The name on the command line.
  public let name: String
  /// What is run, in one line.
  public let summary: String
  /// Rows of history.
  public let lookback: Int
  /// The data sets that are run unless others are asked for.
  public let data: [String]
  /// The seeds that are run unless others are asked for.
  public let seeds: [UInt64]
  /// The models, each with the published row it is held against.
  public let entries: [Entry]
  /// How the limits were chosen, for readers.
  public let tolerance: String
  /// Limits that are stated for single cells.
  let statedLimits: [StatedLimit]
  /// Where no limit is stated: how far above the published number ours may be, as a fraction of it.
  let relativeTolerance: Double

  /// A model and the row of a table that it should give.
  public struct Entry: Sendable {
    /// The forecaster with its settings.
    public let model: SweepSpec.Model
    /// The table.
    public let table: PublishedTable
    /// The row, by the name of its model.
    public let row: String
  }

  /// The largest mean squared error that counts as close enough in one cell.
  struct StatedLimit: Sendable {
    let label: String
    let data: String
    let horizon: Int
    let mse: Double
  }

  /// How far above the published number a mean may be and still count as reproduced: rounding and the spread of seeds.
  public static let exactness = 0.01

  /// Every protocol whose forecasters are in the catalogue.
  public static var all: [Reproduction] {
    [samformer, fan, linear, auto].filter { reproduction in
      reproduction.entries.allSatisfy { ForecasterCatalog.forecaster(named: $0.model.name) != nil }
    }
  }

  /// The protocol called `name`.
  public static func named(_ name: String) -> Reproduction? { all.first { $0.name == name } }

  /// What is run.
  public func spec(data: [String]?, horizons: [Int]?, seeds: [UInt64]?) -> SweepSpec {
    SweepSpec(
      file: "reproduce", name: "reproduce \(name)",
      data: (data ?? self.data).map { .init(value: $0, line: nil, column: nil) },
      models: entries.map { .init(value: $0.model, line: nil, column: nil) },
      horizons: horizons ?? PublishedTable.usualHorizons, lookbacks: [lookback], seeds: seeds ?? self.seeds,
      features: .multivariate, target: nil, split: .auto, training: RecipeChanges(), grid: [])
  }

  /// Our numbers beside the published ones.
  public func comparisons(_ table: ResultTable) -> [Comparison] {
    table.rows.compactMap { row in
      entries.first { $0.model.label == row.cell.model }.map { compare(row, $0) }
    }
  }

  private func compare(_ row: ResultTable.Row, _ entry: Entry) -> Comparison {
    let data = PublishedTable.canonicalName(of: row.cell.data)
    let others = PublishedTable.results(on: data).filter { _, result in
      result.horizon == row.cell.horizon && result.lookback ?? lookback == row.cell.lookback
    }
    let published = others.first { table, result in
      table.id == entry.table.id && result.model == entry.row
    }?.result
    let reruns = others.filter { table, result in
      table.id != entry.table.id && table.kind != .publication && result.model == entry.row
    }
    let stated = statedLimits.first {
      $0.label == row.cell.model && $0.data == data && $0.horizon == row.cell.horizon
    }
    return Comparison(
      row: row, published: published, reruns: reruns.map(\.result),
      limit: stated?.mse ?? published.map { $0.mse * (1 + relativeTolerance) })
  }
}

/// One cell of a reproduction: what was published, what others found, and what we find.
public struct Comparison: Sendable {
  /// Our numbers.
  public let row: ResultTable.Row
  /// The published number; nil if there is none for this cell.
  public let published: PublishedTable.Result?
  /// What others found who ran the same.
  public let reruns: [PublishedTable.Result]
  /// The largest mean squared error that counts as close enough; nil without a published number.
  public let limit: Double?

  /// Whether the file is the known one of its name; nil where no digest is known, or nothing was run.
  public var isKnownFile: Bool? { row.isKnownFile }

  /// What a cell comes to.
  public enum Verdict: String, Sendable {
    /// Our mean is at most a hundredth above the published number.
    case reproduced
    /// Our mean is further above, but below the stated limit.
    case withinTolerance = "not reproduced, within tolerance"
    /// Our mean is above the limit.
    case missed
    /// There is nothing to compare with.
    case unpublished = "no published number"
    /// Runs failed or are missing.
    case incomplete
  }

  /// What the cell comes to.
  public var verdict: Verdict {
    guard let ours = row.winner?.mse.mean else { return .incomplete }
    guard let published, let limit else { return .unpublished }
    if ours > limit { return .missed }
    return ours <= published.mse * (1 + Reproduction.exactness) ? .reproduced : .withinTolerance
  }
}
