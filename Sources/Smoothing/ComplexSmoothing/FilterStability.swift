import Synchronization

/// Whether the filter of a fit is stable, which its coefficients alone decide: found for all copies of the fit when the first of them asks,
/// since most are only to forecast.
package final class FilterStability: Sendable {
  /// -1 before the first question. Two that ask at the same time find the same.
  private let answer = Atomic<Int>(-1)

  package init() {}

  /// What `find` finds, which is asked once.
  package func isStable(_ find: () -> Bool) -> Bool {
    let known = answer.load(ordering: .relaxed)
    if known >= 0 { return known == 1 }
    let found = find()
    answer.store(found ? 1 : 0, ordering: .relaxed)
    return found
  }
}
