import Tensors
import Testing

struct TableRowsTests {
  @Test func rowsAreThoseOfTheTable() {
    let table = Tensor(shape: [3, 2], values: [1, 2, 3, 4, 5, 6])
    let rows = tableRows(table, at: [2, 0, 2])
    #expect(rows.shape == [3, 2] && rows.values == [5, 6, 1, 2, 5, 6])
    #expect(tableRows(table, at: []).shape == [0, 2])
  }

  /// Rows that are asked for twice count twice, others not at all.
  @Test func gradientsAreThoseOfDifferences() {
    expectGradients(of: { tableRows($0[0], at: [3, 1, 3, 0]) }, at: [sample([5, 4])])
    let table = sample([3, 1]).watched()
    let slopes = gradient(of: sum(tableRows(table, at: [1, 1, 0])), at: [table])[0]
    #expect(slopes.values == [1, 2, 0])
  }
}
