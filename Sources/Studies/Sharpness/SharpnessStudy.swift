import Diagnosis
import Experiments
import Runs
import Tensors
import Training

/// What makes SAMformer generalise: variants of SAM and of attention on real data, with the error, the cost and the sharpness of each
/// (Ilbert et al. 2024, https://arxiv.org/abs/2402.10198, §3 and 5).
///
/// Every variant keeps the published recipe but for what its name says; ASAM, whose radius has another meaning, has one of 2. Validation
/// rows choose the epoch; test rows are scored once.
public struct SharpnessStudy: Study {
  /// A benchmark file by name or path.
  public var data = "ETTh1"
  /// Which variants, separated by semicolons; `all` for all, `training` for those of SAM, `usual` for all but the slow one of temporal attention.
  public var variants = "usual"
  /// Rows of a history.
  public var lookback = 512
  /// Rows of a forecast.
  public var horizon = 96
  /// Most epochs.
  public var epochs = 100
  /// Seeds 1, 2, …
  public var seedCount = 3
  /// Products with the Hessian.
  public var hessianSteps = 20
  /// Training windows of the Hessian.
  public var hessianWindows = 512

  /// The published sizes.
  public init() {}

  /// What it is called.
  public static let card = StudyCard(
    name: "sharpness",
    summary: "relatives of SAM and variants of attention on a benchmark file: error, cost, sharpness",
    source: "Ilbert et al. 2024, https://arxiv.org/abs/2402.10198, §3 and 5")

  /// Three variants of short histories.
  public static var quick: SharpnessStudy {
    var study = SharpnessStudy()
    (study.variants, study.lookback, study.epochs, study.seedCount) = ("sam;no sam;momentum sam", 96, 5, 1)
    (study.hessianSteps, study.hessianWindows) = (8, 256)
    return study
  }

  /// Every setting, described.
  public static let fields: [Field<Self>] = [
    .text(
      "data", \.data, "a name or path", "a benchmark file", write: { $0 }, read: { $0.isEmpty ? nil : $0 }),
    .text(
      "variants", \.variants,
      "all, usual, training, or some of \(SharpnessVariant.all.map(\.name).joined(separator: "; "))",
      "what is compared, separated by semicolons", write: { $0 }, read: { chosen($0) == nil ? nil : $0 }),
    .integer("lookback", \.lookback, in: 2...100_000, "rows of a history"),
    .integer("horizon", \.horizon, in: 1...100_000, "rows of a forecast"),
    .integer("epochs", \.epochs, in: 1...10_000, "most epochs"),
    .integer("seedCount", \.seedCount, in: 1...1000, "seeds, from 1"),
    .integer("hessianSteps", \.hessianSteps, in: 0...1000, "products with the Hessian; 0 for no eigenvalues"),
    .integer("hessianWindows", \.hessianWindows, in: 1...100_000, "training windows of the Hessian"),
  ]

  private static func chosen(_ text: String) -> [SharpnessVariant]? {
    let all = SharpnessVariant.all
    switch text {
    case "all": return all
    case "usual": return all.filter { !$0.name.hasPrefix("temporal") }
    case "training": return all.filter { $0.settings.isEmpty }
    default: break
    }
    let places = ListSetting.values(of: text, separatedBy: ";") { name in
      all.firstIndex { $0.name == name }
    }
    return places?.map { all[$0] }
  }

  var chosenVariants: [SharpnessVariant] { Self.chosen(variants) ?? [] }

  /// The choice of variants does not change a case.
  public static let choosingKeys: Set<String> = ["variants", "seedCount"]

  /// A semicolon.
  public static let listSeparator = ";"

  /// Every variant with every seed.
  public var cases: [StudyCase] {
    StudyCase.all(tasks: [data], models: chosenVariants.map(\.name), seedCount: seedCount)
  }

  /// The data.
  public func files(_ context: StudyContext) -> [String] { [material(context) ?? data] }

  /// The path of the data; nil if they are nowhere.
  public func material(_ context: StudyContext) -> String? {
    context.folders.lazy.compactMap { folder in
      DataLocator(folder: folder, dataFolder: context.dataFolder).path(of: data)
    }.first
  }

  /// Runs one case.
  public func run(_ study: StudyCase, on path: String?, _ context: StudyContext) throws -> StudyRecord? {
    guard let variant = SharpnessVariant.all.first(where: { $0.name == study.model }) else { return nil }
    var request = FitRequest(data: path ?? data, workers: context.workers)
    (request.model, request.lookback, request.horizon) = ("samformer", lookback, horizon)
    (request.settings, request.seed) = (variant.settings, study.seed)
    request.recipe.epochs = epochs
    for (key, value) in variant.recipe { try request.recipe.set(key, to: value) }
    var fit = Fit(request)
    fit.scoresBaselines = false
    fit.control.isInterrupted = context.isInterrupted
    let result = try fit.run()
    guard !context.isInterrupted() else { return nil }
    return try record(study, variant, result, data: path ?? data, context)
  }

  private func record(
    _ study: StudyCase, _ variant: SharpnessVariant, _ result: FitResult, data: String,
    _ context: StudyContext
  ) throws -> StudyRecord? {
    var effort = ModelDiagnosis.Effort()
    (effort.hessianSteps, effort.windowCount, effort.pointCount) = (hessianSteps, hessianWindows, 3)
    let diagnosis = try ModelDiagnosis(
      result.model, data: .file(data), effort: effort, workers: context.workers, unless: context.isInterrupted
    )
    guard !context.isInterrupted() else { return nil }
    var record = StudyRecord(study)
    let epochs = result.summary.epochs.map { Double($0.epoch) }
    record.curves = [
      .init("training_loss", x: epochs, y: result.summary.epochs.map(\.trainingLoss)),
      .init("validation_mse", x: epochs, y: result.summary.epochs.map(\.validationMSE)),
    ]
    record.figures = [
      .init("test_mse", result.test?.mseNorm ?? .nan), .init("test_mae", result.test?.maeNorm ?? .nan),
      .init("validation_mse", result.validation?.mseNorm ?? .nan),
      .init("training_loss", diagnosis.loss?.loss ?? .nan),
      .init("lambda_max", diagnosis.loss?.spectrum?.largest ?? .nan),
      .init("gradient_norm", diagnosis.loss?.gradientNorm ?? .nan),
      .init("entropy", diagnosis.attention.first?.measures.entropy ?? .nan),
      .init("gradients", variant.gradients), .init("epochs", Double(epochs.count)),
      .init("train_seconds", result.seconds.train), .init("parameters", Double(result.parameterCount)),
    ]
    return record
  }
}
