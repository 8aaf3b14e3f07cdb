import Diagnosis
import Forecasting
import Layers
import Runs
import Tensors
import TimeSeries
import Training

/// Why a stored model is as good or bad as it is: its attention, the sharpness of its loss, and the errors of each channel.
///
/// Attention and errors are of test windows, attention of validation windows if wanted; loss, gradient and Hessian are of the training loss over windows that are evenly spread
/// over the training rows, without dropout.
///
/// ```swift
/// let model = try ModelFile(reading: "model.safetensors")
/// let diagnosis = try ModelDiagnosis(model, data: .file("data.csv"), workers: workers)
/// print(diagnosis.text)
/// ```
public struct ModelDiagnosis: Sendable {
  /// How much is looked at.
  public struct Effort: Sendable {
    /// Training windows of loss and Hessian.
    public var windowCount = 1024
    /// Windows of attention.
    public var attentionWindowCount = AttentionReport.usualWindowCount
    /// Whose windows those are.
    public var attentionRows = AttentionRows.test
    /// Products with the Hessian; 0 for no eigenvalues.
    public var hessianSteps = 30
    /// Points of a line; a plane has so many by so many, up to 11.
    public var pointCount = 21
    /// Of random directions.
    public var seed: UInt64 = 1

    /// Enough for figures of two digits.
    public init() {}
  }

  /// Whose windows attention is shown of.
  public enum AttentionRows: String, Sendable, CaseIterable {
    /// Those that a fit has not seen.
    case test
    /// Those that a fit's log speaks of (`Fit.reportAttention`).
    case validation
  }

  /// What an attention layer does.
  public struct AttentionLayer: Sendable {
    /// What is shown, such as "encoder layer 1".
    public let name: String
    /// How concentrated it is, and of what rank.
    public let measures: AttentionMeasures
    /// Mean over windows and heads, with the names of tokens.
    public let map: AttentionMap
  }

  /// The errors of one channel over the test windows, of a model that was fitted again to all rows as it was before.
  public struct ChannelErrors: Sendable {
    /// The column.
    public let name: String
    /// Every metric.
    public let values: MetricValues
  }

  /// The loss around the weights; nil for a model that no gradient trains.
  public struct Loss: Sendable {
    /// At the weights.
    public let loss: Double
    /// How steep it is there.
    public let gradientNorm: Double
    /// The leading eigenvalues of its Hessian; nil if none were asked for.
    public let spectrum: HessianSpectrum?
    /// Along the direction that SAM climbs, along random directions, and over a plane.
    public let slices: [LossSlice]
  }

  /// The model.
  public let model: ModelFile
  /// The attention of each layer, in order; empty for a model without.
  public let attention: [AttentionLayer]
  /// The loss; nil for a model that no gradient trains.
  public let loss: Loss?
  /// Training windows of the loss.
  public let windowCount: Int
  /// Errors over test windows by channel; empty without test windows.
  public let channels: [ChannelErrors]
  /// Warnings, one line each.
  public let notes: [String]

  /// Looks into `model`.
  ///
  /// - Parameter isInterrupted: Asked now and then whether to end.
  /// - Throws: `DataError` if the data does not fit the model, `ModelFileError` if the model is damaged, `TrainingError.interrupted`.
  public init(
    _ model: ModelFile, data source: DataSource, reading: ReadingOptions = ReadingOptions(),
    effort: Effort = Effort(), workers: Workers, unless isInterrupted: () -> Bool = { false }
  ) throws {
    let stored = StoredModel(model)
    let data = try stored.read(source, reading)
    let whole = try stored.windows(data)
    let (forecaster, features) = try stored.opened(for: data.panel)
    let windows = whole.withCalendar(features)
    self.model = model
    attention =
      switch effort.attentionRows {
      case .test: attentionLayers(of: forecaster, windows.test, count: effort.attentionWindowCount)
      case .validation:
        attentionLayers(of: forecaster, windows.validation, count: effort.attentionWindowCount)
      }
    let look = LossLook(effort: effort, recipe: model.description.recipe, workers: workers)
    let neural = forecaster as? any NeuralForecaster
    loss = try neural.flatMap { try look.loss(of: $0, on: windows.training, unless: isInterrupted) }
    windowCount = loss == nil ? 0 : min(effort.windowCount, windows.training.count)
    let tested = try stored.tested(whole, on: data, workers)
    channels =
      tested.windows.isEmpty
      ? []
      : try channelErrors(
        of: tested.forecaster, tested.windows, scaler: model.description.columns.scaler, workers,
        unless: isInterrupted)
    notes =
      data.notes + tested.notes
      + (neural == nil
        ? ["\(model.description.model): no gradient trains it, so that there is no loss to look at"] : [])
      + (attention.isEmpty ? ["\(model.description.model): it has no attention"] : [])
  }
}

