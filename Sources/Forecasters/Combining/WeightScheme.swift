import Forecasting

/// A way of finding the weights of a combination from the members' residuals.
///
/// Which one is used is decided by the error on windows that did not find the weights: simple ones generalise from few
/// windows, free ones pay with many.
struct WeightScheme: Sendable, Equatable {
  /// How the weights of one cell are found.
  enum Method: Sendable {
    /// The member with the smallest error.
    case single
    /// The same weight for the four members with the smallest errors.
    case equal
    /// Members one after another, with replacement, half way to equal weights.
    case shrunk
    /// Members one after another, with replacement.
    case greedy
    /// The smallest error.
    case simplex
  }

  let method: Method
  /// Whether every segment of the horizon has its own weights.
  let bySegment: Bool
  /// Whether a channel's weights are half its own and half those of all.
  let byChannel: Bool

  /// A single member for all.
  static let single = WeightScheme(method: .single, bySegment: false, byChannel: false)

  /// The schemes that are tried.
  private static func suiting(segmentCount: Int, channelCount: Int) -> [WeightScheme] {
    var schemes = [
      single, WeightScheme(method: .equal, bySegment: false, byChannel: false),
      WeightScheme(method: .shrunk, bySegment: false, byChannel: false),
    ]
    for method in [Method.greedy, .simplex] {
      for bySegment in segmentCount > 1 ? [false, true] : [false] {
        for byChannel in channelCount > 1 ? [false, true] : [false] {
          schemes.append(WeightScheme(method: method, bySegment: bySegment, byChannel: byChannel))
        }
      }
    }
    return schemes
  }

  /// The weights by the residuals of some blocks.
  func weights(_ products: ResidualProducts, blocks: [Int]) -> MemberWeights {
    let (segments, channels) = (products.segments.indices, 0..<products.channelCount)
    let whole = segments.lowerBound..<segments.upperBound
    var values: [Double] = []
    for segment in segments {
      let range = bySegment ? segment..<segment + 1 : whole
      let common = weights(products, blocks, range, channels)
      for channel in channels {
        guard byChannel else {
          values += common
          continue
        }
        let own = weights(products, blocks, range, channel..<channel + 1)
        values += zip(common, own).map { ($0 + $1) / 2 }
      }
    }
    return MemberWeights(
      values: values, memberCount: products.memberCount, channelCount: products.channelCount,
      horizon: products.horizon)
  }

  private func weights(
    _ products: ResidualProducts, _ blocks: [Int], _ segments: Range<Int>, _ channels: Range<Int>
  ) -> [Double] {
    let count = products.memberCount
    let matrix = products.total(blocks: blocks, segments: segments, channels: channels).products
    let errors = (0..<count).map { matrix[$0 * count + $0] }
    let ranked = errors.indices.sorted { errors[$0] < errors[$1] }
    let chosen = method == .single ? ranked.prefix(1) : ranked.prefix(4)
    let equal = errors.indices.map { chosen.contains($0) ? 1 / Double(chosen.count) : 0 }
    return switch method {
    case .single, .equal: equal
    case .shrunk:
      zip(SimplexWeights.greedy(matrix), equal).map { ($0 + $1) / 2 }
    case .greedy: SimplexWeights.greedy(matrix)
    case .simplex: SimplexWeights.smallestError(matrix)
    }
  }

  /// The members that were believed in, alike, before any window was seen, which counts as ``fewWindows`` windows that do not overlap.
  struct Prior: Sendable {
    let members: [Int]
    /// Members that know what those cannot: those and the best of these are each believed in as far as their squared error is small beside
    /// the other's (Bates and Granger 1969).
    let rivals: [Int]
    /// Whether the rivals know columns known ahead: what those cannot see is then in their errors beside what is in both, and the squares of
    /// squared errors count.
    let rivalsSeeAhead: Bool
    /// Whether it comes of other data, so that few windows are no match for it: the weights are then found by the simplest scheme.
    let isFromElsewhere: Bool

    /// The same weight for each member that is believed in.
    fileprivate func alike(_ products: ResidualProducts) -> MemberWeights {
      MemberWeights(
        everywhere: (0..<products.memberCount).map { members.contains($0) ? 1 / Double(members.count) : 0 },
        channelCount: products.channelCount, horizon: products.horizon)
    }

