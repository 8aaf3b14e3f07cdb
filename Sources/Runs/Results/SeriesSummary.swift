import Persistence
import TimeSeries

/// How the series of a panel were forecast: the best, the median and the worst by their mean absolute error.
public struct SeriesSummary: Sendable, Equatable {
  /// A series by its name.
  public struct Member: Sendable, Equatable {
    /// The name.
    public let id: String
    /// Windows scored.
    public let windows: Int
    /// Over windows, steps and channels.
    public let values: MetricValues
  }

  /// Series of the panel.
  public let count: Int
  /// Series with test windows.
  public let scoredCount: Int
  /// Some series: best, median and worst, or all.
  public let best: Member?, median: Member?, worst: Member?

  /// - Parameter names: The name of every series; nil is returned without any.
  public init?(_ score: ForecastScore?, names: [String]) {
    guard !names.isEmpty else { return nil }
    let ordered = Self.ordered(score)
    func member(_ place: Int) -> Member? {
      guard ordered.indices.contains(place) else { return nil }
      let series = ordered[place]
      return Member(id: names[series.series], windows: series.windows, values: series.values)
    }
    (count, scoredCount) = (names.count, ordered.count)
    (best, median, worst) = (member(0), member(ordered.count / 2), member(ordered.count - 1))
  }

  /// The series of a score, the best first.
  public static func ordered(_ score: ForecastScore?) -> [SeriesScore] {
    (score?.perSeries ?? []).sorted { $0.values[.maeNorm] < $1.values[.maeNorm] }
  }

  /// The best, the median and the worst series of a score, or all of fewer than three.
  package static func extremes(of score: ForecastScore?) -> [SeriesScore] {
    let ordered = ordered(score)
    return ordered.count < 3 ? ordered : [ordered[0], ordered[ordered.count / 2], ordered[ordered.count - 1]]
  }

  /// The summary with the keys of the command line.
  public var json: JSONValue { .object(members) }

  /// The members of ``json``.
  public var members: JSONObject {
    JSONObject([
      ("count", .integer(count)), ("scored", .integer(scoredCount)), ("best", best?.json ?? .null),
      ("median", median?.json ?? .null), ("worst", worst?.json ?? .null),
    ])
  }

  /// Reads a summary back.
  ///
  /// - Throws: `JSONError` naming the member that is missing or wrong.
  public init(json: JSONReader) throws(JSONError) {
    (count, scoredCount) = (try json.member("count").integer(), try json.member("scored").integer())
    func member(_ key: String) throws(JSONError) -> Member? {
      guard let json = try json.optionalMember(key) else { return nil }
      return Member(
        id: try json.member("id").string(), windows: try json.member("windows").integer(),
        values: try MetricValues(json: json))
    }
    (best, median, worst) = (try member("best"), try member("median"), try member("worst"))
  }
}

extension SeriesSummary.Member {
  fileprivate var json: JSONValue { SeriesScore(series: 0, windows: windows, values: values).json(named: id) }
}
