import Persistence
import Platform
import Tensors

/// How concentrated attention matrices are, and of what rank: means over windows and heads.
///
/// Rows of a matrix add up to 1. Uniform attention over n tokens has the entropy ln n, the diagonal mass 1/n, the nuclear norm 1
/// and the stable rank 1; the identity has 0, 1, n and n (Ilbert et al. 2024, https://arxiv.org/abs/2402.10198, §3; entropy
/// collapse: Zhai et al. 2023, https://arxiv.org/abs/2303.06296).
///
/// ```swift
/// let half = AttentionMeasures(of: Tensor(shape: [1, 2, 2], values: [0.5, 0.5, 0.5, 0.5]))
/// print(half.entropy)  // ln 2
/// ```
public struct AttentionMeasures: Sendable, Equatable {
  /// `−Σⱼ Aᵢⱼ ln Aᵢⱼ`, mean over rows; between 0 and ``largestEntropy``.
  public let entropy: Double
  /// `ln n` for n tokens attended to.
  public let largestEntropy: Double
  /// `Σᵢ Aᵢᵢ / n`; not a number where the matrix is not square.
  public let diagonalMass: Double
  /// The sum of the singular values.
  public let nuclearNorm: Double
  /// `‖A‖²_F / ‖A‖²₂`: the rank, with small singular values counted as the small parts that they are.
  public let stableRank: Double

  /// Matrices whose singular values are looked at, so that long sequences take seconds.
  private static func factored(_ count: Int, tokens: Int) -> [Int] {
    let wanted = min(count, tokens <= 64 ? 64 : tokens <= 200 ? 8 : 2)
    return (0..<wanted).map { (2 * $0 + 1) * count / (2 * wanted) }
  }

  /// - Parameter weights: Shape `[…, attending, attended]`; singular values are those of some matrices, evenly spread, if there are many
  ///   large ones.
  public init(of weights: Tensor) {
    let (rows, columns) = (weights.size(ofAxis: -2), weights.size(ofAxis: -1))
    let (values, size) = (weights.values, rows * columns)
    let count = values.count / max(1, size)
    entropy =
      -values.reduce(0.0) { sum, value in
        value > 0 ? sum + Double(value) * Mathematics.logarithm(Double(value)) : sum
      } / Double(max(1, count * rows))
    largestEntropy = Mathematics.logarithm(Double(columns))
    diagonalMass =
      rows == columns
      ? (0..<count).reduce(0.0) { sum, matrix in
        sum + (0..<rows).reduce(0.0) { $0 + Double(values[matrix * size + $1 * (columns + 1)]) }
      } / Double(count * rows) : .nan
    let spectra = Self.factored(count, tokens: max(rows, columns)).map { matrix in
      singularValues(
        values[matrix * size..<(matrix + 1) * size].map { Double($0) }, rows: rows, columns: columns)
    }
    nuclearNorm = spectra.reduce(0) { $0 + $1.reduce(0, +) } / Double(max(1, spectra.count))
    stableRank =
      spectra.reduce(0) { sum, s in
        sum + s.reduce(0) { $0 + $1 * $1 } / ((s.first ?? 1) * (s.first ?? 1))
      } / Double(max(1, spectra.count))
  }

  /// The measures by name.
  public var json: JSONValue {
    [
      "entropy": .number(entropy), "largest_entropy": .number(largestEntropy),
      "diagonal_mass": diagonalMass.isNaN ? .null : .number(diagonalMass),
      "nuclear_norm": .number(nuclearNorm), "stable_rank": .number(stableRank),
    ]
  }
}

/// The singular values of a matrix in descending order: roots of the eigenvalues of the smaller of `A Aᵀ` and `Aᵀ A`.
///
/// Values below about 10⁻⁸ of the largest are rounding.
///
/// - Parameter matrix: Shape `[rows, columns]`.
public func singularValues(_ matrix: [Double], rows: Int, columns: Int) -> [Double] {
  let (count, isWide) = (min(rows, columns), rows <= columns)
  var gram = [Double](repeating: 0, count: count * count)
  for i in 0..<count {
    for j in 0...i {
      var sum = 0.0
      if isWide {
        for k in 0..<columns { sum += matrix[i * columns + k] * matrix[j * columns + k] }
      } else {
        for k in 0..<rows { sum += matrix[k * columns + i] * matrix[k * columns + j] }
      }
      (gram[i * count + j], gram[j * count + i]) = (sum, sum)
    }
  }
  return symmetricEigenvalues(gram, size: count).map { max(0, $0).squareRoot() }
}
