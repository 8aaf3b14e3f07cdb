import CKernels

/// The second moments `Σ w wᵀ` of all windows that slide along series, in double precision.
///
/// Windows one step apart share all but two values, so that the whole matrix follows from its first row:
/// `M[i+1, j+1] = M[i, j] + x[T+i] x[T+j] − x[i] x[j]` for T windows. A series then takes about `T · width` multiply-adds
/// where multiplying windows takes `T · rows · width`, and no window is ever copied.
public struct SlidingMoments: Sendable {
  /// Length of a window.
  public let width: Int
  /// How many of its first elements are multiplied by all others.
  public let rows: Int
  /// `Σ w[i] w[j]`, shape `[rows, width]`; defined on and above the diagonal.
  public private(set) var products: [Double]
  /// `Σ w[i]²`, shape `[width]`.
  public private(set) var squares: [Double]
  /// `Σ w[i]`, shape `[width]`.
  public private(set) var sums: [Double]
  /// Number of windows.
  public private(set) var windowCount = 0

  /// No windows yet.
  public init(width: Int, rows: Int) {
    precondition(rows > 0 && rows <= width, "SlidingMoments: \(rows) rows of windows of \(width)")
    (self.width, self.rows) = (width, rows)
    products = Array(repeating: 0, count: rows * width)
    squares = Array(repeating: 0, count: width)
    sums = squares
  }

  /// `Σ w[i] w[j]`, where one of both is less than `rows`.
  public subscript(i: Int, j: Int) -> Double { products[min(i, j) * width + max(i, j)] }

  /// Adds every window of a series.
  public mutating func add(windowsOf x: [Double]) {
    let count = x.count - width + 1
    precondition(count > 0, "SlidingMoments: \(x.count) values, windows of \(width)")
    add(
      firstRow: laggedProducts(x, x, count: count, lags: width), sum: x[..<count].reduce(0, +),
      leaving: x[..<(width - 1)], entering: x[count...], count: count)
  }

  /// Adds consecutive windows of which the moments of the first row and the values at both ends are known.
  ///
  /// - Parameters:
  ///   - firstRow: `Σ w[0] w[j]`, shape `[width]`.
  ///   - sum: `Σ w[0]`.
  ///   - leaving: The first `width − 1` values.
  ///   - entering: The last `width − 1` values.
  ///   - count: How many windows there are.
  public mutating func add(
    firstRow: [Double], sum: Double, leaving: ArraySlice<Double>, entering: ArraySlice<Double>, count: Int
  ) {
    precondition(
      count > 0 && firstRow.count == width && leaving.count == width - 1 && entering.count == width - 1,
      "SlidingMoments: \(firstRow.count) moments, \(leaving.count) and \(entering.count) values of \(width)")
    let ends = Array(leaving) + Array(entering)
    var first = firstRow
    var (square, sum) = (first[0], sum)
    let (rows, width) = (rows, width)
    for i in 0..<width {
      squares[i] += square
      sums[i] += sum
      guard i + 1 < width else { break }
      square += ends[width - 1 + i] * ends[width - 1 + i] - ends[i] * ends[i]
      sum += ends[width - 1 + i] - ends[i]
    }
    unsafe products.withUnsafeMutableBufferPointer { products in
      unsafe first.withUnsafeMutableBufferPointer { first in
        unsafe ends.withUnsafeBufferPointer { ends in
          unsafe fk_sliding_moments(
            products.baseAddress.unsafelyUnwrapped, first.baseAddress.unsafelyUnwrapped,
            ends.baseAddress.unsafelyUnwrapped, width - 1, rows, width)
        }
      }
    }
    windowCount += count
  }

  /// Adds the windows that `other` has seen.
  public mutating func add(_ other: SlidingMoments) {
    precondition(width == other.width && rows == other.rows, "SlidingMoments: sizes differ")
    for index in products.indices { products[index] += other.products[index] }
    for index in squares.indices {
      squares[index] += other.squares[index]
      sums[index] += other.sums[index]
    }
    windowCount += other.windowCount
  }