private func attentionLayers<Role>(
  of forecaster: some Forecaster, _ windows: Windows<Role>, count: Int
) -> [ModelDiagnosis.AttentionLayer] {
  let positions = windows.evenlySpread(count)
  guard !positions.isEmpty, let explaining = forecaster as? any Explaining else { return [] }
  let names = windows.channels.map { windows.data.panel.columns[$0] }
  return explaining.attention(over: windows.histories(positions)).map { layer in
    ModelDiagnosis.AttentionLayer(
      name: layer.layer, measures: AttentionMeasures(of: layer.weights),
      map: AttentionMap(averaging: layer, channels: names))
  }
}

private func channelErrors(
  of forecaster: some Forecaster, _ windows: TestWindows, scaler: StandardScaler, _ workers: Workers,
  unless isInterrupted: () -> Bool
) throws -> [ModelDiagnosis.ChannelErrors] {
  let errors = try score(forecaster, on: windows, workers: workers, unless: isInterrupted)
  let columns = windows.targetColumns
  let values = errors.perChannel(deviations: columns.map { scaler.deviations[$0] })
  return zip(columns, values).map { .init(name: windows.data.panel.columns[$0], values: $1) }
}

/// How the loss of a forecaster is looked at.
private struct LossLook {
  let effort: ModelDiagnosis.Effort
  let recipe: TrainingRecipe?
  let workers: Workers

  func loss<F: NeuralForecaster>(
    of forecaster: F, on windows: TrainingWindows, unless isInterrupted: () -> Bool
  ) throws(TrainingError) -> ModelDiagnosis.Loss? {
    guard !windows.isEmpty, !forecaster.parameters.isEmpty else { return nil }
    let surface = surface(of: forecaster, windows, (recipe?.loss ?? .squaredError).objective)
    let here = surface.evaluate(at: forecaster.parameters)
    let spectrum =
      effort.hessianSteps > 0
      ? surface.spectrum(steps: effort.hessianSteps, seed: effort.seed, unless: isInterrupted) : nil
    guard !isInterrupted() else { throw .interrupted }
    let radius = Double((recipe?.rho).flatMap { $0 > 0 ? $0 : nil } ?? 0.5)
    let (first, second) = (
      surface.filterNormalizedDirection(seed: effort.seed),
      surface.filterNormalizedDirection(seed: effort.seed &+ 1)
    )
    let slices = [
      surface.slice("sam", along: surface.ascent(), at: factors(effort.pointCount, to: 2 * radius)),
      surface.slice("random 1", along: first, at: factors(effort.pointCount, to: 1)),
      surface.slice("random 2", along: second, at: factors(effort.pointCount, to: 1)),
      surface.slice(
        "random plane", along: first, and: second, at: factors(min(11, effort.pointCount), to: 1)),
    ]
    guard !isInterrupted() else { throw .interrupted }
    return ModelDiagnosis.Loss(
      loss: here.loss, gradientNorm: globalNorm(of: here.gradient), spectrum: spectrum, slices: slices)
  }

  private func surface<F: NeuralForecaster>(
    of forecaster: F, _ windows: TrainingWindows, _ objective: any Objective
  ) -> LossSurface<F> {
    LossSurface(
      of: forecaster, on: windows, at: windows.evenlySpread(effort.windowCount), minimizing: objective,
      workers: workers)
  }

  /// Evenly spaced from `−reach` to `reach`, with 0 among them for an odd number.
  private func factors(_ count: Int, to reach: Double) -> [Double] {
    (0..<max(2, count)).map { reach * (2 * Double($0) / Double(max(2, count) - 1) - 1) }
  }
}
