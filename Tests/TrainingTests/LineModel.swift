import Layers
import Synchronization
import Tensors
import Training

/// `y = w x + b`, as small as a model gets; counts how often its input is preprocessed.
struct LineModel: Trainable, PreparedModel {
  var w = Tensor(shape: [1, 1], filledWith: 0)
  var b = Tensor(shape: [1], filledWith: 0)
  let preprocessings: Counter

  final class Counter: Sendable {
    let value = Mutex(0)
  }

  init(counting counter: Counter = Counter()) { preprocessings = counter }

  func preprocessed(_ input: Tensor) -> Tensor {
    preprocessings.value.withLock { $0 += 1 }
    return input
  }

  func output(_ input: Tensor, in pass: inout ForwardPass) -> Tensor { linear(input, weight: w, bias: b) }

  mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&w, named: "w")
    visitor.visit(&b, named: "b")
  }
}

/// Points `(x, 3 x − 1)`; those at or after `firstWrong` have another target, which is not known.
struct LinePoints: Examples {
  let count: Int
  var firstWrong = Int.max
  var rowsPerExample = 1
  let targetElementsPerExample = 1

  func examples(at indices: some Collection<Int>) -> ExampleBatch<Tensor> {
    func column(_ value: (Int) -> Float) -> Tensor {
      Tensor(shape: [indices.count, 1], values: indices.map(value))
    }
    func x(_ index: Int) -> Float { Float(index % 17) / 8 - 1 }
    return ExampleBatch(
      input: column(x), target: column { $0 < firstWrong ? 3 * x($0) - 1 : 100 },
      observed: firstWrong == .max ? nil : column { $0 < firstWrong ? 1 : 0 })
  }

  func observedTargetElements(at indices: some Collection<Int>) -> Int {
    indices.count { $0 < firstWrong }
  }

  func validation<Model: Trainable>(of type: Model.Type) -> Validation<Model> where Model.Input == Tensor {
    let batch = examples(at: 0..<min(count, firstWrong))
    return Validation(exampleCount: batch.target.count) { model in
      var pass = ForwardPass.inference
      let prepared = model.prepared(forExamples: batch.target.count)
      let output = prepared.output(model.preprocessed(batch.input), in: &pass)
      return ValidationErrors(
        mse: Double(SquaredError()(output, batch.target).scalar),
        mae: Double(AbsoluteError()(output, batch.target).scalar))
    }
  }
}
