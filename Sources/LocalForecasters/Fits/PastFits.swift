import Synchronization

/// What a local model was fitted to before windows of series that it has no fit of, such as those too short for a training window: an `auto`
/// forecasts the same windows several times, and a fit takes a thousand times as long as its forecast.
///
/// A fit depends on the rows alone, so that it does not matter which are kept.
final class PastFits: Sendable {
  /// Fits, and numbers that they were made of, that are kept at most: the first ones, which are the same the next time.
  private static let mostFits = 4096, mostNumbers = 2_000_000

  /// The bits of rows and of the columns known ahead beside them.
  private struct Rows: Hashable {
    let values: [UInt64]
    let columns: [[UInt64]]
    var count: Int { columns.reduce(values.count) { $0 + $1.count } }

    init(_ values: [Double], _ columns: [[Double]]) {
      (self.values, self.columns) = (values.map(\.bitPattern), columns.map { $0.map(\.bitPattern) })
    }
  }

  private let kept = Mutex<(fits: [Rows: FilteredModel?], numberCount: Int)>(([:], 0))

  /// The fit to rows, of which there is none to rows without a value.
  func fit(to rows: [Double], _ columns: [[Double]], _ make: () -> FilteredModel?) -> FilteredModel? {
    let key = Rows(rows, columns)
    if let found = kept.withLock({ $0.fits[key] }) { return found }
    let made = make()
    kept.withLock {
      guard $0.fits.count < Self.mostFits, $0.numberCount + key.count <= Self.mostNumbers else { return }
      $0.fits[key] = .some(made)
      $0.numberCount += key.count
    }
    return made
  }
}
