import Tensors
import Testing

struct CyclicRowsTests {
  @Test func rowsBeginAgainAfterTheLast() {
    let table = Tensor(shape: [3, 2], values: [1, 10, 2, 20, 3, 30])
    let y = cyclicRows(table, from: [1, 5], count: 4)
    #expect(y.shape == [2, 2, 4])
    #expect(y.values == [2, 3, 1, 2, 20, 30, 10, 20] + [3, 1, 2, 3, 30, 10, 20, 30])
    #expect(cyclicRows(table, from: [7], count: 1).values == [2, 20])
  }

  @Test func theyHaveTheirDerivative() {
    expectGradients(of: { cyclicRows($0[0], from: [0, 4, 2], count: 7) }, at: [sample([5, 2])])
    expectGradients(of: { cyclicRows($0[0], from: [3], count: 3) }, at: [sample([9, 1])])
  }
}
