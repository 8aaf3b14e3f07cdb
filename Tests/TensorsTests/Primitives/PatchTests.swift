import Tensors
import Testing

struct PatchTests {
  @Test func patchesOverlapAndTheLastOneRepeatsTheEnd() {
    let x = Tensor(shape: [1, 5], values: [1, 2, 3, 4, 5])
    let y = patches(x, length: 3, stride: 2)
    #expect(y.shape == [1, 3, 3])
    #expect(y.values == [1, 2, 3, 3, 4, 5, 5, 5, 5])
  }

  @Test(arguments: [(7, 3, 2), (8, 3, 2), (9, 4, 5), (3, 3, 1), (5, 2, 4)])
  func elementsAreThoseOfTheDefinition(time: Int, length: Int, stride: Int) {
    let x = sample([3, 2, time])
    let count = (time - length) / stride + 2
    let expected = (0..<6 * count * length).map { index in
      let (row, patch, offset) = (index / length / count, index / length % count, index % length)
      return x.values[row * time + min(patch * stride + offset, time - 1)]
    }
    expectEqual(
      patches(x, length: length, stride: stride), Tensor(shape: [3, 2, count, length], values: expected),
      within: 0)
    expectGradients(of: { patches($0[0], length: length, stride: stride) }, at: [x])
  }
}
