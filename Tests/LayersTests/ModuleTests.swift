import Layers
import Tensors
import Testing

struct ModuleTests {
  struct Pair: Module {
    var first: Linear
    var second: Linear?

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
      visitor.visit(&first, named: "first")
      visitor.visit(&second, named: "second")
    }
  }

  private func pair() -> Pair {
    var generator = SeededGenerator(seed: 1)
    let (initial, bias) = (Initialization.uniformByFanIn(3), Initialization.uniformByFanIn(3))
    return Pair(
      first: Linear(
        inputSize: 3, outputSize: 2, initialization: initial, biasInitialization: bias, using: &generator),
      second: Linear(
        inputSize: 2, outputSize: 1, initialization: initial, biasInitialization: bias, using: &generator))
  }

  @Test func parametersHaveTheirFullNamesInOrder() {
    var module = pair()
    #expect(
      module.namedParameters.map(\.name) == ["first.weight", "first.bias", "second.weight", "second.bias"])
    #expect(module.parameterCount == 11)
    module.second = nil
    #expect(module.namedParameters.map(\.name) == ["first.weight", "first.bias"])
  }

  @Test func gradientsComeInTheOrderOfTheParameters() {
    let module = pair()
    let x = sample([4, 3])
    let (value, gradient) = valueAndGradient(at: module) { module in
      module.second.map { sum($0(module.first(x))) } ?? Tensor(0)
    }
    #expect(value.count == 1)
    #expect(gradient.map(\.shape) == module.parameters.map(\.shape))
    #expect(gradient[3].values == [4])
  }

  @Test(arguments: [1, 2, 3]) func partsAddUpWhateverTheThreads(threads: Int) {
    let module = pair()
    let parts = (0..<7).map { sample([2, 3], seed: UInt64($0)) }
    func evaluate(_ lanes: Int, _ threads: Int) -> LossGradient {
      let batch = PartedBatch(parts: 7, lanes: lanes, workers: Workers(threadCount: threads))
      return valueAndGradient(at: module, over: batch, preparing: { (module: Pair) in module }) {
        (module: Pair, part: Int) in
        let y = module.first(parts[part])
        return sum(y * y)
      }
    }
    let (ours, reference) = (evaluate(3, threads), evaluate(3, 1))
    #expect(ours.loss == reference.loss)
    #expect(zip(ours.gradient, reference.gradient).allSatisfy { $0.values == $1.values })
    #expect(abs(ours.loss - evaluate(1, 1).loss) < 1e-5)
  }
}
