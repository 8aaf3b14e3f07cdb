import Glibc
import Synchronization
import Tensors
import Testing

struct SeededGeneratorTests {
  @Test func theSameSeedGivesTheSameNumbers() {
    var (a, b, c) = (SeededGenerator(seed: 1), SeededGenerator(seed: 1), SeededGenerator(seed: 2))
    let (first, second, other) = ((0..<9).map { _ in a.next() }, (0..<9).map { _ in b.next() }, c.next())
    #expect(first == second)
    #expect(first[0] != other)
  }

  /// Computed by the authors' C code for xoshiro256++ and SplitMix64 (https://prng.di.unimi.it) with seed 0.
  @Test func numbersAreThoseOfTheReferenceImplementation() {
    var generator = SeededGenerator(seed: 0)
    #expect(generator.next() == 0x5317_5D61_490B_23DF)
  }

  @Test func purposesAndIndicesHaveStreamsOfTheirOwn() {
    let streams = [
      SeededGenerator(seed: 1, purpose: .shuffle), SeededGenerator(seed: 1, purpose: .shuffle, index: 1),
      SeededGenerator(seed: 1, purpose: .dropout), SeededGenerator(seed: 2, purpose: .shuffle),
    ]
    let firsts = streams.map { stream in
      var copy = stream
      return copy.next()
    }
    #expect(Set(firsts).count == 4)
  }

  @Test func uniformAndNormalNumbersHaveTheirMoments() {
    var generator = SeededGenerator(seed: 3)
    let uniform = (0..<20_000).map { _ in generator.uniform() }
    #expect(uniform.allSatisfy { (0..<1).contains($0) })
    #expect(abs(uniform.reduce(0, +) / 20_000 - 0.5) < 0.01)
    let normal = (0..<20_000).map { _ in generator.normal() }
    #expect(abs(normal.reduce(0, +) / 20_000) < 0.03)
    #expect(abs(normal.reduce(0) { $0 + $1 * $1 } / 20_000 - 1) < 0.04)
  }

  @Test func aShuffleIsAPermutation() {
    var generator = SeededGenerator(seed: 4)
    var order = Array(0..<100)
    generator.shuffle(&order)
    #expect(order != Array(0..<100))
    #expect(order.sorted() == Array(0..<100))
  }
}

struct WorkersTests {
  @Test(arguments: [1, 2, 5]) func piecesComeBackInOrder(threads: Int) {
    #expect(Workers(threadCount: threads).map(count: 17) { $0 * $0 } == (0..<17).map { $0 * $0 })
    #expect(Workers(threadCount: threads).map(count: 0) { $0 }.isEmpty)
  }

  @Test(arguments: [32_767, 32_768, 32_769, 100_003]) func manyPiecesComeBackInOrder(count: Int) {
    #expect(Workers(threadCount: 2).map(count: count) { $0 % 7 } == (0..<count).map { $0 % 7 })
  }

  /// Pieces that wait for a second thread, which a job of any size gets. A process of its own, because threads that
  /// another test has at work are not to be had.
  @Test func aJobOfAnySizeIsShared() async {
    await #expect(processExitsWith: .success) {
      for count in [2, 40_000, 1 << 20] {
        let threads = Mutex<Set<UInt>>([])
        let deadline = ContinuousClock.now + .seconds(30)
        _ = Workers(threadCount: 2).map(count: count) { _ in
          guard threads.withLock({ $0.count }) < 2 else { return }
          threads.withLock { _ = $0.insert(UInt(pthread_self())) }
          while threads.withLock({ $0.count }) < 2 && ContinuousClock.now < deadline { sched_yield() }
        }
        #expect(threads.withLock { $0.count } == 2)
      }
    }
  }
}
