import Experiments
import Persistence
import Text

/// Errors of local models in a competition beside published ones, with a verdict for all series together.
package struct CompetitionReport {
  private let competition: Competition
  private let results: [CompetitionResult]

  package init(competition: Competition, results: [CompetitionResult]) {
    (self.competition, self.results) = (competition, results)
  }

  /// How many models miss a stated limit.
  package var missedCount: Int { results.count { verdict($0) == .missed } }

  package var text: String {
    let header = [
      "frequency", "model", "series", "smape", "mase", "owa", "coverage 95 %", "published smape/mase",
      "limit", "verdict",
    ]
    let rows = results.map { result in
      let published = published(result)
      return [
        result.frequency, result.model, TextFormatting.grouped(result.seriesCount), fixed(result.smape),
        fixed(result.mase), fixed(result.owa), result.coverage95.map { fixed($0) } ?? "",
        published.map { both($0.entry.smape, $0.entry.mase) } ?? "",
        published?.entry.limit.map { both($0.smape, $0.mase) } ?? "", verdict(result)?.rawValue ?? "",
      ]
    }
    return TextFormatting.table([header] + rows) + "\n" + remarks.map { $0 + "\n" }.joined()
  }

  private var remarks: [String] {
    let fallbacks = results.filter { $0.frequency == Competition.everything && $0.fallbackCount > 0 }.map {
      "\($0.model): \($0.fallbackCount) series could not be fitted; their last value was repeated"
    }
    let tables = CompetitionTable.all.filter { $0.competition == competition.name }
    return ["smape and mase: means over series, each with the same weight; owa in units of naive2's."]
      + fallbacks + tables.map(everything)
  }

  /// The source of a table and its numbers for all series.
  private func everything(_ table: CompetitionTable) -> String {
    let entries = table.entries.filter { $0.frequency == Competition.everything }
    return "\(table.source); all series: "
      + entries.map { "\($0.method) \(both($0.smape, $0.mase))" }.joined(separator: ", ")
  }

  /// One object for each model and frequency, a line each.
  package var json: String { results.map { object($0).line }.joined() }

  private func object(_ result: CompetitionResult) -> JSONValue {
    let published = published(result)?.entry
    return [
      "competition": .string(competition.name), "model": .string(result.model),
      "frequency": .string(result.frequency), "series": .integer(result.seriesCount),
      "smape": number(result.smape), "mase": number(result.mase), "owa": number(result.owa),
      "coverage_95": number(result.coverage95),
      "fallbacks": .integer(result.fallbackCount),
      "published_smape": number(published?.smape),
      "published_mase": number(published?.mase),
      "published_coverage_95": number(published?.coverage95),
      "limit_smape": number(published?.limit?.smape),
      "limit_mase": number(published?.limit?.mase),
      "verdict": verdict(result).map { .string($0.rawValue) } ?? .null,
    ]
  }

  private func number(_ value: Double?) -> JSONValue {
    value.flatMap { $0.isFinite ? .number($0) : nil } ?? .null
  }

  private func published(
    _ result: CompetitionResult
  ) -> (table: CompetitionTable, entry: CompetitionTable.Entry)? {
    CompetitionTable.entries(of: result.model, frequency: result.frequency, in: competition.name).first
  }

  /// What all series together come to: at most a hundredth above the published numbers, below the limit, or neither.
  private func verdict(_ result: CompetitionResult) -> Comparison.Verdict? {
    guard result.frequency == Competition.everything else { return nil }
    guard let entry = published(result)?.entry else { return .unpublished }
    let share = 1 + Reproduction.exactness
    func isBelow(_ smape: Double?, _ mase: Double) -> Bool {
      result.smape <= smape ?? .infinity && result.mase <= mase
    }
    if isBelow(entry.smape.map { $0 * share }, entry.mase * share) { return .reproduced }
    guard let limit = entry.limit else { return .missed }
    return isBelow(limit.smape, limit.mase) ? .withinTolerance : .missed
  }

  private func fixed(_ value: Double) -> String { TextFormatting.fixed(value, places: 3) }

  private func both(_ smape: Double?, _ mase: Double) -> String {
    (smape.map { fixed($0) } ?? "–") + " / " + fixed(mase)
  }
}
