import Forecasting
import TimeSeries

/// What a user may set of a stack.
public struct StackConfiguration: ForecasterConfiguration {
  /// Which windows maps are fitted on.
  public enum Scopes: String, Sendable, CaseIterable {
    /// Maps of all channels, and maps of each.
    case both
    /// One map for all channels.
    case pooled
    /// A map for each channel.
    case own
  }

  /// What a map takes out of a history.
  public enum Centring: String, Sendable {
    /// Nothing.
    case none
    /// The last value.
    case last
    /// The mean of the last season.
    case season
  }

  /// Rows of a season; 0 for the usual one of the frequency.
  public var season = 0
  /// Which windows maps are fitted on.
  public var scopes = Scopes.both
  /// What maps take out of a history, one candidate each.
  public var centrings = [Centring.none, .last, .season]
  /// Penalties in units of the mean diagonal of the Gram matrix, one candidate each.
  public var ridges = [1e-4, 1e-2, 1]
  /// Lookbacks, each a third of the one before.
  public var lookbacks = 3
  /// Whether last values, means and seasons are candidates too.
  public var naive = true
  /// At most so many blocks of rows; the third and later ones are held out in turn.
  public var blocks = 7
  /// Held-out windows of a block and channel, at most.
  public var windows = 300
  /// How much of the weights of the table go into those of each channel.
  public var tableShare: Float = 0.5
  /// How much of the weights is found with reverting candidates; nil for what the folds say.
  public var reverting: Float?
  /// Whether it is the last value as far as the folds do not show that it is better.
  public var cautious = false
  /// Whether the moments are stored with the maps, so that rows can be added.
  public var keepsMoments = false
  /// Whether the rows are stored too, so that the oldest can be dropped.
  public var keepsRows = false

  /// The defaults.
  public init() {}

  /// Every value, described.
  public static let fields: [ConfigurationField<Self>] = [
    .integer(
      "season", \.season, in: 0...100_000, "rows of a season; 0: the usual one of the data's frequency"),
    .choice("scopes", \.scopes, "maps of all channels together, of each by itself, or both"),
    .text(
      "centrings", \.centrings, "none, last and season, joined by +", "what maps take out of a history",
      write: { $0.map(\.rawValue).joined(separator: "+") },
      read: { SettingList.read($0) { Centring(rawValue: $0) } }
    ),
    .text(
      "ridges", \.ridges, "positive numbers, joined by +",
      "penalties in units of the mean squared input",
      write: { SettingList.text($0) }, read: { SettingList.numbers($0) }),
    .integer("lookbacks", \.lookbacks, in: 1...3, "lookbacks of maps, each a third of the one before"),
    .boolean("naive", \.naive, "whether last values, means and seasons are candidates too"),
    .integer(
      "blocks", \.blocks, in: 3...100, "blocks of rows; the third and later ones are held out in turn"),
    .integer("windows", \.windows, in: 1...1_000_000, "held-out windows of a block and channel, at most"),
    .number(
      "tableShare", \.tableShare, in: 0...1, "how much of a channel's weights are those of all channels"),
    .optionalNumber(
      "reverting", \.reverting, in: 0...1,
      "how much of the weights is found with maps that return to a learnt mean; none: what the folds say",
      accepted: "0 … 1"),
    .boolean(
      "cautious", \.cautious, "whether it is the last value as far as the folds do not show that it is better"
    ).addedLater(),
    .boolean("keepsMoments", \.keepsMoments, "whether moments are stored, so that update can add rows")
      .addedLater(),
    .boolean(
      "keepsRows", \.keepsRows, "whether rows are stored with the moments, so that update can drop the oldest"
    ).addedLater(),
  ]

  /// Candidates of a choice have to be better than what costs nothing.
  public func amongCandidates() -> Self {
    var copy = self
    copy.cautious = true
    return copy
  }

  /// The season for a frequency: the rows of a day below a day, else the usual season.
  public func season(for frequency: Frequency?) -> Int {
    frequency.seasonLength(asked: season)
  }

  /// How the stack of a task is found.
  public func recipe(for task: ForecastTask) -> StackRecipe {
    let season = season(for: task.frequency)
    var recipe = StackRecipe(lookback: task.lookback, horizon: task.horizon, season: season)
    recipe.scopes = scopes == .both ? [.pooled, .own] : scopes == .pooled ? [.pooled] : [.own]
    let counts = centrings.map { centring in
      switch centring {
      case .none: 0
      case .last: 1
      case .season: season
      }
    }
    recipe.centrings = counts.indices.filter { counts.firstIndex(of: counts[$0]) == $0 }.map { counts[$0] }
    (recipe.ridges, recipe.lookbackCount, recipe.addsNaive) = (ridges, lookbacks, naive)
    (recipe.blockCount, recipe.windowCount) = (blocks, windows)
    (recipe.tableShare, recipe.revertingShare) = (Double(tableShare), reverting.map { Double($0) })
    recipe.isCautious = cautious
    return recipe
  }
}
