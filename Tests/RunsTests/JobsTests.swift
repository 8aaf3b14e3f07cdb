import Runs
import Synchronization
import Tensors
import Testing

/// Jobs that workers take from one list.
@Suite struct JobsTests {
  private struct Failure: Error, Equatable { let job: Int }

  @Test(arguments: [1, 3, 20]) func everyJobIsDoneOnce(workerCount: Int) throws {
    let counts = Mutex([Int](repeating: 0, count: 12))
    try Workers.perform(Array(0..<12), workerCount: workerCount, until: { false }) { job, worker, isStopped in
      #expect((0..<workerCount).contains(worker) && !isStopped())
      counts.withLock { $0[job] += 1 }
    }
    #expect(counts.withLock { $0 } == [Int](repeating: 1, count: 12))
  }

  /// The jobs behind one that fails are not begun; those that are being done are told.
  @Test func theFirstErrorEndsThem() {
    let done = Mutex([Int]())
    #expect(throws: Failure(job: 2)) {
      try Workers.perform(Array(0..<9), workerCount: 1, until: { false }) { job, _, _ in
        if job == 2 { throw Failure(job: job) }
        done.withLock { $0.append(job) }
      }
    }
    #expect(done.withLock { $0 } == [0, 1])
  }

  @Test func nothingIsBegunOnceTheyAreStopped() throws {
    let done = Mutex([Int]())
    let isStopped = Mutex(false)
    try Workers.perform(Array(0..<9), workerCount: 1, until: { isStopped.withLock { $0 } }) { job, _, _ in
      done.withLock { $0.append(job) }
      if job == 3 { isStopped.withLock { $0 = true } }
    }
    #expect(done.withLock { $0 } == [0, 1, 2, 3])
  }
}
