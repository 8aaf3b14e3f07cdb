import Forecasters
import Forecasting
import Layers

/// The floating-point operations of the matrix products that SAMformer executes, from its formulas.
///
/// With *D* channels, lookback *L*, horizon *H*, hidden size *d* and *R* = windows · *D*, one evaluation multiplies
/// and adds
/// - R L (2 d + v + H) times for queries, keys, values and residual, as one product;
/// - D² (d + v) times a window for scores and mixing of values;
/// - R v H times to bring mixed values to the horizon, unless they are there already;
/// - L H u times for the product of the parameters, once per evaluation.
///
/// Low-rank: *v* = *u* = *d*. Full: *v* = *H*, *u* = *L* where `ChannelAttentionHead` multiplies the parameters out,
/// otherwise *v* = *L* and *u* = 0. A multiply-add counts as two operations. Normalisation, softmax, loss and optimizer
/// are not counted, so the share of the peak is what the products alone make of the time.
struct SAMformerArithmetic {
  let task: ForecastTask
  let configuration: SAMformer.Configuration

  /// Operations of forecasting `windows` windows with parameters prepared once.
  func forecastOperations(windows: Int) -> Double {
    let products = Products(self, windows: windows)
    return 2 * (products.withWindows + products.ofActivations + products.ofParameters)
  }

  /// Operations of one optimizer step with SAM: two evaluations with gradient.
  ///
  /// In reverse each product has two more, one for each operand, but windows need no gradient.
  func stepOperations(batchSize: Int) -> Double {
    let products = Products(self, windows: batchSize)
    return 2 * 2 * (2 * products.withWindows + 3 * products.ofActivations + 3 * products.ofParameters)
  }
}

/// Multiply-adds of one forward evaluation, by what is multiplied.
private struct Products {
  let withWindows: Double
  let ofActivations: Double
  let ofParameters: Double

  init(_ arithmetic: SAMformerArithmetic, windows: Int) {
    let task = arithmetic.task
    let (lookback, horizon) = (task.lookback, task.horizon)
    let (hidden, rows) = (arithmetic.configuration.hiddenSize, windows * task.channelCount)
    let valueSize: Int, mixing: Int, inner: Int
    switch arithmetic.configuration.valuePath {
    case .lowRank:
      (valueSize, mixing, inner) = (hidden, rows * hidden * horizon, hidden)
    case .full
    where ChannelAttentionHead.multipliesOut(lookback: lookback, horizon: horizon, rowCount: rows):
      (valueSize, mixing, inner) = (horizon, 0, lookback)
    case .full:
      (valueSize, mixing, inner) = (lookback, rows * lookback * horizon, 0)
    }
    withWindows = Double(rows * lookback * (2 * hidden + valueSize + horizon))
    ofActivations = Double(rows * task.channelCount * (hidden + valueSize) + mixing)
    ofParameters = Double(lookback * horizon * inner)
  }
}
