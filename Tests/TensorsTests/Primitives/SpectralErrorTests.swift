import Tensors
import Testing

struct SpectralErrorTests {
  /// The mean length of the entries of real Fourier transforms, in double precision from the definition.
  private func direct(_ errors: [Float], horizon: Int) -> Double {
    let (rows, bins) = (errors.count / horizon, horizon / 2 + 1)
    var total = 0.0
    for row in 0..<rows {
      for bin in 0..<bins {
        var (real, imaginary) = (0.0, 0.0)
        for step in 0..<horizon {
          let (sine, cosine) = sineAndCosine(-2 * .pi * Double(bin * step) / Double(horizon))
          real += Double(errors[row * horizon + step]) * cosine
          imaginary += Double(errors[row * horizon + step]) * sine
        }
        total += (real * real + imaginary * imaginary).squareRoot()
      }
    }
    return total / Double(rows * bins)
  }

  @Test(arguments: [1, 2, 5, 8, 96])
  func itIsTheMeanLengthOfTheTransformsOfTheErrors(_ horizon: Int) {
    let (forecast, target) = (sample([3, 2, horizon], seed: 4), sample([3, 2, horizon], seed: 5))
    let errors = zip(forecast.values, target.values).map(-)
    let error = SpectralError()(forecast, target, dividingBy: forecast.count).scalar
    let expected = direct(errors, horizon: horizon)
    #expect(abs(Double(error) - expected) < 1e-5 * max(1, expected))
  }

  @Test(arguments: [1, 5, 8])
  func itsDerivativesAgreeWithDifferences(_ horizon: Int) {
    let target = sample([2, 3, horizon], seed: 7)
    let error = SpectralError()
    expectGradients(
      of: { error($0[0], target, dividingBy: 4) }, at: [sample([2, 3, horizon], seed: 8)], step: 1e-3)
  }

  @Test func anElementThatEqualsItsTargetCarriesNoDerivative() {
    let point = sample([1, 6], seed: 9).watched()
    var values = sample([1, 6], seed: 10).values
    values[2] = point.values[2]
    let loss = SpectralError()(point, Tensor(shape: [1, 6], values: values), dividingBy: 6)
    let slopes = gradient(of: loss, at: [point])[0].values
    #expect(slopes[2] == 0 && slopes.enumerated().allSatisfy { $0.offset == 2 || $0.element != 0 })
    let none = gradient(of: SpectralError()(point, point.detached(), dividingBy: 6), at: [point])[0].values
    #expect(none == Array(repeating: 0, count: 6))
  }
}
