/// How far held-out folds show that shares of candidates are better than one candidate alone.
///
/// Each fold is forecast with the shares found on the others.
struct StackProof {
  /// The gains of each fold and column; nil where a column has no window.
  private let gains: [[Double?]]
  private let table: Double

  /// - Parameters:
  ///   - products: Mean products of errors of each fold and column, `[candidate, candidate]`.
  ///   - candidate: The one to be better than.
  ///   - shares: Finds the shares, `[column, candidate]`, on some folds.
  init(
    _ products: [[[Double]?]], over candidate: Int, of shares: ([[[Double]?]]) -> [[Double]]
  ) {
    gains = products.indices.map { fold in
      let others = products.indices.filter { $0 != fold }.map { products[$0] }
      guard others.contains(where: { $0.contains { $0 != nil } }) else { return [] }
      return zip(shares(others), products[fold]).map { own, products in
        products.map { products in
          let alone = products[candidate * own.count + candidate]
          return ShownGain.of(StackWeights.error(own, products), over: alone)
        }
      }
    }
    table = ShownGain.part(
      gains.compactMap { fold in
        let known = fold.compactMap(\.self)
        return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
      }, from: -1, to: 1)
  }

  /// How much of a column's shares is shown to be worth taking, from 0 to 1: by the gains of all columns or by its own, whichever show more. One column
  /// of many has to show more: some do by chance.
  func part(ofColumn column: Int) -> Double {
    max(table, ShownGain.part(gains.compactMap { $0.isEmpty ? nil : $0[column] }, from: 1, to: 2))
  }
}
