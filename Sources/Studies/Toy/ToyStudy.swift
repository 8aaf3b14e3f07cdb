import Diagnosis
import Forecasters
import Forecasting
import Layers
import Tensors
import Training

/// SAMformer's argument in one experiment: a Transformer with one layer of channel attention cannot fit a linear regression that least
/// squares solves, its attention is to blame, and SAM repairs it (Ilbert et al. 2024, https://arxiv.org/abs/2402.10198, §2 and 3).
///
/// No normalisation, as in the article; attention entropy is measured each epoch, the largest eigenvalue of the Hessian at the end.
public struct ToyStudy: Study {
  /// Rows of an input.
  public var lookback = 512
  /// Rows of an output.
  public var horizon = 96
  /// Channels.
  public var channelCount = 7
  /// Examples to fit on.
  public var trainingCount = 10_000
  /// Examples to choose the epoch on.
  public var validationCount = 5_000
  /// Most epochs.
  public var epochs = 100
  /// Epochs without a better one before the end.
  public var patience = 5
  /// Radius of SAM.
  public var rho: Float = 0.7
  /// Seeds 1, 2, … of the first weights.
  public var seedCount = 3
  /// Steps of the Lanczos process; 0 for no eigenvalues.
  public var hessianSteps = 20

  /// The article's sizes.
  public init() {}

  /// What it is called.
  public static let card = StudyCard(
    name: "toy", summary: "linear regression by a Transformer, with and without trained attention and SAM",
    source: "Ilbert et al. 2024, https://arxiv.org/abs/2402.10198, §2–3")

  /// A tenth of the rows and an eighth of the width.
  public static var quick: ToyStudy {
    var study = ToyStudy()
    (study.lookback, study.horizon) = (64, 12)
    (study.trainingCount, study.validationCount) = (1_000, 500)
    (study.epochs, study.seedCount, study.hessianSteps) = (60, 1, 10)
    return study
  }

  /// Every setting, described.
  public static let fields: [Field<Self>] = [
    .integer("lookback", \.lookback, in: 2...4096, "rows of an input"),
    .integer("horizon", \.horizon, in: 1...4096, "rows of an output"),
    .integer("channelCount", \.channelCount, in: 1...256, "channels"),
    .integer("trainingCount", \.trainingCount, in: 1...1_000_000, "examples to fit on"),
    .integer("validationCount", \.validationCount, in: 1...1_000_000, "examples to choose the epoch on"),
    .integer("epochs", \.epochs, in: 1...10_000, "most epochs"),
    .integer("patience", \.patience, in: 1...10_000, "epochs without a better one before the end"),
    .number("rho", \.rho, in: 0...100, "radius of SAM"),
    .integer("seedCount", \.seedCount, in: 1...1000, "seeds of the first weights, from 1"),
    .integer(
      "hessianSteps", \.hessianSteps, in: 0...1000, "steps of the Lanczos process; 0 for no eigenvalues"),
  ]

  /// What is compared.
  enum Model: String, CaseIterable {
    case oracle
    case linear
    case transformer
    case random = "random transformer"
    case sam = "transformer + SAM"
    case sigma = "sigma reparam"

    /// The SAMformer that it is; nil for others.
    var configuration: SAMformer.Configuration? {
      var configuration = SAMformer.Configuration()
      configuration.usesRevIN = false
      switch self {
      case .oracle, .linear: return nil
      case .transformer, .sam: break
      case .random: configuration.trainsAttention = false
      case .sigma: configuration.sigmaReparam = true
      }
      return configuration
    }
  }

  /// The oracle once, every other model with every seed.
  public var cases: [StudyCase] {
    Model.allCases.flatMap { model in
      (1...max(1, model == .oracle ? 1 : seedCount)).map {
        StudyCase(model: model.rawValue, seed: UInt64($0))
      }
    }
  }

  /// The data are the same for all models and seeds; the published script's seed.
  public func material(_ context: StudyContext) -> ToyData {
    Workers.$current.withValue(context.workers) {
      ToyData(
        lookback: lookback, horizon: horizon, channelCount: channelCount, trainingCount: trainingCount,
        validationCount: validationCount, seed: 42)
    }
  }

  /// Runs one case.
  public func run(
    _ study: StudyCase, on data: ToyData, _ context: StudyContext
  ) throws(TrainingError) -> StudyRecord? {
    guard let model = Model(rawValue: study.model) else { return nil }
    switch model {
    case .oracle:
      var record = StudyRecord(study)
      guard let error = Workers.$current.withValue(context.workers, operation: { data.oracleError() }) else {
        throw .singularSystem
      }
      record.figures = [
        .init("parameters", Double(lookback * horizon)), .init("validation_mse", error),
        .init("last_validation_mse", error), .init("expected_mse", data.expectedOracleError),
      ]
      return record
    case .linear:
      return try fit(LinearForecaster.self, .init(), model, study, data, context)
    case .transformer, .random, .sam, .sigma:
      guard let configuration = model.configuration else { return nil }
      return try fit(SAMformer.self, configuration, model, study, data, context)
    }
  }

  private func fit<F: NeuralForecaster>(
    _ type: F.Type, _ configuration: F.Configuration, _ kind: Model, _ study: StudyCase, _ data: ToyData,
    _ context: StudyContext
  ) throws(TrainingError) -> StudyRecord? {
    var generator = SeededGenerator(seed: study.seed, purpose: .initialisation)
    let task = ForecastTask(lookback: lookback, horizon: horizon, channelCount: channelCount)
    var model: F
    do { model = try F(configuration, for: task, using: &generator) } catch { throw .recipe(error) }
    var fit = ObservedFit<F>()
    let shown = Batch(history: data.validation.inputs.slices(0..<min(32, data.validation.count)))
    fit.measures = { model in
      guard let weights = (model as? any Explaining)?.attention(over: shown).first?.weights else { return [] }
      return [.init("entropy", AttentionMeasures(of: weights).entropy)]
    }
    let record = try fit.run(
      &model, on: data.training, validatedOn: data.validation, recipe: recipe(of: kind), for: study, context)
    guard var record else { return nil }
    if let weights = (model as? any Explaining)?.attention(over: shown).first?.weights {
      let measures = AttentionMeasures(of: weights)
      record.figures += [
        .init("entropy", measures.entropy), .init("nuclear_norm", measures.nuclearNorm),
        .init("diagonal_mass", measures.diagonalMass),
      ]
    }
    guard hessianSteps > 0 else { return record }
    let indices = Array(0..<min(512, data.training.count))
    let surface = LossSurface(
      of: model, on: data.training, at: indices, minimizing: SquaredError(), workers: context.workers)
    let spectrum = surface.spectrum(steps: hessianSteps, unless: context.isInterrupted)
    guard !context.isInterrupted() else { return nil }
    record.figures += [.init("lambda_max", spectrum.largest)]
    return record
  }

  /// The published script's recipe; SAM where the case has it.
  private func recipe(of model: Model) -> TrainingRecipe {
    var recipe = TrainingRecipe()
    (recipe.epochs, recipe.patience, recipe.learningRate) = (epochs, patience, 1e-3)
    recipe.schedule = .cosineRestarts(period: 5, floor: 1e-6)
    recipe.rho = model == .sam ? rho : 0
    return recipe
  }
}
