import Layers
import Optimizers
import Tensors
import Training

/// FAN's second claim: with as many parameters it represents formulas better than MLP, KAN and Transformer
/// (Dong et al. 2024, https://arxiv.org/abs/2410.02675, §4.2).
///
/// Every network is trained by Adam and then by L-BFGS over all examples. The article's figures mix errors: KAN's library reports roots of
/// mean squares, its own scripts mean squares; here both are given for all. Networks have two inner layers, of several widths.
public struct SymbolicStudy: Study {
  /// Widths, separated by commas, multiples of 4.
  public var widths = "8,16,32,64"
  /// Examples to fit on.
  public var trainingCount = 3_000
  /// Examples to test on.
  public var testCount = 1_000
  /// Epochs of Adam.
  public var epochs = 100
  /// Steps of L-BFGS.
  public var steps = 300
  /// Seeds 1, 2, …
  public var seedCount = 3

  /// The article's numbers of examples.
  public init() {}

  /// What it is called.
  public static let card = StudyCard(
    name: "symbolic",
    summary: "formulas of one to four variables: error against parameters, Adam then L-BFGS",
    source: "Dong et al. 2024, https://arxiv.org/abs/2410.02675, §4.2")

  /// One width, one seed.
  public static var quick: SymbolicStudy {
    var study = SymbolicStudy()
    (study.widths, study.trainingCount, study.testCount) = ("16", 1_000, 500)
    (study.epochs, study.steps, study.seedCount) = (20, 100, 1)
    return study
  }

  /// Every setting, described.
  public static let fields: [Field<Self>] = [
    .text(
      "widths", \.widths, "multiples of 4 from 4 to 4096, separated by commas", "widths of the inner layers",
      write: { $0 }, read: { chosen($0) == nil ? nil : $0 }),
    .integer("trainingCount", \.trainingCount, in: 1...1_000_000, "examples to fit on"),
    .integer("testCount", \.testCount, in: 1...1_000_000, "examples to test on"),
    .integer("epochs", \.epochs, in: 1...100_000, "epochs of Adam"),
    .integer("steps", \.steps, in: 0...100_000, "steps of L-BFGS"),
    .integer("seedCount", \.seedCount, in: 1...1000, "seeds of the first weights, from 1"),
  ]

  private static func chosen(_ text: String) -> [Int]? {
    ListSetting.values(of: text) { part in
      Int(part).flatMap { (4...4096).contains($0) && $0.isMultiple(of: 4) ? $0 : nil }
    }
  }

  var chosenWidths: [Int] { Self.chosen(widths) ?? [] }
  static let kinds: [ScalarNetwork.Kind] = [.fan, .gatedFAN, .mlp, .kan, .transformer]

  /// The choice of widths does not change a case.
  public static let choosingKeys: Set<String> = ["widths", "seedCount"]

  /// Every network for every formula, width and seed.
  public var cases: [StudyCase] {
    let models = Self.kinds.flatMap { kind in chosenWidths.map { "\(kind.rawValue) \($0)" } }
    return StudyCase.all(
      tasks: SymbolicFormula.allCases.map(\.rawValue), models: models, seedCount: seedCount)
  }

  /// Runs one case.
  public func run(
    _ study: StudyCase, on material: Void, _ context: StudyContext
  ) throws(TrainingError) -> StudyRecord? {
    let parts = study.model.split(separator: " ")
    guard let formula = SymbolicFormula(rawValue: study.task), let width = parts.last.flatMap({ Int($0) }),
      let kind = ScalarNetwork.Kind(rawValue: parts.dropLast().joined(separator: " "))
    else { return nil }
    var generator = SeededGenerator(seed: study.seed, purpose: .initialisation)
    var model: ScalarNetwork
    do {
      model = try ScalarNetwork(
        kind, inputSize: formula.variableCount, width: width, reach: 1, using: &generator)
    } catch { throw .recipe(error) }
    let training = formula.examples(trainingCount, index: 0)
    let test = formula.examples(testCount, index: 1)
    let fit = ObservedFit<ScalarNetwork>()
    guard
      var record = try fit.run(
        &model, on: training, validatedOn: training, recipe: recipe, for: study, context)
    else { return nil }
    record.figures.append(.init("adam_mse", meanErrors(of: model, on: test, workers: context.workers).mse))
    guard let losses = polish(&model, on: training, context) else { return nil }
    record.curves.append(.init("lbfgs_loss", x: losses.indices.map { Double($0 + 1) }, y: losses))
    let error = meanErrors(of: model, on: test, workers: context.workers).mse
    record.figures += [
      .init("mse", error), .init("rmse", error.squareRoot()),
      .init("training_mse", meanErrors(of: model, on: training, workers: context.workers).mse),
    ]
    return record
  }

  private var recipe: TrainingRecipe {
    var recipe = TrainingRecipe()
    (recipe.epochs, recipe.patience, recipe.batchSize, recipe.learningRate) = (epochs, epochs, 64, 2e-3)
    recipe.schedule = .warmUpCosine(warmUpEpochs: 1, finalFraction: 0.05)
    return recipe
  }

  /// Steps of L-BFGS over all examples; their losses, or nil if interrupted.
  private func polish(
    _ model: inout ScalarNetwork, on training: ScalarExamples, _ context: StudyContext
  ) -> [Double]? {
    let indices = Array(0..<training.count)
    var optimizer = LBFGS()
    var losses: [Double] = []
    let parts = (training.count + 255) / 256
    for _ in 0..<steps {
      if context.isInterrupted() { return nil }
      let loss = optimizer.step(&model) { point in
        Workers.$current.withValue(context.workers) {
          valueAndGradient(
            at: point, over: PartedBatch(parts: parts, lanes: 4, workers: context.workers), preparing: { $0 }
          ) { model, part in
            let batch = training.examples(at: indices[part * 256..<min(training.count, (part + 1) * 256)])
            var pass = ForwardPass.inference
            return SquaredError()(
              model.output(batch.input, in: &pass), batch.target, dividingBy: training.count)
          }
        }
      }
      // No step has found anything lower: there is nothing left to find.
      if losses.count > 2, losses.suffix(2).allSatisfy({ $0 == loss }) { break }
      losses.append(loss)
    }
    return losses
  }
}

extension SymbolicFormula {
  /// Places drawn evenly between −1 and 1; the same for every network.
  func examples(_ count: Int, index: Int) -> ScalarExamples {
    var generator = SeededGenerator(seed: 0, purpose: .synthesis, index: index)
    let inputs = (0..<count * variableCount).map { _ in generator.uniform(in: -1..<1) }
    let targets = (0..<count).map { row in
      Float(self((0..<variableCount).map { Double(inputs[row * variableCount + $0]) }))
    }
    return ScalarExamples(
      inputs: Tensor(shape: [count, variableCount], values: inputs),
      targets: Tensor(shape: [count, 1], values: targets))
  }
}
