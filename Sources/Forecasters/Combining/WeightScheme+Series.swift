import Forecasting
import LinearMaps

extension WeightScheme {
  /// What windows decide, of many series as far as the series themselves show that it is better than what was believed in; of one what was
  /// believed in keeps its share, as where windows are fewer.
  static func shown(
    _ products: ResidualProducts, against prior: Prior, share: Double
  ) -> (weights: MemberWeights, reason: ChoiceReason) {
    let ((found, reason), believed) = (competing(products, against: prior), prior.weights(products))
    let part =
      products.seriesCount > 1 && products.blockCount > 1
      ? ShownGain.part(gains(products, over: believed, prior), from: 1, to: 2)
      : 1 - share * doubt(found, products, prior)
    let weights = believed.mixed(with: found, share: part)
    let isOne = weights.means.count { $0 > 0 } == 1
    return (weights, isOne ? .single : reason == .single ? .combination : reason)
  }

  /// The gain of each series: what weights found on the other blocks, which are other series for the most part, leave of its squared error, as a
  /// logarithm. A series of which all that was believed in is right has nothing to gain, and shows nothing: next to no error there would count as a loss of any size.
  private static func gains(
    _ products: ResidualProducts, over believed: MemberWeights, _ prior: Prior
  ) -> [Double] {
    var gains: [Int: [Double]] = [:]
    for block in 0..<products.blockCount {
      let others = (0..<products.blockCount).filter { $0 != block }
      let found = competing(products, against: prior, blocks: others).weights
      for (series, own) in products.ofSeries(inBlock: block) {
        let usual = believed.error(own)
        guard usual > exactError, usual.isFinite else { continue }
        gains[series, default: []].append(ShownGain.of(found.error(own), over: usual))
      }
    }
    return gains.sorted { $0.key < $1.key }.map { _, own in own.reduce(0, +) / Double(own.count) }
  }
}
