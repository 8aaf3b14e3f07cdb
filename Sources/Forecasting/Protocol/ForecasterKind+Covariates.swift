import Layers
import TimeSeries

extension ForecasterKind {
  /// Each channel is forecast by itself.
  public static var takes: Set<ColumnRole> { [] }

  /// Missing values are filled in or left out.
  public static var takesGaps: Bool { true }

  /// The roles of columns of `task` that forecasts would not depend on.
  public static func unused(of task: ForecastTask) -> Set<ColumnRole> { task.covariates.subtracting(takes) }

  /// Makes sure that every covariate of `task` that is no channel of the history can be used.
  ///
  /// Channels that are not looked at are accepted: a history has always had them.
  ///
  /// - Throws: `ConfigurationError.unusableColumns` with the role of the columns that cannot be used.
  public static func requireCovariates(of task: ForecastTask) throws(ConfigurationError) {
    let unused = unused(of: task)
    for role in [ColumnRole.future, .fixed] where unused.contains(role) {
      throw .unusableColumns(forecaster: card.name, role: role.rawValue)
    }
  }
}

extension NeuralForecaster {
  /// The channels of the history, targets or not.
  public static var takes: Set<ColumnRole> { [.past] }
}

extension ColumnRole {
  /// What columns of this role are called in messages.
  public var columns: String {
    switch self {
    case .target: "targets"
    case .past: "columns whose past alone is known"
    case .future: "columns known ahead"
    case .fixed: "columns with one value for each series"
    }
  }
}
