import Forecasting
import LocalModels
import TimeSeries

/// What the errors over test windows tell about a model, channel by channel.
public struct ResidualDiagnostics: Sendable {
  /// One for each target.
  public let channels: [Channel]

  /// What the errors of one target tell; errors are truth less forecast: positive where forecasts are low.
  public struct Channel: Sendable {
    /// Name of the column.
    public let name: String
    /// The mean error of each step of the horizon, data units.
    public let bias: [Double]
    /// The mean size of the truths, data units.
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
  init<Role>(_ measures: ForecastMeasures, _ windows: Windows<Role>) {
    let panel = windows.data.panel
    let bias = measures.meanResiduals
    let firsts = measures.firstResiduals
    channels = windows.targetColumns.enumerated().map { target, column in
      let residuals = ChannelResiduals(firsts, target: target, column: column, windows.data)
      let deviation = windows.data.scalers.first?.deviations[column] ?? 1
      var channel = Channel(
        name: panel.columns[column],
        // Of many series the deviations differ; those of the first stand for all where they share a scale only.
        bias: (bias.isEmpty ? [] : bias[target]).map { $0 * deviation }, meanSize: residuals.meanSize,
        correlation: residuals.correlation(season: panel.frequency.defaultSeasonLength),
        count: residuals.count, normalPlot: residuals.normalPlot)
      channel.statements = ResidualStatements(channel, residuals, panel).all
      return channel
    }
  }
}
