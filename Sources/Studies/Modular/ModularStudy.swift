import Layers
import Tensors
import Training

/// FANformer's claim on rules: a Transformer that is right about all sums it was trained on has a hole where none was shown, FANformer
/// has none (Dong et al. 2025, https://arxiv.org/abs/2502.21309, appendix M.4).
///
/// The article fine-tunes models of a billion parameters that have read a trillion tokens; these are trained from nothing, have sixty to a hundred
/// thousand parameters and one token for each number. Pairs outside the hole that were held back at random choose the step whose
/// parameters are kept.
public struct ModularStudy: Study {
  /// Which sums, separated by commas; `all` for both.
  public var tasks = "all"
  /// Width of tokens.
  public var size = 64
  /// Layers.
  public var layerCount = 1
  /// Attention heads.
  public var headCount = 4
  /// Passes over the pairs.
  public var epochs = 60
  /// Pairs of a step.
  public var batchSize = 256
  /// The largest learning rate of AdamW.
  public var learningRate: Float = 3e-3
  /// Of AdamW.
  public var weightDecay: Float = 0.1
  /// The share of pairs outside the hole that is held back.
  public var validationShare: Float = 0.05
  /// Seeds 1, 2, …
  public var seedCount = 3

  /// The sizes above.
  public init() {}

  /// What it is called.
  public static let card = StudyCard(
    name: "modular",
    summary: "sums of two numbers with a square of pairs that is never shown: is there a hole",
    source: "Dong et al. 2025, https://arxiv.org/abs/2502.21309, appendix M.4")

  /// One seed, narrow models, few epochs.
  public static var quick: ModularStudy {
    var study = ModularStudy()
    (study.size, study.epochs, study.seedCount) = (32, 10, 1)
    return study
  }

  /// Every setting, described.
  public static let fields: [Field<Self>] = [
    .choices("tasks", \.tasks, among: AdditionTask.self, "which sums, separated by commas"),
    .integer("size", \.size, in: 8...4096, "width of tokens, a multiple of 8 with heads of even width"),
    .integer("layerCount", \.layerCount, in: 1...64, "layers"),
    .integer("headCount", \.headCount, in: 1...64, "attention heads"),
    .integer("epochs", \.epochs, in: 1...100_000, "passes over the pairs"),
    .integer("batchSize", \.batchSize, in: 1...1_000_000, "pairs of a step"),
    .number("learningRate", \.learningRate, in: Float.leastNonzeroMagnitude...10, "largest rate of AdamW"),
    .number("weightDecay", \.weightDecay, in: 0...100, "of AdamW"),
    .number(
      "validationShare", \.validationShare, in: 0.001...0.9, "pairs outside the hole that are held back"),
    .integer("seedCount", \.seedCount, in: 1...1000, "seeds of weights and batches, from 1"),
  ]

  var chosenTasks: [AdditionTask] { ListSetting.cases(of: tasks) ?? [] }

  /// The choice of sums does not change a case.
  public static let choosingKeys: Set<String> = ["tasks", "seedCount"]

  /// Every kind of model for every task and seed.
  public var cases: [StudyCase] {
    StudyCase.all(
      tasks: chosenTasks.map(\.rawValue), models: SequenceModel.Kind.allCases.map(\.rawValue),
      seedCount: seedCount)
  }

  /// Runs one case.
  public func run(
    _ study: StudyCase, on material: Void, _ context: StudyContext
  ) throws(TrainingError) -> StudyRecord? {
    guard let task = AdditionTask(rawValue: study.task), let kind = SequenceModel.Kind(rawValue: study.model)
    else { return nil }
    var generator = SeededGenerator(seed: study.seed, purpose: .initialisation)
    let sizes = SequenceModel.Sizes(
      tokenCount: task.numberCount + 1, classCount: task.classCount, size: size, layerCount: layerCount,
      headCount: headCount)
    var model: SequenceModel
    do { model = try SequenceModel(kind, sizes, using: &generator) } catch { throw .recipe(error) }
    let parts = task.parts(validationShare: Double(validationShare))
    let (training, validation) = (task.sequences(of: parts.training), task.sequences(of: parts.validation))
    var fit = SequenceFit()
    (fit.epochs, fit.batchSize, fit.learningRate, fit.weightDecay) = (
      epochs, batchSize, learningRate, weightDecay
    )
    fit.measuringEvery = max(1, fit.stepCount(examples: training.count) / epochs)
    fit.keepsBest = true
    let trace = try fit.run(&model, on: training, seed: study.seed, context) { model in
      SequenceScore(of: model, on: validation, workers: context.workers).loss
    }
    guard let trace else { return nil }
    return record(study, of: model, task, parts, trace, context.workers)
  }

  private func record(
    _ study: StudyCase, of model: SequenceModel, _ task: AdditionTask,
    _ parts: (training: [AdditionTask.Pair], validation: [AdditionTask.Pair]), _ trace: SequenceFit.Trace,
    _ workers: Workers
  ) -> StudyRecord {
    let pairs = task.pairs
    let isRight = SequenceScore(of: model, on: task.sequences(of: pairs), workers: workers).isRight
    let answers = Dictionary(uniqueKeysWithValues: zip(pairs, isRight))
    func accuracy(_ pairs: [AdditionTask.Pair]) -> Double {
      pairs.isEmpty ? .nan : Double(pairs.count { answers[$0] == true }) / Double(pairs.count)
    }
    let unseen = parts.validation + pairs.filter { task.distance(of: $0) <= 0 }
    let byDistance = Dictionary(grouping: unseen) { task.distance(of: $0) }.sorted { $0.key < $1.key }
    var record = StudyRecord(study)
    record.figures = [
      .init("parameters", Double(model.parameterCount)), .init("kept_step", Double(trace.keptStep)),
      .init("training_accuracy", accuracy(parts.training)),
      .init("validation_accuracy", accuracy(parts.validation)),
      .init("hole_accuracy", accuracy(pairs.filter { task.distance(of: $0) <= 0 })),
      .init("rim_accuracy", accuracy(pairs.filter { task.distance(of: $0) == 0 })),
      .init("centre_accuracy", accuracy(pairs.filter { task.distance(of: $0) <= -8 })),
      .init("validation_loss", trace.validation.y.min() ?? .nan),
    ]
    record.curves = [
      trace.training, trace.validation,
      .init(
        "accuracy_by_distance", x: byDistance.map { Double($0.key) }, y: byDistance.map { accuracy($0.value) }
      ),
      .init("map", x: pairs.indices.map { Double($0) }, y: isRight.map { $0 ? 1 : 0 }),
    ]
    return record
  }
}
