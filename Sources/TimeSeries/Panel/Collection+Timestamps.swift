/// Stamps that never decrease.
extension Collection<Timestamp> where Index == Int {
  /// The index of the first stamp after `stamp`, or their end.
  package func firstIndex(after stamp: Timestamp) -> Int { firstIndex(behind: { $0 <= stamp }) }

  /// The index of the first stamp that is not before `stamp`, or their end.
  package func firstIndex(from stamp: Timestamp) -> Int { firstIndex(behind: { $0 < stamp }) }

  /// The first index whose stamp is not among those before.
  private func firstIndex(behind isBefore: (Timestamp) -> Bool) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = (low + high) / 2
      if isBefore(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
