import Forecasting
import Layers
import TimeSeries

/// What a user may set of a single exact linear map, the forecaster `linear-closed-form`.
public struct ClosedFormConfiguration: ForecasterConfiguration {
  /// What may be taken out of each window; the best of several is chosen.
  public struct Normalization: Sendable, Equatable {
    /// One way.
    public enum Kind: String, Sendable, CaseIterable {
      /// Nothing.
      case none
      /// The last value.
      case last
      /// The mean of the last half season.
      case halfSeason = "half-season"
      /// The mean of the last season.
      case season
      /// The mean of the last week, for steps below a day.
      case week
      /// The mean of the window.
      case mean
      /// The mean of the window; a multiple of its deviation is added.
      case instance
    }

    /// In the order in which they are tried.
    public var kinds: [Kind]

    /// - Parameter kinds: In the order in which they are tried.
    public init(_ kinds: [Kind]) { self.kinds = kinds }

    /// The better one of `instance` and `last`.
    public static let best = Normalization([.instance, .last])
    /// Mean and deviation of each window.
    public static let instance = Normalization([.instance])
    /// The last value of each window.
    public static let last = Normalization([.last])
  }

  /// Which windows a map is fitted on.
  public enum Scope: String, Sendable, CaseIterable {
    /// Those of all channels.
    case pooled
    /// Those of the channel that is forecast.
    case own
    /// Those of the channel that is forecast, drawn to the map of all channels.
    case shrunk
  }

  /// Which error is made small.
  public enum Loss: String, Sendable, CaseIterable {
    /// The mean squared one.
    case mse
    /// The mean absolute one.
    case mae
  }

  /// What is taken out of each window.
  public var normalization = Normalization.best
  /// Which windows maps are fitted on; of several, each channel takes the best.
  public var scope = [Scope.pooled]
  /// λ in units of the mean squared input; 0 for the best one of ``ridges``.
  public var ridge: Float = 0
  /// λ that are tried where none is given.
  public var ridges = [1e-3, 1e-2, 1e-1, 1]
  /// How strongly maps of a channel are drawn to that of all, in units of the mean squared input; each is tried.
  public var shrinkage = [0.1, 1, 10]
  /// Expanding folds inside training and validation rows that choose; 0 for the validation rows.
  public var folds = 0
  /// Rows of a season; 0 for the usual one of the frequency.
  public var season = 0
  /// Pairs of sine and cosine of each cycle of the calendar that are further inputs.
  public var harmonics = 0
  /// Which error is made small.
  public var loss = Loss.mse
  /// Whether the moments are stored with the map, so that rows can be added.
  public var keepsMoments = false
  /// Whether the rows are stored too, so that the oldest can be dropped.
  public var keepsRows = false

  /// The defaults.
  public init() {}

  /// Every value, described.
  public static let fields: [ConfigurationField<Self>] = [
    .text(
      "normalization", \.normalization,
      "best | \(Normalization.Kind.allCases.map(\.rawValue).joined(separator: " | ")), several joined by +",
      "what is taken out of each window, the best of several; best: instance+last",
      write: { $0.text }, read: { Normalization(text: $0) }),
    .text(
      "scope", \.scope, "pooled | own | shrunk, several joined by +",
      "maps of all channels, of each, or of each drawn to that of all; of several each channel takes the best",
      write: { $0.map(\.rawValue).joined(separator: "+") },
      read: { SettingList.read($0) { Scope(rawValue: $0) } }
    ).addedLater(),
    .number(
      "ridge", \.ridge, in: 0...1e6,
      "penalty in units of the mean squared input; 0: the best of ridges"),
    .text(
      "ridges", \.ridges, "numbers above 0 and up to 1e6, joined by +",
      "penalties that are tried where ridge is 0; with normalization last a large one leaves the last value",
      write: { SettingList.text($0) }, read: { SettingList.numbers($0) }
    ).addedLater(),
    .text(
      "shrinkage", \.shrinkage, "numbers above 0 and up to 1e6, joined by +",
      "how strongly the maps of scope shrunk are drawn to that of all, in units of the mean squared input",
      write: { SettingList.text($0) }, read: { SettingList.numbers($0) }
    ).addedLater(),
    .integer(
      "folds", \.folds, in: 0...50,
      "expanding folds of the last 60 % of training and validation rows that choose; 0: the validation rows"
    ).addedLater(),
    .integer(
      "season", \.season, in: 0...100_000, "rows of a season; 0: the usual one of the data's frequency"
    ).addedLater(),
    .integer(
      "harmonics", \.harmonics, in: 0...12,
      "pairs of sine and cosine of day, week and year that are further inputs"
    ).addedLater(),
    .choice("loss", \.loss, "the error that is made small").addedLater(),
    .boolean("keepsMoments", \.keepsMoments, "whether moments are stored, so that update can add rows")
      .addedLater(),
    .boolean(
      "keepsRows", \.keepsRows, "whether rows are stored with the moments, so that update can drop the oldest"
    ).addedLater(),
  ]

