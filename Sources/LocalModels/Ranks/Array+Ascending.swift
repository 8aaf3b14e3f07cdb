extension [Float] {
  /// The numbers that would be at some places if all were in ascending order: a fraction of the work of sorting where few are wanted.
  ///
  /// Numbers are counted by steps of equal height between the least and the largest, and only those of steps in which a place lies are
  /// put in order.
  ///
  /// - Parameter places: Counted from 0.
  /// - Precondition: All are numbers.
  package func ascending(at places: [Int]) -> [Float] {
    guard count > Self.fewest, let steps = NumberSteps(self) else {
      let all = radixSorted()
      return places.map { all[$0] }
    }
    let own = map { steps.step(of: $0) }
    // How many numbers are in lower steps than each.
    var before = [Int32](repeating: 0, count: NumberSteps.count + 1)
    for step in own { before[Int(step) + 1] += 1 }
    for step in 0..<NumberSteps.count { before[step + 1] += before[step] }
    var isWanted = [Bool](repeating: false, count: NumberSteps.count)
    var (found, chosenCount, step) = (places.map { _ in 0 }, 0, 0)
    for index in places.indices.sorted(by: { places[$0] < places[$1] }) {
      while before[step + 1] <= places[index] { step += 1 }
      if !isWanted[step] {
        isWanted[step] = true
        chosenCount += Int(before[step + 1] - before[step])
      }
      found[index] = chosenCount - Int(before[step + 1]) + places[index]
    }
    var chosen: [UInt32] = []
    chosen.reserveCapacity(chosenCount)
    for index in indices where isWanted[Int(own[index])] { chosen.append(self[index].orderedBits) }
    chosen.sort()
    return found.map { Float(orderedBits: chosen[$0]) }
  }

  /// Fewer are sorted.
  private static var fewest: Int { 256 }
}

/// Steps of equal height from the least of some numbers to the largest.
private struct NumberSteps {
  /// So many that few of some thousands of numbers share one.
  static let count = 2048

  private let least: Float, scale: Float

  /// Nil where no such steps are: all numbers are the same, or they are too far apart.
  init?(_ numbers: [Float]) {
    var (least, largest) = (numbers[0], numbers[0])
    for number in numbers { (least, largest) = (min(least, number), max(largest, number)) }
    (self.least, scale) = (least, Float(Self.count - 1) / (largest - least))
    guard scale > 0, scale.isFinite else { return nil }
  }

  /// The step of a number, higher for no smaller number: neither difference nor product turns the order around.
  func step(of number: Float) -> UInt16 { UInt16(truncatingIfNeeded: Int32((number - least) * scale)) }
}
