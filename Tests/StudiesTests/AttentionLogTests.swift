import Diagnosis
import Forecasting
import Runs
import Studies
import Tensors
import Testing

/// Attention that is measured while a model is fitted.
@Suite struct AttentionLogTests {
  private let workers = Workers(threadCount: 2)

  private func fitted(
    _ model: String, settings: [(key: String, value: String)] = [], averaging: Bool = false,
    loss: String? = nil, _ report: ((AttentionReport) -> Void)?
  ) throws -> FitResult {
    var request = try FitRequest(data: .waves, workers: workers)
    (request.model, request.lookback, request.horizon) = (model, 24, 6)
    request.settings = settings
    request.recipe.epochs = 3
    if averaging { try request.recipe.set("averaging", to: "ema:0.9") }
    if let loss { try request.recipe.set("loss", to: loss) }
    var fit = Fit(request)
    fit.reportAttention = report
    return try fit.run()
  }

  typealias Model = (name: String, settings: [(key: String, value: String)], loss: String?)

  private static let models: [Model] = [
    ("samformer", [], nil), ("samformer", [("attention", "temporal"), ("layerCount", "2")], nil),
    ("patchtst", [("layerCount", "2"), ("feedForward", "gated-fan")], nil),
    ("itransformer", [("hiddenSize", "16"), ("feedForwardSize", "16")], nil),
    // Attention inside another forecaster, below a second head, and both.
    ("samformer-residual", [("sigmaReparam", "true")], nil), ("samformer", [], "gaussian"),
    ("samformer-residual", [], "quantile:0.1,0.5,0.9"),
  ]

  /// To the last bit: the same windows, and the weights that the file holds.
  @Test(arguments: models, [false, true]) func figuresOfTheKeptEpochAreThoseOfTheStoredModel(
    _ model: Model, _ averages: Bool
  ) throws {
    var reports: [AttentionReport] = []
    let fit = try fitted(
      model.name, settings: model.settings, averaging: averages, loss: model.loss
    ) { reports.append($0) }
    #expect(reports.map(\.epoch) == Array(1...fit.summary.epochs.count))
    var effort = ModelDiagnosis.Effort()
    (effort.windowCount, effort.hessianSteps, effort.pointCount) = (16, 0, 3)
    effort.attentionRows = .validation
    let diagnosis = try ModelDiagnosis(fit.model, data: .waves, effort: effort, workers: workers)
    let kept = try #require(reports.first { $0.epoch == fit.summary.bestEpoch })
    #expect(kept.windowCount == 32 && !kept.layers.isEmpty)
    #expect(kept.layers.map(\.name) == diagnosis.attention.map(\.name))
    #expect(kept.layers.map(\.measures) == diagnosis.attention.map(\.measures))
    // Test windows are others.
    effort.attentionRows = .test
    let test = try ModelDiagnosis(fit.model, data: .waves, effort: effort, workers: workers)
    #expect(kept.layers.map(\.measures) != test.attention.map(\.measures))
  }

  @Test(arguments: ["samformer", "patchtst"]) func lookingChangesNoBit(_ model: String) throws {
    var epochs = 0
    let (watched, plain) = (try fitted(model) { _ in epochs += 1 }, try fitted(model, nil))
    #expect(epochs == 3)
    #expect(watched.model.weightsSHA256 == plain.model.weightsSHA256)
    #expect(watched.summary.epochs.map(\.validation) == plain.summary.epochs.map(\.validation))
  }

  @Test func aModelWithoutAttentionIsRefused() throws {
    let error = #expect(throws: RequestError.self) { try fitted("mlp") { _ in } }
    #expect(error == .noAttention(model: "mlp"))
    #expect(error?.description.contains("samformer, samformer-residual, ") == true)
  }

  /// A combination has no epochs of its own; the attention of its members can be looked at in the model.
  @Test func theAttentionOfACombinationIsThatOfItsMembers() throws {
    #expect(throws: RequestError.noAttention(model: "auto")) { try fitted("auto") { _ in } }
    var request = try FitRequest(data: .waves, workers: workers)
    (request.model, request.lookback, request.horizon) = ("auto", 24, 6)
    request.settings = [("members", "samformer")]
    let fit = try Fit(request).run()
    var effort = ModelDiagnosis.Effort()
    (effort.windowCount, effort.hessianSteps, effort.pointCount) = (16, 0, 3)
    let layers = try ModelDiagnosis(fit.model, data: .waves, effort: effort, workers: workers).attention
    #expect(layers.map(\.name) == ["member 0, samformer: channels"])
    #expect(layers.allSatisfy { $0.measures.entropy > 0 })
  }
}
