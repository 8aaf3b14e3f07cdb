import Layers
import Tensors
import Testing

struct WindowNormalizationTests {
  private let x = sample([3, 4, 20])

  @Test(arguments: WindowNormalization.allCases)
  func denormalizingUndoesNormalizing(_ kind: WindowNormalization) {
    var layer = WindowNormalizer(kind, channelCount: 4)
    layer.replaceParameters { index, value in value + 0.3 * sample(value.shape, seed: UInt64(index + 2)) }
    let back = layer(x) { $0 }
    #expect(zip(back.values, x.values).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  @Test func noneLeavesTheWindowsAlone() {
    let (normalized, statistics) = WindowNormalizer(.none, channelCount: 4).normalize(x)
    #expect(normalized.values == x.values && statistics == nil)
  }

  @Test(arguments: [WindowNormalization.instance, .revin])
  func instancesHaveMeanZeroAndUnitVariance(_ kind: WindowNormalization) {
    let rows = WindowNormalizer(kind, channelCount: 4).normalize(x).normalized
    for row in 0..<12 {
      let values = rows.reshaped(to: [12, 20]).slices(row..<row + 1).values
      #expect(abs(values.reduce(0, +)) < 1e-4)
      #expect(abs(values.reduce(0) { $0 + $1 * $1 } / 20 - 1) < 1e-3)
    }
  }

  @Test func theLastValueBecomesZeroAndDifferencesStay() {
    let rows = WindowNormalizer(.last, channelCount: 4).normalize(x).normalized
    for row in 0..<12 {
      let (before, after) = (0..<20).reduce(into: ([Float](), [Float]())) {
        $0.0.append(x.values[row * 20 + $1])
        $0.1.append(rows.values[row * 20 + $1])
      }
      #expect(after == before.map { $0 - before[19] })
    }
  }

  /// What is taken out is a constant: the derivative of normalising and undoing it is that of the part between. Only that
  /// of `instance` also goes through the mean, which is in the forecast once instead of twice.
  @Test(arguments: WindowNormalization.allCases)
  func whatIsTakenOutHasNoDerivativeButInInstances(_ kind: WindowNormalization) {
    let point = x.watched()
    let layer = WindowNormalizer(kind, channelCount: 4)
    let slope = gradient(of: sum(layer(point) { 2 * $0 }), at: [point])[0]
    #expect(slope.values.allSatisfy { abs($0 - (kind == .instance ? 1 : 2)) < 1e-4 })
  }

  @Test func onlyRevINHasParameters() {
    for kind in WindowNormalization.allCases {
      let names = WindowNormalizer(kind, channelCount: 4).namedParameters.map(\.name)
      #expect(names == (kind == .revin ? ["affine_weight", "affine_bias"] : []))
    }
  }
}
