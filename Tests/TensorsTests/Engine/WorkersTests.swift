import Glibc
import Synchronization
import Tensors
import Testing

struct WorkersTests {
  @Test(arguments: [1, 2, 5]) func piecesComeBackInOrder(threads: Int) {
    #expect(Workers(threadCount: threads).map(count: 17) { $0 * $0 } == (0..<17).map { $0 * $0 })
    #expect(Workers(threadCount: threads).map(count: 0) { $0 }.isEmpty)
  }

  @Test(arguments: [32_767, 32_768, 32_769, 100_003]) func manyPiecesComeBackInOrder(count: Int) {
    #expect(Workers(threadCount: 2).map(count: count) { $0 % 7 } == (0..<count).map { $0 % 7 })
  }
}

/// Who takes part in a job. Processes of their own, because threads that another test has at work are not to be had.
struct HelperTests {
  @Test(.enabled(if: coreCount > 1, "one core has no helpers")) func aJobOfAnySizeIsShared() async {
    await #expect(processExitsWith: .success) {
      for count in [2, 40_000, 1 << 20] {
        var isShared = false
        let last = ContinuousClock.now + .seconds(60)
        // A helper that a busy machine made late rests for some jobs.
        while !isShared && ContinuousClock.now < last {
          let threads = Mutex<Set<UInt>>([])
          let deadline = ContinuousClock.now + .milliseconds(100)
          // Pieces that wait for a second thread.
          _ = Workers(threadCount: 2).map(count: count) { _ in
            guard threads.withLock({ $0.count }) < 2 else { return }
            threads.withLock { _ = $0.insert(UInt(pthread_self())) }
            while threads.withLock({ $0.count }) < 2 && ContinuousClock.now < deadline { sched_yield() }
          }
          isShared = threads.withLock { $0.count } == 2
        }
        #expect(isShared)
      }
    }
  }

  @Test func aHelperThatKeepsTheOwnerWaitingRests() async {
    await #expect(processExitsWith: .success) {
      let owner = UInt(pthread_self())
      let latePieces = Atomic<Int>(0)
      for _ in 0..<100 {
        let results = Workers(threadCount: 2).map(count: 4) { piece in
          let isLate = UInt(pthread_self()) != owner
          if isLate { latePieces.add(1, ordering: .relaxed) }
          let end = ContinuousClock.now + .microseconds(isLate ? 5000 : 50)
          while ContinuousClock.now < end {}
          return piece
        }
        #expect(results == [0, 1, 2, 3])
      }
      // One or two of each job were late if nothing was done about it.
      #expect(latePieces.load(ordering: .relaxed) < 50)
    }
  }

  @Test func thereAreNoMoreThreadsThanCores() async {
    await #expect(processExitsWith: .success) {
      let threads = Mutex<Set<UInt>>([])
      for _ in 0..<20 {
        _ = Workers(threadCount: 64).map(count: 640) { _ in
          threads.withLock { _ = $0.insert(UInt(pthread_self())) }
          let end = ContinuousClock.now + .microseconds(20)
          while ContinuousClock.now < end {}
        }
      }
      #expect(threads.withLock { $0.count } <= coreCount)
    }
  }
}

private let coreCount = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
