import Dispatch

/// How many threads may work at once, and the one way of using them.
///
/// Idle threads sleep in the system's pool; nothing spins, so another process on the same cores costs no more than
/// its share.
public struct Workers: Sendable, Equatable {
  /// At most this many pieces run at the same time.
  public let threadCount: Int

  /// - Parameter threadCount: At least 1.
  public init(threadCount: Int) {
    precondition(threadCount >= 1, "Workers: \(threadCount) threads")
    self.threadCount = threadCount
  }

  /// Results of `piece(0)`, …, `piece(count − 1)`, computed on up to `threadCount` threads.
  ///
  /// Which thread computes a piece does not matter to its result, so neither does the number of threads.
  public func map<Result: Sendable>(count: Int, _ piece: @Sendable (Int) -> Result) -> [Result] {
    guard count > 1, threadCount > 1 else { return (0..<count).map(piece) }
    return unsafe [Result](unsafeUninitializedCapacity: count) { results, initialized in
      nonisolated(unsafe) let slots = unsafe results
      let lanes = min(threadCount, count)
      DispatchQueue.concurrentPerform(iterations: lanes) { lane in
        for index in stride(from: lane, to: count, by: lanes) {
          unsafe slots.initializeElement(at: index, to: piece(index))
        }
      }
      initialized = count
    }
  }
}
