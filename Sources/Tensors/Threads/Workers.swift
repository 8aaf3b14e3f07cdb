import CWorkers

/// How many threads may work at once, and the one way of using them.
public struct Workers: Sendable, Equatable {
  /// The threads that operations on tensors may use: one, unless a caller lends more with
  /// `Workers.$current.withValue(workers) { … }`.
  @TaskLocal public static var current = Workers(threadCount: 1)

  /// At most this many pieces run at the same time.
  public let threadCount: Int

  /// - Parameter threadCount: At least 1.
  public init(threadCount: Int) {
    precondition(threadCount >= 1, "Workers: \(threadCount) threads")
    self.threadCount = threadCount
  }

  /// Results of `piece(0)`, …, `piece(count − 1)`, computed on up to `threadCount` threads.
  ///
  /// Which thread computes a piece does not matter to its result, so neither does the number of threads. A call from
  /// within a piece computes its pieces on the calling thread.
  public func map<Result: Sendable>(count: Int, _ piece: @Sendable (Int) -> Result) -> [Result] {
    values(count: count, piece)
  }

  /// `map(count:_:)` for pieces that share what only this module may share.
  func values<Result>(count: Int, _ piece: (Int) -> Result) -> [Result] {
    guard count > 1, threadCount > 1 else { return (0..<count).map(piece) }
    return unsafe [Result](unsafeUninitializedCapacity: count) { results, initialized in
      let slots = unsafe results
      run(count) { index in unsafe slots.initializeElement(at: index, to: piece(index)) }
      initialized = count
    }
  }

  /// Calls `task(0)`, …, `task(count − 1)`, each on a thread of its own, and returns when all have.
  ///
  /// Other workers used within a task have threads that no other task shares. Where the system gives fewer threads,
  /// fewer tasks are called: they should take what there is to do from one list.
  public static func runApart(count: Int, _ task: @Sendable (Int) -> Void) {
    withoutActuallyEscaping(task) { task in
      var call = PieceCall(body: task)
      unsafe withUnsafeMutablePointer(to: &call) { context in
        unsafe workers_run_apart(count, { unsafe callPiece($0, $1) }, context)
      }
    }
  }

  /// Calls `body` with each index, on several threads, and returns when all calls have.
  func run(_ count: Int, _ body: (Int) -> Void) {
    withoutActuallyEscaping(body) { body in
      var call = PieceCall(body: body)
      unsafe withUnsafeMutablePointer(to: &call) { context in
        unsafe workers_run(threadCount, count, { unsafe callPiece($0, $1) }, context)
      }
    }
  }
}

/// A closure that C calls through its address.
private struct PieceCall {
  let body: (Int) -> Void
}

private func callPiece(_ context: UnsafeMutableRawPointer, _ index: Int) {
  unsafe context.assumingMemoryBound(to: PieceCall.self).pointee.body(index)
}
