import Layers
import Optimizers
import Tensors
import Training

/// The fit of a model of sequences by AdamW and cross-entropy: shuffled batches, a learning rate that changes with every step.
struct SequenceFit {
  /// Passes over the examples.
  var epochs = 1
  /// Examples of a step.
  var batchSize = 32
  /// The largest learning rate, reached after a fiftieth of the steps; it ends at a tenth.
  var learningRate: Float = 1e-3
  /// Of AdamW.
  var weightDecay: Float = 0.1
  /// Steps from one measurement to the next; the last step is measured too.
  var measuringEvery = 100
  /// Whether the parameters with the lowest measured loss are kept, instead of the last ones.
  var keepsBest = false

  /// What a fit leaves besides the model.
  struct Trace {
    /// Mean loss of the steps since the last measurement, over steps.
    var training = StudyRecord.Curve("training_loss", x: [], y: [])
    /// Measured loss over steps.
    var validation = StudyRecord.Curve("validation_loss", x: [], y: [])
    /// The step whose parameters were kept.
    var keptStep = 0
  }

  private static let finalFraction: Float = 0.1

  /// Steps of a fit.
  func stepCount(examples: Int) -> Int { epochs * ((examples + batchSize - 1) / batchSize) }

  /// Fits a model.
  ///
  /// - Parameter measure: The loss on examples that are not learnt from.
  /// - Returns: nil if it was interrupted.
  /// - Throws: `TrainingError.nonFiniteLoss`.
  func run(
    _ model: inout SequenceModel, on data: TokenSequences, seed: UInt64, _ context: StudyContext,
    measuring measure: (SequenceModel) -> Double
  ) throws(TrainingError) -> Trace? {
    let plan = TrainingPlan(recipe: recipe, seed: seed, workers: context.workers)
    let (step, stepCount) = (TrainingStep(plan, on: data), stepCount(examples: data.count))
    let schedule = LearningRateSchedule.warmUpCosine(
      warmUpEpochs: max(1, stepCount / 50), finalFraction: Self.finalFraction)
    var (optimizer, trace) = (recipe.makeOptimizer(), Trace())
    var (best, kept) = (Double.infinity, model.learntValues)
    var (sum, count, order) = (0.0, 0, [Int]())
    for number in 0..<stepCount {
      if context.isInterrupted() { return nil }
      if order.isEmpty { order = shuffled(data.count, number, seed) }
      let batch = Array(order.prefix(batchSize))
      order.removeFirst(batch.count)
      optimizer.learningRate = schedule.rate(atEpoch: number, of: stepCount, first: learningRate)
      let loss = step(&model, by: &optimizer, on: batch, number: number)
      guard loss.isFinite else {
        throw .nonFiniteLoss(
          epoch: number * epochs / stepCount + 1, step: number + 1, learningRate: optimizer.learningRate)
      }
      (sum, count) = (sum + loss, count + 1)
      guard (number + 1).isMultiple(of: measuringEvery) || number + 1 == stepCount else { continue }
      let measured = measure(model)
      trace.add(step: number + 1, training: sum / Double(count), validation: measured)
      (sum, count) = (0, 0)
      if keepsBest, measured < best {
        (best, kept, trace.keptStep) = (measured, model.learntValues, number + 1)
      }
    }
    if keepsBest { model = model.replacingLearntValues(kept) } else { trace.keptStep = stepCount }
    return trace
  }

  /// The order of an epoch, each another one.
  private func shuffled(_ count: Int, _ number: Int, _ seed: UInt64) -> [Int] {
    var order = Array(0..<count)
    var generator = SeededGenerator(seed: seed, purpose: .shuffle, index: number)
    generator.shuffle(&order)
    return order
  }

  private var recipe: TrainingRecipe {
    var recipe = TrainingRecipe()
    (recipe.epochs, recipe.batchSize, recipe.learningRate) = (epochs, batchSize, learningRate)
    (recipe.optimizer, recipe.weightDecay, recipe.gradientLimit) = (.adamw, weightDecay, 1)
    recipe.loss = ObjectiveChoice(CrossEntropy())
    return recipe
  }
}

extension SequenceFit.Trace {
  fileprivate mutating func add(step: Int, training loss: Double, validation measured: Double) {
    training = .init(training.name, x: training.x + [Double(step)], y: training.y + [loss])
    validation = .init(validation.name, x: validation.x + [Double(step)], y: validation.y + [measured])
  }
}

/// How a model does on sequences: the mean loss, and for each example whether the last class with the highest score is the right one.
struct SequenceScore {
  /// Mean cross-entropy over all classes.
  var loss: Double
  /// One for each example.
  var isRight: [Bool]

  /// Scores a model in blocks that are added in order.
  init(of model: SequenceModel, on data: TokenSequences, workers: Workers) {
    let size = max(1, 2048 / data.rowsPerExample)
    let blocks = workers.map(count: (data.count + size - 1) / size) { block -> (Double, [Bool]) in
      let part = data.examples(at: block * size..<min(data.count, (block + 1) * size))
      var pass = ForwardPass.inference
      let scores = model.output(part.input, in: &pass)
      let loss = crossEntropy(scores, part.target, dividingBy: part.target.count).scalar
      return (Double(loss) * Double(part.target.count), Self.right(scores, part.target))
    }
    let count = Double(max(1, data.count * data.targetElementsPerExample))
    (loss, isRight) = (blocks.reduce(0) { $0 + $1.0 } / count, blocks.flatMap(\.1))
  }

  private static func right(_ scores: Tensor, _ target: Tensor) -> [Bool] {
    let (classCount, perExample) = (scores.size(ofAxis: -1), target.shape[1])
    let (values, classes) = (scores.values, target.values)
    return (0..<target.shape[0]).map { example in
      let place = (example + 1) * perExample - 1
      let row = values[place * classCount..<(place + 1) * classCount]
      let top = row.indices.max { row[$0] < row[$1] } ?? row.startIndex
      return Float(top - row.startIndex) == classes[place]
    }
  }
}
