import LeastSquares
import Platform
import Testing

/// Products by way of frequencies beside sums over copied windows.
@Suite struct SeriesFrequenciesTests {
  /// One block and many, columns that fill vectors and that do not.
  @Test(arguments: [(1, 1, 1, 4), (5, 3, 4, 16), (40, 16, 16, 16), (100, 7, 24, 64), (61, 33, 17, 64)])
  func productsAreThoseOfTheWindows(_ count: Int, _ width: Int, _ columns: Int, _ size: Int) {
    let values = normalNumbers(count + width + 2, seed: 1)
    let roots = (0..<size).flatMap { place -> [Double] in
      let angle = 2 * Double.pi * Double(place) / Double(size)
      return [Mathematics.cosine(angle), Mathematics.sine(angle)]
    }
    let windows = SeriesFrequencies(of: values, width: width, count: count, roots: roots)
    let (x, r) = (normalNumbers(width * columns, seed: 2), normalNumbers(count * columns, seed: 3))
    // More rows than the windows have values, which stay as they are.
    let start = normalNumbers((width + 1) * columns, seed: 4)
    var sums = start
    windows.addTransposedProduct(r, columns: columns, to: &sums)
    let product = windows.product(x, columns: columns)
    for column in 0..<columns {
      for window in 0..<count {
        let expected: Double = (0..<width).reduce(0) { $0 + values[window + $1] * x[$1 * columns + column] }
        #expect(abs(product[window * columns + column] - expected) < 1e-12)
      }
      for lag in 0..<width {
        let sum: Double = (0..<count).reduce(0) { $0 + values[$1 + lag] * r[$1 * columns + column] }
        #expect(abs(sums[lag * columns + column] - start[lag * columns + column] - sum) < 1e-12)
      }
    }
    #expect(sums.suffix(columns) == start.suffix(columns))
  }
}
