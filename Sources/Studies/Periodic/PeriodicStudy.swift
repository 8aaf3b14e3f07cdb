import Layers
import Tensors
import Training

/// FAN's first claim: networks with periodic layers go on with a period beyond the range they have seen, others do not
/// (Dong et al. 2024, https://arxiv.org/abs/2410.02675, §4.1).
///
/// A smaller edition that runs on a laptop: width 64 instead of 2048, thousands of points instead of tens of thousands, a learning
/// rate of 1e-3 instead of 1e-5 and hundreds of epochs instead of ten thousand. Splines (KAN) and SIREN get inputs between −1 and 1, as
/// their authors do; the others get raw t, as in the published code.
public struct PeriodicStudy: Study {
  /// Which functions, separated by commas; `all` for all eight.
  public var functions = "all"
  /// Width of the layers.
  public var width = 64
  /// Points of the training range, evenly spaced.
  public var points = 3_000
  /// Points of the test range, evenly spaced.
  public var testPoints = 4_000
  /// Epochs; the last one counts.
  public var epochs = 300
  /// Points of a step.
  public var batchSize = 64
  /// Of AdamW.
  public var learningRate: Float = 1e-3
  /// Epochs from one measurement of the test error to the next.
  public var measuringEvery = 10
  /// Seeds 1, 2, …
  public var seedCount = 3

  /// The sizes above.
  public init() {}

  /// What it is called.
  public static let card = StudyCard(
    name: "periodic", summary: "functions with periods, inside and outside the range of training",
    source: "Dong et al. 2024, https://arxiv.org/abs/2410.02675, §4.1")

  /// Two functions, one seed, few points.
  public static var quick: PeriodicStudy {
    var study = PeriodicStudy()
    (study.functions, study.points, study.testPoints) = ("sin,mod", 1_000, 1_000)
    (study.epochs, study.seedCount) = (150, 1)
    return study
  }

  /// Every setting, described.
  public static let fields: [Field<Self>] = [
    .choices("functions", \.functions, among: PeriodicFunction.self, "what is learnt, separated by commas"),
    .integer("width", \.width, in: 4...4096, "width of the layers, a multiple of 4"),
    .integer("points", \.points, in: 2...1_000_000, "points of the training range"),
    .integer("testPoints", \.testPoints, in: 2...1_000_000, "points of the test range"),
    .integer("epochs", \.epochs, in: 1...100_000, "epochs; the last one counts"),
    .integer("batchSize", \.batchSize, in: 1...1_000_000, "points of a step"),
    .number("learningRate", \.learningRate, in: Float.leastNonzeroMagnitude...10, "learning rate of AdamW"),
    .integer("measuringEvery", \.measuringEvery, in: 1...100_000, "epochs from one measurement to the next"),
    .integer("seedCount", \.seedCount, in: 1...1000, "seeds of the first weights, from 1"),
  ]

  var chosenFunctions: [PeriodicFunction] { ListSetting.cases(of: functions) ?? [] }

  /// The choice of functions does not change a case.
  public static let choosingKeys: Set<String> = ["functions", "seedCount"]

  /// Every kind of network for every function and seed.
  public var cases: [StudyCase] {
    StudyCase.all(
      tasks: chosenFunctions.map(\.rawValue), models: ScalarNetwork.Kind.allCases.map(\.rawValue),
      seedCount: seedCount)
  }

  /// Runs one case.
  public func run(
    _ study: StudyCase, on material: Void, _ context: StudyContext
  ) throws(TrainingError) -> StudyRecord? {
    guard let function = PeriodicFunction(rawValue: study.task),
      let kind = ScalarNetwork.Kind(rawValue: study.model)
    else { return nil }
    var generator = SeededGenerator(seed: study.seed, purpose: .initialisation)
    var model: ScalarNetwork
    do {
      model = try ScalarNetwork(kind, width: width, reach: function.trainingReach, using: &generator)
    } catch { throw .recipe(error) }
    let training = function.examples(points, reach: function.trainingReach)
    let test = function.examples(testPoints, reach: function.testReach)
    let inside = test.indices { abs($0) <= function.trainingReach }
    let outside = test.indices { abs($0) > function.trainingReach }
    let parts = [("inside_mse", test.part(inside)), ("outside_mse", test.part(outside))]
    var fit = ObservedFit<ScalarNetwork>()
    fit.measuringEvery = measuringEvery
    fit.measures = { model in
      parts.map { .init($0.0, meanErrors(of: model, on: $0.1, workers: context.workers).mse) }
    }
    guard
      var record = try fit.run(
        &model, on: training, validatedOn: training, recipe: recipe, for: study, context)
    else { return nil }
    for (name, part) in parts {
      record.figures.append(.init(name, meanErrors(of: model, on: part, workers: context.workers).mse))
    }
    if study.seed == 1 { record.curves.append(picture(of: model, function)) }
    return record
  }

  /// The points are noise-free: there is nothing to choose, and the weights with the smallest error on them are kept.
  private var recipe: TrainingRecipe {
    var recipe = TrainingRecipe()
    (recipe.epochs, recipe.patience, recipe.batchSize) = (epochs, epochs, batchSize)
    (recipe.optimizer, recipe.weightDecay, recipe.learningRate) = (.adamw, 0.01, learningRate)
    return recipe
  }

  /// What the network makes of the test range.
  private func picture(of model: ScalarNetwork, _ function: PeriodicFunction) -> StudyRecord.Curve {
    let shown = function.examples(Self.picturePoints, over: function.pictureRange)
    var pass = ForwardPass.inference
    let output = model.output(shown.inputs, in: &pass)
    return StudyRecord.Curve(
      "picture", x: shown.inputs.values.map { Double($0) }, y: output.values.map { Double($0) })
  }

  private static let picturePoints = 401
}

extension PeriodicFunction {
  /// Evenly spaced points around 0 with both ends.
  func examples(_ count: Int, reach: Double) -> ScalarExamples { examples(count, over: -reach...reach) }

  /// Evenly spaced points with both ends.
  func examples(_ count: Int, over range: ClosedRange<Double>) -> ScalarExamples {
    let width = range.upperBound - range.lowerBound
    let t = (0..<count).map { range.lowerBound + width * Double($0) / Double(max(1, count - 1)) }
    return ScalarExamples(
      inputs: Tensor(shape: [count, 1], values: t.map { Float($0) }),
      targets: Tensor(shape: [count, 1], values: t.map { Float(self($0)) }))
  }

  /// What is drawn: both sides of the end of the training range, so much that periods can be told apart.
  var pictureRange: ClosedRange<Double> {
    self == .sin ? 0...testReach : trainingReach * 0.88...trainingReach * 1.12
  }
}

extension ScalarExamples {
  /// The places whose inputs satisfy a condition.
  func indices(where condition: (Double) -> Bool) -> [Int] {
    inputs.values.enumerated().filter { condition(Double($0.element)) }.map(\.offset)
  }

  func part(_ indices: [Int]) -> ScalarExamples {
    ScalarExamples(inputs: inputs.gathering(indices), targets: targets.gathering(indices))
  }
}
