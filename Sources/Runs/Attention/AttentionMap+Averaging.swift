import Forecasting
import Layers
import Tensors
import TimeSeries

/// What a forecaster attends to, averaged over test windows that are evenly spread over the test rows; nothing for one
/// that cannot say.
func attentionMaps(
  _ forecaster: some Forecaster, of data: PreparedData, _ windows: TestWindows
) -> [AttentionMap] {
  let positions = windows.evenlySpread(AttentionReport.usualWindowCount)
  guard !positions.isEmpty, let explaining = forecaster as? any Explaining else { return [] }
  let names = windows.channels.map { data.panel.columns[$0] }
  return explaining.attention(over: windows.histories(positions)).compactMap { layer in
    let (rows, columns) = (layer.weights.shape.suffix(2).first ?? 0, layer.weights.shape.last ?? 0)
    // A map of more tokens than this is no picture for a report and would fill the disk.
    let limit = layer.tokens == .channels ? 128 : 64
    guard rows <= limit, columns <= limit else { return nil }
    return AttentionMap(averaging: layer, channels: names)
  }
}

extension AttentionMap {
  /// The mean over windows and heads.
  ///
  /// - Parameter channels: Names of the channels of the history.
  package init(averaging layer: AttentionWeights, channels: [String]) {
    let (rows, columns) = (layer.weights.shape.suffix(2).first ?? 0, layer.weights.shape.last ?? 0)
    func tokens(_ count: Int) -> [String] {
      layer.tokens == .channels && count == channels.count ? channels : (0..<count).map { "\($0 + 1)" }
    }
    self.init(
      name: layer.layer, rows: tokens(rows), columns: tokens(columns),
      weights: layer.weights.meanMatrix(rows, columns))
  }
}

extension Tensor {
  /// The mean over all but the last two axes, added in double precision.
  fileprivate func meanMatrix(_ rows: Int, _ columns: Int) -> [[Float]] {
    let values = values
    let matrixCount = values.count / max(1, rows * columns)
    return (0..<rows).map { row in
      (0..<columns).map { column in
        let sum = (0..<matrixCount).reduce(0.0) {
          $0 + Double(values[($1 * rows + row) * columns + column])
        }
        return Float(sum / Double(matrixCount))
      }
    }
  }
}
