import Tensors
import Testing

struct OperationGraphTests {
  @Test func aGraphListsOperationsWithTheirSettingsAndShapes() {
    let x = sample([4, 3])
    let weight = sample([2, 3], seed: 2).watched()
    let hidden = linear(x, weight: weight, bias: nil, finish: RowFinish(activation: .gelu))
    let y = softmax(hidden, scale: 0.5)
    #expect(
      OperationGraph(of: [y]).description == """
        %0 = point [2, 3]
        %1 = linear(activation: gelu) (-, %0, -, -, -) [4, 2]
        %2 = softmax(scale: 0.5) (%1) [4, 2]
        """)
  }

  @Test func inputsComeBeforeResultsAndAreListedOnce() {
    let a = sample([2, 2]).watched()
    let b = sample([2, 2], seed: 2).watched()
    let square = a * a
    let graph = OperationGraph(of: [square + b, square - b, sum(square)])
    #expect(graph.steps.count(where: { $0.operation == "multiply" }) == 1)
    #expect(graph.steps.count(where: { $0.operation == "point" }) == 2)
    for (position, step) in graph.steps.enumerated() {
      #expect(step.inputs.allSatisfy { $0.map { $0 < position } ?? true })
    }
  }

  @Test func whatIsNotWatchedRecordsNothing() {
    #expect(OperationGraph(of: [relu(sample([3]))]).steps.isEmpty)
  }

  @Test func partsOfAnAxisSayWhichPart() {
    let x = sample([2, 5, 4]).watched()
    let graph = OperationGraph(of: [tokens(1..<4, of: x).columns(0..<2)])
    #expect(
      graph.steps.map(\.operation.description) == [
        "point", "tokens(first: 1, count: 3)", "columns(first: 0, count: 2)",
      ])
  }

  /// Every operation is remembered under the name of the function that was called.
  @Test func fusedOperationsAreNamedToo() {
    let packed = sample([1, 4, 6]).watched()
    let heads = AttentionHeads(count: 2, isCausal: true)
    let graph = OperationGraph(of: [selfAttention(packed, heads), packedAttention(packed, keySize: 2).output])
    #expect(
      graph.steps.map(\.operation.description) == [
        "point", "selfAttention(headCount: 2, isCausal: true, turns: false)", "packedAttention(keySize: 2)",
      ])
  }
}
