import Forecasting
import Text
import TimeSeries

extension StoredModel {
  /// The windows of the split recorded in the model; series that it does not know have none.
  ///
  /// - Parameter scale: What other data than the fitted ones are standardised by; many series are always scaled one by one.
  /// - Throws: `ForecastError.otherScale` for data that are too far from the fitted ones for the model's scale.
  package func windows(_ data: StoredModelData, scaledBy scale: EvaluationScale) throws -> WindowSet {
    let windows = try windows(data)
    guard file.description.series.isEmpty, !data.isTheFittedOne else { return windows }
    let rows = file.description.split.rows.train
    let own = StandardScaler(fitting: data.panel, series: 0, rows: rows)
    switch scale {
    case .model:
      try requireSameScale(own, data.panel.columns)
      return windows
    case .data:
      let scaled = try ScaledPanel(
        data.panel, scalers: [own], fixedScaler: file.description.columns.fixed.scaler)
      return try WindowSet(scaled, splits: [file.description.split.rows], shape: file.description.shape)
        .hiding(hiddenRoles)
    }
  }

  /// Means and deviations that are further apart than this are those of other data.
  private static let farthest = (means: 4.0, deviations: 5.0)

  private func requireSameScale(_ own: StandardScaler, _ columns: [String]) throws(ForecastError) {
    let known = file.description.columns.scaler
    for index in known.means.indices {
      let shift = abs(own.means[index] - known.means[index]) / known.deviations[index]
      let ratio = own.deviations[index] / known.deviations[index]
      guard
        shift > Self.farthest.means || ratio > Self.farthest.deviations
          || ratio * Self.farthest.deviations < 1
      else { continue }
      throw .otherScale(
        column: columns[index],
        rows: ScaleOfRows(mean: own.means[index], deviation: own.deviations[index]),
        model: ScaleOfRows(mean: known.means[index], deviation: known.deviations[index]))
    }
  }

  /// What errors in standardised units mean where the data have a scale of their own.
  func scaleNote(_ data: StoredModelData) -> String {
    "\(data.name): standardised by its own first \(TextFormatting.count(file.description.split.rows.train.upperBound, "row"))"
  }
}
