import Forecasting
import LocalModels
import TimeSeries

/// What the errors over test windows tell about a model, channel by channel.
public struct ResidualDiagnostics: Sendable {
  /// One for each target.
  public let channels: [Channel]

  /// What the errors of one target tell; errors are forecast less truth, as in `Metric.bias`: positive where forecasts are high.
  public struct Channel: Sendable {
    /// Name of the column.
    public let name: String
    /// Whether errors and truths are in deviations of the training rows of each series, since these have scales of their own; in data
    /// units otherwise.
    public let isStandardized: Bool
    /// The mean error of each step of the horizon.
    public let bias: [Double]
    /// The mean size of the truths.
    public let meanSize: Double
    /// How errors of the first step follow each other.
    public let correlation: LjungBox?
    /// Errors of the first step that were looked at.
    public let count: Int
    /// Errors of the first step beside those of a normal law, both in deviations: as many go below each.
    public let normalPlot: [NormalPoint]
    /// What a person should know, one sentence each.
    public internal(set) var statements: [String] = []
  }

  /// A quantile of the errors and of a normal law.
  public struct NormalPoint: Sendable, Equatable {
    /// Of the normal law.
    public let normal: Double
    /// Of the errors.
    public let observed: Double
  }

  /// - Parameters:
  ///   - measures: With residuals kept.
  ///   - windows: The windows of the measures.
  package init<Role>(_ measures: ForecastMeasures, _ windows: Windows<Role>) {
    let panel = windows.data.panel
    let bias = measures.meanResiduals
    let firsts = measures.firstResiduals
    channels = windows.targetColumns.enumerated().map { target, column in
      let residuals = ChannelResiduals(firsts, target: target, column: column, windows.data)
      var channel = Channel(
        name: panel.columns[column], isStandardized: residuals.unit == nil,
        bias: (bias.isEmpty ? [] : bias[target]).map { -$0 * (residuals.unit ?? 1) },
        meanSize: residuals.meanSize,
        correlation: residuals.correlation(season: panel.frequency.defaultSeasonLength),
        count: residuals.count, normalPlot: residuals.normalPlot)
      channel.statements = ResidualStatements(channel, residuals).all
      return channel
    }
  }
}