  /// Makes sure that the values go together for a task.
  package func requireConsistency(for task: ForecastTask) throws(ConfigurationError) {
    func refuse(_ key: String, _ value: String, _ accepted: String) throws(ConfigurationError) {
      throw .invalidValue(key: key, value: value, accepted: accepted)
    }
    if normalization.kinds.contains(.instance), scope != [.pooled] {
      try refuse(
        "normalization", normalization.text,
        "ways other than instance with maps of single channels, such as last+season")
    }
    if centrings(for: task).isEmpty {
      try refuse("normalization", normalization.text, "one that fits into \(task.lookback) rows of history")
    }
    if keepsRows, !keepsMoments { try refuse("keepsRows", "true", "true together with keepsMoments=true") }
    guard keepsMoments else { return }
    if harmonics > 0 || loss == .mae {
      try refuse("keepsMoments", "true", "true without harmonics and with loss mse")
    }
    if task.futureCount + task.fixedCount > 0 {
      try refuse("keepsMoments", "true", "true for data without columns known ahead or fixed ones")
    }
  }

  /// The season for a frequency.
  package func season(for frequency: Frequency?) -> Int {
    frequency.seasonLength(asked: season)
  }

  /// What is taken out of windows of a task, without repetitions and what does not fit into the lookback.
  package func centrings(for task: ForecastTask) -> [(kind: Normalization.Kind, centring: WindowCentring)] {
    let season = season(for: task.frequency)
    var found: [(kind: Normalization.Kind, centring: WindowCentring)] = []
    for kind in normalization.kinds {
      let centring: WindowCentring =
        switch kind {
        case .none: .none
        case .last: .last
        case .halfSeason: .mean(rows: season / 2)
        case .season: .mean(rows: season)
        case .week: .mean(rows: task.frequency?.rowsOfWeek ?? 0)
        case .mean: .mean(rows: task.lookback)
        case .instance: .instance
        }
      let isKnown = found.contains { $0.centring == centring }
      if case .mean(let rows) = centring, rows < 1 || rows > task.lookback { continue }
      if !isKnown { found.append((kind, centring)) }
    }
    return found
  }
}

extension ClosedFormConfiguration.Normalization {
  /// The names joined by `+`; `best` for the usual ones.
  package var text: String {
    self == .best ? "best" : kinds.map(\.rawValue).joined(separator: "+")
  }

  fileprivate init?(text: String) {
    guard text != "best" else {
      self = .best
      return
    }
    guard let kinds = SettingList.read(text, { Kind(rawValue: $0) }) else { return nil }
    self.init(kinds)
  }
}

extension Frequency {
  /// Rows of a week where steps are below a day.
  fileprivate var rowsOfWeek: Int? {
    let day = defaultSeasonLength
    guard case .span(let step) = self, step < .day else { return nil }
    return 7 * day
  }
}
