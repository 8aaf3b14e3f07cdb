import Forecasters
import Forecasting
import Layers

/// The floating-point operations of SAMformer's matrix products, from its formulas.
///
/// With *D* channels, lookback *L*, horizon *H* and hidden size *d* the forecast of one window multiplies and adds
/// - queries and keys: 2 D L d times, scores: D² d times, head: D L H times, and
/// - low-rank: values D L d, mixing D² d, output D d L times;
/// - full: values D L², mixing D² L times.
///
/// A multiply-add counts as two operations. The rest of the step (normalisation, softmax, loss, optimizer) is not
/// counted, and neither is what an algebraic shortcut saves: the count is that of the model, not of its execution.
struct SAMformerArithmetic {
  let task: ForecastTask
  let configuration: SAMformer.Configuration

  /// Operations of forecasting one window.
  var forecastOperations: Double {
    let (channels, lookback) = (Double(task.channelCount), Double(task.lookback))
    let (horizon, hidden) = (Double(task.horizon), Double(configuration.hiddenSize))
    let projections = 2 * channels * lookback * hidden
    let scores = channels * channels * hidden
    let head = channels * lookback * horizon
    let values =
      switch configuration.valuePath {
      case .lowRank: 2 * channels * lookback * hidden + channels * channels * hidden
      case .full: channels * lookback * lookback + channels * channels * lookback
      }
    return 2 * (projections + scores + values + head)
  }

  /// Operations of one optimizer step with SAM: two gradients, each a forecast and, per product, two in reverse (one
  /// for each operand; the input needs one too, for RevIN's gain).
  func stepOperations(batchSize: Int) -> Double {
    2 * 3 * Double(batchSize) * forecastOperations
  }
}
