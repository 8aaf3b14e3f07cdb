import Tensors
import Training

/// The shortest time between two questions whether to go on: long beside what starting threads costs, short for a person.
private let questionInterval = Duration.milliseconds(100)

/// Running sums that items are dealt to in turn; fixed, so that every machine adds in the same order.
private let laneCount = 8

extension Workers {
  /// Sums over items that are dealt in turn to a fixed number of sums, which are filled at the same time.
  ///
  /// - Parameters:
  ///   - itemCount: How many items there are.
  ///   - empty: What each sum begins with.
  ///   - isInterrupted: Asked several times a second, on the calling thread, whether to end without a result.
  ///   - add: Adds an item to a sum.
  /// - Returns: At least one sum and no more than there are items, always in the same order.
  /// - Throws: `TrainingError.interrupted`.
  package func sums<Sum: Sendable>(
    over itemCount: Int, from empty: Sum, unless isInterrupted: () -> Bool,
    _ add: @Sendable (_ item: Int, _ sum: inout Sum) -> Void
  ) throws(TrainingError) -> [Sum] {
    var sums = Array(repeating: empty, count: max(1, min(laneCount, itemCount)))
    // A round gives each sum as many items; where rounds end does not show in the result.
    var (first, roundSize) = (0, laneCount)
    while first < itemCount {
      if isInterrupted() { throw .interrupted }
      let (start, end) = (ContinuousClock.now, min(itemCount, first + roundSize))
      sums = map(count: sums.count) { [sums, first] lane in
        var sum = sums[lane]
        for item in stride(from: first + lane, to: end, by: laneCount) { add(item, &sum) }
        return sum
      }
      first = end
      if ContinuousClock.now - start < questionInterval { roundSize *= 2 }
    }
    return sums
  }
}
