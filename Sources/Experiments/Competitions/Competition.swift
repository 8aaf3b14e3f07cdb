/// A forecasting competition whose series, test rows and published results are known: M1, M3, Tourism.
///
/// ```swift
/// let locator = DataLocator(folder: ".", dataFolder: "/data")
/// if let m3 = Competition.named("m3"), let series = try? m3.series(finding: locator) {
///   print(series.count)  // 3003
/// }
/// ```
public struct Competition: Sendable {
  /// The name on the command line, and the beginning of the names of its files.
  public let name: String
  /// What it is, in one line.
  public let summary: String
  /// The models that are run unless others are asked for.
  public let models: [String]

  /// Every competition.
  public static let all: [Competition] = [
    Competition(
      name: "m1", summary: "M competition of 1982, 1,001 series: local models, sMAPE and MASE", models: usual),
    Competition(
      name: "m3", summary: "M3 competition, 3,003 series: local models, sMAPE and MASE", models: usual),
    Competition(
      name: "tourism", summary: "tourism competition, 1,311 series: local models, sMAPE and MASE",
      models: usual),
  ]

  private static let usual = ["naive2", "theta", "dotm", "ets", "arima", "ces", "scum"]

  /// The competition called `name`.
  public static func named(_ name: String) -> Competition? { all.first { $0.name == name } }

  /// The kinds of series, in the order of the tables.
  static let frequencies = ["yearly", "quarterly", "monthly", "other"]

  /// What stands for the series of all frequencies together.
  public static let everything = "all"
}
