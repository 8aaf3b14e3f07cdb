import Forecasting
import TimeSeries

extension StoredModel {
  /// The model with the rows of `data` that follow those it has seen.
  ///
  /// - Parameter window: So many rows of each series are to count, the newest; nil for all.
  func updated(with data: StoredModelData, window: Int?) throws -> (
    model: ModelFile, report: UpdateReport
  ) {
    guard let forecaster = try opened().forecaster as? any Updating else {
      throw UpdateError.notUpdatable(model: description.model)
    }
    if window != nil, !type(of: forecaster).dropsRows { throw UpdateError.noWindow(model: description.model) }
    let panel = data.panel
    let isWide = description.series.isEmpty
    guard !isWide || panel.series.count == 1 else {
      throw UpdateError.severalSeries(count: panel.series.count)
    }
    // A series with a name is the one without: rows that were seen have the scale that they had.
    let columns = description.columns
    let standardized =
      try isWide
      ? ScaledPanel(panel, scalers: [columns.scaler], fixedScaler: columns.fixed.scaler) : scaled(panel)
    let rows = LaterRows(
      data: standardized, channels: try description.roles.inputs,
      future: try description.roles.columns(.future), targetChannels: try description.roles.targets,
      members: isWide ? panel.series.map { _ in 0 } : numbers(of: panel), window: window)
    let (updated, report) = try forecaster.updated(with: rows)
    var described = description
    // An older file, none of whose rows is new, is not what a forecast goes on from.
    if report.rowCount + report.droppedCount > 0 { described.data = data.file }
    described.updatedRows += report.rowCount
    return (ModelFile(updated, described: described, intervals: self.file.intervals), report)
  }
}
