import Diagnosis
import Forecasting
import Persistence
import TimeSeries
import Training

/// What the attention layers of a model do, over a few windows that stay the same.
///
/// ```swift
/// var request = FitRequest(data: .panel(panel), workers: workers)
/// (request.model, request.lookback, request.horizon) = ("samformer", 48, 12)
/// request.recipe.epochs = 2
/// var fit = Fit(request)
/// fit.reportAttention = { report in
///   for layer in report.layers { print("epoch", report.epoch, layer.name, layer.measures.entropy) }
/// }
/// _ = try fit.run()
/// ```
public struct AttentionReport: Sendable {
  /// An attention layer.
  public struct Layer: Sendable {
    /// What is shown, such as "encoder layer 1".
    public let name: String
    /// How concentrated it is, and of what rank.
    public let measures: AttentionMeasures

    /// The layer's name and measures.
    public var json: JSONValue { ["layer": .string(name), "measures": measures.json] }
  }

  /// The epoch whose weights it is about, counted from 1.
  public let epoch: Int
  /// Validation windows that are looked at.
  public let windowCount: Int
  /// Each layer, in the order of the model.
  public let layers: [Layer]

  /// How many windows are looked at, evenly spread over those there are.
  package static let usualWindowCount = 32
}

extension ForecasterKind {
  /// Whether a fit has epochs after which attention can be looked at.
  static var trainsAttention: Bool { self is any Explaining.Type && self is any NeuralForecaster.Type }
}

extension Fit {
  /// Has the attention of a model measured after each epoch, if anybody wants to know and it has any.
  func watchAttention(_ control: inout TrainingControl, on windows: ValidationWindows) {
    guard let report = reportAttention, !windows.isEmpty else { return }
    let positions = windows.evenlySpread(AttentionReport.usualWindowCount)
    control.observe = { model, epoch in
      guard let explaining = model as? any Explaining else { return }
      let layers = explaining.attention(over: windows.histories(positions)).map { layer in
        AttentionReport.Layer(name: layer.layer, measures: AttentionMeasures(of: layer.weights))
      }
      report(AttentionReport(epoch: epoch, windowCount: positions.count, layers: layers))
    }
  }
}
