import CKernels

/// Blocks of a series by frequency, for products of all its windows with a few columns, in double precision.
///
/// Each window is the one before it, a row later, so that such a product is a correlation: by way of frequencies a window costs about the
/// logarithm of its length instead of the length.
public struct SeriesFrequencies: Sendable {
  private let width: Int
  private let count: Int
  private let roots: [Double]
  private let spectra: [Double]
  private var size: Int { roots.count / 2 }

  /// - Parameters:
  ///   - values: The `count` windows of `width` values begin on its first rows.
  ///   - roots: `e^(2πi j / size)`, real and imaginary parts in turn; a power of 4 of them, at least `width`.
  public init(of values: [Double], width: Int, count: Int, roots: [Double]) {
    let size = roots.count / 2
    precondition(
      width > 0 && count > 0 && size >= width && size.trailingZeroBitCount.isMultiple(of: 2)
        && size.nonzeroBitCount == 1 && values.count >= count + width - 1,
      "SeriesFrequencies: \(count) windows of \(width), \(values.count) values, \(size) roots")
    (self.width, self.count, self.roots) = (width, count, roots)
    let step = size - width + 1
    let blocks = (count + step - 1) / step
    var spectra = [Double](repeating: 0, count: 2 * size * blocks)
    var space = [Double](repeating: 0, count: 16 * size)
    unsafe fk_sliding_spectra(&spectra, values, count + width - 1, roots, size, step, blocks, &space)
    self.spectra = spectra
  }

  /// The windows times `x` of shape `[width, columns]`: shape `[count, columns]`.
  public func product(_ x: [Double], columns: Int) -> [Double] {
    precondition(columns > 0 && x.count == width * columns, "product: \(x.count) values")
    return unsafe [Double](unsafeUninitializedCapacity: count * columns) { result, initialized in
      unsafe withUnsafeTemporaryAllocation(of: Double.self, capacity: 32 * size) { space in
        unsafe fk_sliding_product(
          result.baseAddress.unsafelyUnwrapped, x, spectra, roots, count, columns, width, size,
          space.baseAddress.unsafelyUnwrapped)
      }
      initialized = count * columns
    }
  }

  /// Adds the transposed windows times `r` of shape `[count, columns]` to the first `width` rows of `sums`.
  public func addTransposedProduct(_ r: [Double], columns: Int, to sums: inout [Double]) {
    precondition(
      r.count == count * columns && sums.count >= width * columns, "addTransposedProduct: \(r.count)")
    unsafe withUnsafeTemporaryAllocation(of: Double.self, capacity: 32 * size) { space in
      unsafe fk_sliding_sums(
        &sums, r, spectra, roots, count, columns, width, size, space.baseAddress.unsafelyUnwrapped)
    }
  }
}
