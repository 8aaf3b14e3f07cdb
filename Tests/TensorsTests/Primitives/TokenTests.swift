import Tensors
import Testing

struct TokenTests {
  @Test func neighbourhoodsCloseTheSeriesToACircle() {
    let x = Tensor(shape: [1, 2, 4], values: [1, 2, 3, 4, 10, 20, 30, 40])
    let y = circularNeighbourhoods(x, width: 3)
    #expect(y.shape == [1, 4, 6])
    #expect(
      y.values == [
        4, 1, 2, 40, 10, 20,
        1, 2, 3, 10, 20, 30,
        2, 3, 4, 20, 30, 40,
        3, 4, 1, 30, 40, 10,
      ])
    expectGradients(of: { circularNeighbourhoods($0[0], width: 3) }, at: [sample([2, 2, 5])])
  }

  @Test func neighbourhoodsMayBeWiderThanTheSeries() {
    let x = Tensor(shape: [1, 1, 2], values: [1, 2])
    #expect(circularNeighbourhoods(x, width: 5).values == [1, 2, 1, 2, 1, 2, 1, 2, 1, 2])
  }

  @Test func theLastStepsAreFollowedByZeros() {
    let x = Tensor(shape: [1, 2, 3], values: [1, 2, 3, 4, 5, 6])
    #expect(lastSteps(x, count: 2, thenZeros: 2).values == [2, 3, 0, 0, 5, 6, 0, 0])
    #expect(lastSteps(x, count: 0, thenZeros: 1).values == [0, 0])
    expectGradients(of: { lastSteps($0[0], count: 2, thenZeros: 1) }, at: [sample([2, 2, 4])])
  }

  @Test func tokensAreTakenFromEachWindow() {
    let x = Tensor(shape: [2, 3, 1], values: [1, 2, 3, 4, 5, 6])
    #expect(tokens(1..<3, of: x).values == [2, 3, 5, 6])
    #expect(tokens(0..<3, of: x).values == x.values)
    expectGradients(of: { tokens(1..<3, of: $0[0]) }, at: [sample([2, 4, 3])])
  }

  @Test func tokensAreJoinedWindowByWindow() {
    let a = Tensor(shape: [2, 1, 2], values: [1, 2, 3, 4])
    let b = Tensor(shape: [2, 2, 2], values: [5, 6, 7, 8, 9, 10, 11, 12])
    #expect(joiningTokens(a, b).values == [1, 2, 5, 6, 7, 8, 3, 4, 9, 10, 11, 12])
    expectGradients(
      of: { joiningTokens($0[0], $0[1]) }, at: [sample([2, 1, 3]), sample([2, 2, 3], seed: 2)])
  }

  @Test func aTableIsAddedToEachWindow() {
    let x = Tensor(shape: [2, 1, 2], values: [1, 2, 3, 4])
    #expect(adding(Tensor(shape: [1, 2], values: [10, 20]), toEach: x).values == [11, 22, 13, 24])
    expectGradients(of: { adding($0[1], toEach: $0[0]) }, at: [sample([3, 2, 2]), sample([2, 2], seed: 2)])
  }
}
