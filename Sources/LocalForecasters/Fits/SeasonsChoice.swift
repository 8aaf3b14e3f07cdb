import Classical
import Forecasting
import LocalModels

/// The seasons of a model that decomposes first.
public struct SeasonsChoice: ForecasterConfiguration {
  /// Rows of each season; empty: as the frequency says.
  public var season: [Int] = []
  /// Whether outliers lose weight.
  public var robust = false
  /// The transform before the decomposition.
  public var boxCox = PowerTransform.none

  /// The defaults.
  public init() {}

  /// Every value, described.
  public static let fields: [ConfigurationField<Self>] = [
    .text(
      "season", \.season, "0, or whole numbers from 1 to 100000 such as 24,168",
      "rows of each season; 0: the usual ones of the frequency or, of counted rows, that of the values; 1: none",
      write: { $0.isEmpty ? "0" : $0.map(String.init).joined(separator: ",") }, read: Self.rows),
    .boolean("robust", \.robust, "outliers lose weight in the decomposition"),
    .boxCox(\.boxCox),
  ]

  private static func rows(_ text: String) -> [Int]? {
    if text == "0" { return [] }
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    let rows = parts.compactMap { Int($0) }.filter { (1...100_000).contains($0) }
    return rows.count == parts.count ? rows : nil
  }

  /// The seasons that were asked for, 1 for none, or, of the usual ones of the frequency, the two of a whole day or week; the shortest
  /// first.
  func seasons(for task: ForecastTask) -> [Int] {
    guard season.isEmpty else {
      let told = season.filter { $0 > 1 }.sorted()
      return told.isEmpty ? [1] : told
    }
    let usual = task.frequency?.seasonCandidates ?? []
    return usual.prefix(task.frequency == .businessDays ? 1 : 2).filter { $0 > 1 }.sorted()
  }

  /// The model of the adjusted rows.
  func model(_ method: SeasonalTrendModel.Method, _ seasons: [Int]) -> any LocalModel {
    var model = SeasonalTrendModel(method, periods: seasons.filter { $0 > 1 })
    model.isRobust = robust
    return boxCox.model(model)
  }
}
