import Drawing
import Runs
import Text
import TimeSeries

/// Turns rows of a panel into points of a drawing.
struct PanelDrawer {
  /// The channels to draw, as indices of those forecast.
  let targets: [Int]
  private let panel: TimeSeries.Panel
  private let series: Series
  /// The values of every channel that is forecast, by row; empty for those that are not drawn.
  private let values: [[Double]]
  private let historyRows: Int

  init(
    _ panel: TimeSeries.Panel, _ index: Int, forecast names: [String], _ request: PictureRequest,
    horizon: Int
  ) throws(DataError) {
    (self.panel, series) = (panel, panel.series[index])
    var targets: [Int] = []
    for name in request.channels {
      guard let index = names.firstIndex(of: name) else {
        let isThere = panel.columns.contains(name) || panel.fixedColumns.contains(name)
        let error =
          isThere
          ? DataError(
            .unknownColumn, "column \(name.quoted) is not forecast",
            fix: "name one that is: \(names.map(\.quoted).abridged())") : .unknownColumn(name, among: names)
        throw error.inFile(panel.source)
      }
      if !targets.contains(index) { targets.append(index) }
    }
    let usual = panel.series.count > 1 ? 1 : PictureRequest.defaultChannelCount
    let chosen = targets.isEmpty ? Array(names.indices.prefix(usual)) : targets
    self.targets = chosen
    historyRows =
      request.historyRows
      ?? PictureRequest.usualHistoryRows(horizon: horizon, season: panel.frequency.defaultSeasonLength)
    values = names.indices.map { target in
      guard chosen.contains(target), let column = panel.columns.firstIndex(of: names[target]) else {
        return []
      }
      return panel.values(ofColumn: column, ofSeries: index)
    }
  }

  /// The name of a channel, after that of the series where there are many.
  func title(_ channel: String) -> String { series.id.map { "\($0), \(channel)" } ?? channel }

  func history(before row: Int) -> Range<Int> { max(0, row - historyRows)..<row }

  func rows(of target: Int, _ rows: Range<Int>) -> [LineChart.Point] {
    rows.map { point(series.timestamps[$0], values[target][$0]) }
  }

  func point(_ stamp: Timestamp, _ value: Double) -> LineChart.Point {
    LineChart.Point(x: panel.drawnPlace(of: stamp), y: value)
  }
}
