import ArgumentParser
import Forecasters
import Forecasting
import Runs
import TimeSeries

/// What is fitted to which part of the data.
struct TaskOptions: ParsableArguments {
  @Option(
    help: "The model to fit (see: forecast models); auto chooses and combines those that suit the data.")
  var model = "auto"

  @Option(
    help: ArgumentHelp(
      "Work that auto may put into its choice, as about the time that two cores need: 30s, 1m, 2h. It is counted and not "
        + "timed, so that every machine chooses the same; small networks take twice as long. (default: 1m)",
      valueName: "time"))
  var budget: String?

  @Option(
    help: ArgumentHelp(
      "A setting of the model, repeatable (see: forecast models NAME).", valueName: "key=value"))
  var set: [String] = []

  @Option(
    help: ArgumentHelp(
      "Rows to forecast. (default: with auto and local models \(Self.usualHorizons), with others 96; fewer if the data is short)",
      valueName: "rows"))
  var horizon: Int?

  @Option(
    help: ArgumentHelp(
      "Past rows to forecast from. (default: 512, at most half of the training rows; with seasonal-naive and auto a season at "
        + "least, with auto and linear-stack up to 21 seasons of long data, with linear-closed-form the best of four on "
        + "validation rows; mean and drift take all)", valueName: "rows"))
  var lookback: Int?

  /// What the horizon of models that suit short series is unless told.
  static let usualHorizons =
    "two weeks of days, half a year of weeks or parts of months, a year of months, two years of quarters, 96 rows of finer steps, 6 without a season"

  @Option(help: .features)
  var features = "M"

  @Option(
    help:
      "auto | ett-hourly | ett-minutely | ratios such as 0.7/0.1/0.2 | rows at the end such as last:12/12.")
  var split = "auto"

  @Option(help: "The scale of many series: each its own (series), or one for all (shared).")
  var scaling = PanelScaling.series

  @Option(
    help: ArgumentHelp(
      "Channels of a file with many series: its columns, or the series side by side (series), for models that look "
        + "across channels."))
  var channels = ChannelSource.columns

  /// What the channels of a model are.
  enum ChannelSource: String, ExpressibleByArgument, CaseIterable {
    case columns, series
  }

  func validate() throws {
    try requireCount(horizon, "--horizon")
    try requireCount(lookback, "--lookback")
    try require("--features") { _ = try Features(features) }
    try require("--split") { _ = try SplitRule(split) }
    if let budget {
      guard model == Auto.card.name else {
        let isTrained = ForecasterCatalog.isNetwork(model)
        throw ValidationError(
          "--budget is for --model \(Auto.card.name); leave it out" + (isTrained ? ", or use --epochs" : ""))
      }
      guard WorkBudget(budget) != nil else {
        throw ValidationError("--budget \(budget) is not accepted; use a time such as 30s, 1m or 2h")
      }
    }
    _ = try settings
  }

  private var settings: SettingArguments {
    get throws {
      try SettingArguments(
        set, of: model, besides: budget.map { [(key: "budget", value: $0, option: "--budget \($0)")] } ?? [])
    }
  }

  /// Puts the options into a request.
  func apply(to request: inout FitRequest) throws {
    request.model = model
    request.settings = try settings.settings
    if let budget { request.settings.append((key: "budget", value: budget)) }
    (request.lookback, request.horizon) = (lookback, horizon)
    request.features = try Features(features)
    request.split = try SplitRule(split)
    request.scaling = scaling
    request.joinsSeries = channels == .series
  }

  private func require(_ name: String, _ parse: () throws -> Void) throws {
    do { try parse() } catch { throw ValidationError("\(name): \(error)") }
  }
}

extension PanelScaling: ExpressibleByArgument {}
