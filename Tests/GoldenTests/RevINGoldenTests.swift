import Layers
import Tensors
import Testing

@Suite("RevIN Golden")
struct RevINGoldenTests {
  @Test(arguments: GoldenFolder.files(ofKind: "revin"))
  func valueAndGradientsAgree(_ file: GoldenFile) throws {
    let history = try file.channelMajor("input.history").watched()
    let normalizedForecast = try file.channelMajor("input.normalized_forecast").watched()
    let target = try file.channelMajor("target")
    let parameters = try ["affine_weight", "affine_bias"].map {
      try file.tensor("param.revin.\($0)").watched()
    }
    let revIN = RevIN(channelCount: try file.config.member("channels").integer()).withParameters(parameters)

    let (normalized, statistics) = revIN.normalize(history)
    let forecast = revIN.denormalize(normalizedForecast, statistics)
    let horizonMajor = [normalized, forecast].map { $0.detached().transposed() }
    expectClose(joinedAlongTime(horizonMajor), try file.tensor("output"), "output")

    let lookback = history.shape[2]
    let whole = target.count
    let loss =
      LossFunction.squaredError(normalized, part(of: target, from: 0, count: lookback), dividingBy: whole)
      + LossFunction.squaredError(
        forecast, part(of: target, from: lookback, count: forecast.shape[2]), dividingBy: whole)
    expectClose(loss.detached().reshaped(to: [1]), try file.tensor("loss"), "loss")
    let gradients = gradient(of: loss, at: [history, normalizedForecast] + parameters)
    expectClose(gradients[0].transposed(), try file.tensor("input_grad.history"), "history gradient")
    expectClose(
      gradients[1].transposed(), try file.tensor("input_grad.normalized_forecast"), "forecast gradient")
    expectClose(gradients[2], try file.tensor("grad.revin.affine_weight"), "gain gradient")
    expectClose(gradients[3], try file.tensor("grad.revin.affine_bias"), "offset gradient")
  }

  /// `[batch, time, channel]` tensors one after another along time.
  private func joinedAlongTime(_ parts: [Tensor]) -> Tensor {
    let (batch, channels) = (parts[0].shape[0], parts[0].shape[2])
    let times = parts.map { $0.shape[1] }
    let values = (0..<batch).flatMap { window in
      parts.flatMap { $0.slices(window..<window + 1).values }
    }
    return Tensor(shape: [batch, times.reduce(0, +), channels], values: values)
  }

  /// `count` steps of a `[batch, channel, time]` tensor.
  private func part(of x: Tensor, from start: Int, count: Int) -> Tensor {
    x.transposed().transposed().reshaped(to: [x.shape[0] * x.shape[1], x.shape[2]]).transposed()
      .slices(start..<start + count).transposed().reshaped(to: [x.shape[0], x.shape[1], count])
  }
}