  /// The moments of windows with missing values as if all had been observed: each sum over the windows in which its values
  /// were, brought to all windows. 0 where they never were.
  ///
  /// - Parameter counts: The moments of what was observed, 1 or 0; missing values count as 0 here.
  public func dividing(by counts: SlidingMoments) -> SlidingMoments {
    precondition(width == counts.width && rows == counts.rows, "SlidingMoments: sizes differ")
    var copy = self
    let all = Double(windowCount)
    func brought(_ sum: Double, _ count: Double) -> Double { count > 0.5 ? sum * all / count : 0 }
    for index in products.indices { copy.products[index] = brought(products[index], counts.products[index]) }
    for index in squares.indices {
      copy.squares[index] = brought(squares[index], counts.squares[index])
      copy.sums[index] = brought(sums[index], counts.sums[index])
    }
    return copy
  }
}

/// `Σ weights[t] x[t + j]` over the first `count` steps, for each lag `j` below `lags`.
public func laggedProducts(_ weights: [Double], _ x: [Double], count: Int, lags: Int) -> [Double] {
  precondition(
    count > 0 && lags > 0 && weights.count >= count && x.count >= count + lags - 1,
    "laggedProducts: \(weights.count) weights, \(x.count) values, \(count) steps, \(lags) lags")
  return unsafe [Double](unsafeUninitializedCapacity: lags) { sums, initialized in
    unsafe weights.withUnsafeBufferPointer { weights in
      unsafe x.withUnsafeBufferPointer { x in
        unsafe fk_lagged_products(
          sums.baseAddress.unsafelyUnwrapped, weights.baseAddress.unsafelyUnwrapped,
          x.baseAddress.unsafelyUnwrapped, count, lags)
      }
    }
    initialized = lags
  }
}

/// Subtracts `w wᵀ` on and below the diagonal for some windows `w` of a series, one after another.
///
/// - Parameters:
///   - starts: Where the windows begin.
///   - moments: Shape `[width, width]`.
public func subtractOuterProducts(
  ofWindowsAt starts: [Int], in x: [Double], width: Int, from moments: inout [Double]
) {
  precondition(
    moments.count == width * width && starts.allSatisfy { $0 >= 0 && $0 + width <= x.count },
    "subtractOuterProducts: \(moments.count) moments, \(x.count) values, windows of \(width)")
  unsafe fk_subtract_window_products(&moments, x, starts, starts.count, width)
}

/// `Aᵀ A`, shape `[columns, columns]`.
///
/// - Parameter a: Shape `[rows, columns]`.
public func transposedProduct(of a: [Double], rows: Int, columns: Int) -> [Double] {
  precondition(a.count == rows * columns, "transposedProduct: \(a.count) values, \(rows) × \(columns)")
  var transposed = [Double](repeating: 0, count: a.count)
  for row in 0..<rows {
    for column in 0..<columns { transposed[column * rows + row] = a[row * columns + column] }
  }
  return matrixProduct(transposed, a, rows: columns, columns: columns, depth: rows)
}

/// `A B`, shape `[rows, columns]`.
///
/// - Parameters:
///   - a: Shape `[rows, depth]`.
///   - b: Shape `[depth, columns]`.
func matrixProduct(_ a: [Double], _ b: [Double], rows: Int, columns: Int, depth: Int) -> [Double] {
  precondition(
    a.count == rows * depth && b.count == depth * columns,
    "matrixProduct: \(a.count) and \(b.count) values, \(rows) × \(depth) × \(columns)")
  return unsafe [Double](unsafeUninitializedCapacity: rows * columns) { product, initialized in
    unsafe fk_product_doubles(product.baseAddress.unsafelyUnwrapped, a, b, rows, columns, depth)
    initialized = rows * columns
  }
}
