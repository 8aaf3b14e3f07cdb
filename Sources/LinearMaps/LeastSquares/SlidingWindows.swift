import LeastSquares
import Platform
import Tensors

/// All windows of a series as the rows of a matrix, for products with a few columns: long windows of long series by way of frequencies.
struct SlidingWindows: Sendable {
  private let values: [Double]
  private let width: Int
  private let count: Int
  /// nil where products one by one are about as fast.
  private let frequencies: SeriesFrequencies?

  /// - Parameter values: The windows begin on its first rows.
  init(of values: [Double], width: Int, count: Int) {
    (self.values, self.width, self.count) = (values, width, count)
    frequencies = Self.size(width, count).map { size in
      let roots = (0..<2 * size).map { index -> Double in
        let angle = 2 * Double.pi * Double(index / 2) / Double(size)
        return index.isMultiple(of: 2) ? Mathematics.cosine(angle) : Mathematics.sine(angle)
      }
      return SeriesFrequencies(of: values, width: width, count: count, roots: roots)
    }
  }

  /// The size of blocks with the least work; nil where that is no less than of products one by one. A value takes about six products for
  /// each step of a transform.
  private static func size(_ width: Int, _ count: Int) -> Int? {
    var best: (size: Int, work: Int)?
    var (size, steps) = (4, 1)
    while size < 4 * (width + count) {
      if size >= width {
        let blocks = (count + size - width) / (size - width + 1)
        let work = (blocks + 1) * size * steps
        if work < best?.work ?? .max { best = (size, work) }
      }
      (size, steps) = (4 * size, steps + 1)
    }
    return best.flatMap { 10 * $0.work < width * count ? $0.size : nil }
  }

  /// The windows times `x` of shape `[width, columns]`: shape `[count, columns]`.
  func product(_ x: [Double], columns: Int) -> [Double] {
    if let frequencies { return frequencies.product(x, columns: columns) }
    var result = [Double](repeating: 0, count: count * columns)
    result.addProduct(
      MatrixPart(values, rowStride: 1), MatrixPart(x, rowStride: columns), rows: count, columns: columns,
      depth: width, stride: columns)
    return result
  }

  /// Adds the transposed windows times `r` of shape `[count, columns]` to the first rows of `sums`.
  func addTransposedProduct(_ r: [Double], columns: Int, to sums: inout [Double]) {
    if let frequencies { return frequencies.addTransposedProduct(r, columns: columns, to: &sums) }
    sums.addProduct(
      MatrixPart(values, rowStride: 1), MatrixPart(r, rowStride: columns), rows: width, columns: columns,
      depth: count, stride: columns)
  }
}
