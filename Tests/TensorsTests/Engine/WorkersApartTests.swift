import Synchronization
import Tensors
import Testing

@Suite struct WorkersApartTests {
  @Test func everyTaskIsCalledOnce() {
    let calls = Mutex<[Int]>([])
    Workers.runApart(count: 5) { task in calls.withLock { $0.append(task) } }
    #expect(calls.withLock { $0.sorted() } == [0, 1, 2, 3, 4])
  }

  @Test func tasksUseThreadsOfTheirOwnAtTheSameTime() {
    let sums = Mutex<[Int: Int]>([:])
    Workers.runApart(count: 3) { task in
      let workers = Workers(threadCount: 2)
      var sum = 0
      for round in 0..<200 {
        // Pieces ask for threads themselves, as operations within a part of a batch do.
        sum += workers.map(count: 4) { piece in
          workers.map(count: 3) { (task + 1) * piece + $0 + round }.reduce(0, +)
        }.reduce(0, +)
      }
      sums.withLock { $0[task] = sum }
    }
    for task in 0..<3 {
      let expected = (0..<200).reduce(0) { $0 + 18 * (task + 1) + 12 + 12 * $1 }
      #expect(sums.withLock { $0[task] } == expected)
    }
  }
}