    /// The weights that are believed in.
    func weights(_ products: ResidualProducts) -> MemberWeights {
      let own = alike(products)
      let others = rivals.map { rival in
        let weights = MemberWeights.one(rival, in: products)
        return (weights: weights, error: weights.error(products))
      }
      guard let (other, rivalError) = others.min(by: { $0.error < $1.error }) else { return own }
      let error = own.error(products)
      let isKnown = error.isFinite && rivalError.isFinite && error + rivalError > 0
      let (mine, theirs) = rivalsSeeAhead ? (error * error, rivalError * rivalError) : (error, rivalError)
      return own.mixed(with: other, share: isKnown && mine + theirs > 0 ? mine / (mine + theirs) : 0.5)
    }
  }

  /// The weights of the scheme whose weights do best on windows that did not find them, of a single member where none does
  /// better by a thousandth; moved towards what was believed in before, the more the fewer windows there are, and in a channel to a member that
  /// is clearly better there.
  ///
  /// - Parameters:
  ///   - windows: How many windows there are that do not overlap.
  ///   - prior: What was believed in before; nil for nothing.
  static func bestWeights(
    _ products: ResidualProducts, windows: Double, prior: Prior?
  ) -> (weights: MemberWeights, reason: ChoiceReason) {
    let (common, reason) = commonWeights(products, windows: windows, prior: prior)
    let cleared = clearing(common, products)
    return (cleared, reason == .single && cleared != common ? .combination : reason)
  }

  private static func commonWeights(
    _ products: ResidualProducts, windows: Double, prior: Prior?
  ) -> (weights: MemberWeights, reason: ChoiceReason) {
    let share = fewWindows / (windows + fewWindows)
    guard let prior else { return competing(products) }
    if prior.isFromElsewhere, windows >= fewWindows { return shown(products, against: prior, share: share) }
    if prior.isFromElsewhere { return (cautious(products, prior, share: share), .fewWindows) }
    let mixed = competing(products).weights.mixed(with: prior.weights(products), share: share)
    let isOne = mixed.means.count { $0 > 0 } == 1
    return (mixed, isOne ? .single : windows < fewWindows ? .fewWindows : .combination)
  }

  /// The weights of windows too few to choose among schemes: half way to equal ones, and moved to what was believed in before; both the
  /// less the clearer the gain, since few windows are enough for what cannot be chance.
  private static func cautious(
    _ products: ResidualProducts, _ prior: Prior, share: Double
  ) -> MemberWeights {
    func found(_ method: Method) -> MemberWeights {
      WeightScheme(method: method, bySegment: false, byChannel: false)
        .weights(products, blocks: Array(0..<products.blockCount))
    }
    let (greedy, shrunk) = (found(.greedy), found(.shrunk))
    let doubt = doubt(greedy, products, prior)
    return greedy.mixed(with: shrunk, share: doubt)
      .mixed(with: prior.weights(products), share: share * doubt)
  }

  /// How far what was found may be chance: not at all where its squared error is far below that of what was believed in, 1 up to a sixteenth of it.
  static func doubt(_ found: MemberWeights, _ products: ResidualProducts, _ prior: Prior) -> Double {
    let usual = prior.alike(products).error(products)
    return usual > 0 && usual.isFinite ? min(1, clearGain * found.error(products) / usual) : 1
  }

  /// What windows alone decide; what was believed in where it is no worse than the best member, as on rows without any change.
  static func competing(
    _ products: ResidualProducts, against prior: Prior, blocks: [Int]? = nil
  ) -> (weights: MemberWeights, reason: ChoiceReason) {
    let blocks = blocks ?? Array(0..<products.blockCount)
    let (found, believed) = (competing(products, blocks: blocks), prior.weights(products))
    guard found.reason == .single,
      believed.error(products, blocks: blocks) <= found.weights.error(products, blocks: blocks)
    else { return found }
    return (believed, believed.means.count { $0 > 0 } == 1 ? .single : .combination)
  }

  private static func competing(
    _ products: ResidualProducts, blocks: [Int]? = nil
  ) -> (weights: MemberWeights, reason: ChoiceReason) {
    let blocks = blocks ?? Array(0..<products.blockCount)
    guard blocks.count > 1 else { return (single.weights(products, blocks: blocks), .single) }
    let schemes = suiting(segmentCount: products.segments.count, channelCount: products.channelCount)
    let errors = schemes.map { scheme in
      blocks.map { block in
        let others = blocks.filter { $0 != block }
        return scheme.weights(products, blocks: others).error(products, blocks: [block])
      }.reduce(0, +)
    }
    var best = 0
    for index in schemes.indices where errors[index] < min(errors[best], 0.999 * errors[0]) { best = index }
    return (schemes[best].weights(products, blocks: blocks), best == 0 ? .single : .combination)
  }

  /// From a squared error that is so many times smaller on, what was found counts for more than the number of windows says.
  static let clearGain = 16.0
  /// Windows that do not overlap from which they alone decide.
  private static let fewWindows = 8.0
}
