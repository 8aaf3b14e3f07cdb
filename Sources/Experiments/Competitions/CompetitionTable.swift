import Persistence

/// Errors in a competition that somebody else reports, with the place where they stand: data, one file a source.
public struct CompetitionTable: Sendable {
  /// A short name.
  public let id: String
  /// The competition.
  public let competition: String
  /// Who reports the numbers and where they stand.
  public let source: String
  /// The numbers.
  public let entries: [Entry]

  /// The errors of one method in one frequency.
  public struct Entry: Sendable, Equatable {
    /// The method as the source calls it.
    public let method: String
    /// The local model of this package that is meant to be the same; nil if there is none.
    public let model: String?
    /// `yearly`, `quarterly`, `monthly`, `other` or `all`.
    public let frequency: String
    /// Mean symmetric percentage error; nil if the source has none.
    public let smape: Double?
    /// Mean scaled error.
    public let mase: Double
    /// The share of values inside 95 % intervals; nil if the source has none.
    public let coverage95: Double?
    /// How large our errors may be; nil where no limit is stated.
    public let limit: Limit?
  }

  /// The largest errors that count as reproduced.
  public struct Limit: Sendable, Equatable {
    /// Of the symmetric percentage error; nil if the source has none.
    public let smape: Double?
    /// Of the scaled error.
    public let mase: Double

    /// - Parameter smape: Of the symmetric percentage error.
    public init(smape: Double?, mase: Double) { (self.smape, self.mase) = (smape, mase) }
  }

  /// Every table, those that say what is held against our models first.
  public static let all: [CompetitionTable] = [
    PackageResources.competition_m3_packages_json, PackageResources.competition_m3_json,
    PackageResources.competition_m1_json, PackageResources.competition_tourism_json,
    PackageResources.competition_tourism_monash_json,
  ].map { bytes in
    do { return try CompetitionTable(json: JSONReader(JSONValue(parsing: bytes))) } catch {
      preconditionFailure("published numbers: \(error)")
    }
  }

  /// The entries for one of our models in one frequency.
  public static func entries(
    of model: String, frequency: String, in competition: String
  ) -> [(table: CompetitionTable, entry: Entry)] {
    all.filter { $0.competition == competition }.flatMap { table in
      table.entries.filter { $0.model == model && $0.frequency == frequency }.map { (table, $0) }
    }
  }
}
