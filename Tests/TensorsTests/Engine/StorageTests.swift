import Glibc
import Tensors
import Testing

struct StoragePoolTests {
  private static let size = 1 << 14  // floats
  private static let bytes = 4 * size

  @Test func aFreedBlockIsUsedAgain() {
    let pool = StoragePool(keptBytesLimit: 1 << 20, patience: 8)
    let first = pool.take(Self.size)
    pool.giveBack(first, Self.size)
    #expect(pool.keptBytes == Self.bytes)
    #expect(pool.take(Self.size) == first)
    #expect(pool.keptBytes == 0)
    pool.giveBack(first, Self.size)
  }

  @Test func sizesOutOfUseMakeRoomForThoseInUse() {
    let pool = StoragePool(keptBytesLimit: 2 * Self.bytes, patience: 8)
    let old = [pool.take(Self.size), pool.take(Self.size)]
    for block in old { pool.giveBack(block, Self.size) }
    #expect(pool.keptBytes == 2 * Self.bytes)
    // Half the size, again and again: first there is no room, then the old blocks go.
    for _ in 0..<9 { pool.giveBack(pool.take(Self.size / 2), Self.size / 2) }
    #expect(pool.keptBytes == Self.bytes / 2)
  }

  @Test func blocksInSteadyUseStayWhereTheLimitIsTooLow() {
    let pool = StoragePool(keptBytesLimit: 2 * Self.bytes, patience: 8)
    for _ in 0..<20 {
      let blocks = (0..<3).map { _ in pool.take(Self.size) }
      for block in blocks { pool.giveBack(block, Self.size) }
      #expect(pool.keptBytes == 2 * Self.bytes)
    }
  }

  @Test func noMoreIsKeptThanTheLimit() {
    let pool = StoragePool(keptBytesLimit: Self.bytes / 2, patience: 8)
    pool.giveBack(pool.take(Self.size), Self.size)
    #expect(pool.keptBytes == 0)
  }
}

struct MemoryExhaustionTests {
  @Test func aTensorWithoutMemoryEndsInOneLineAndStatus70() async throws {
    let result = try await #require(
      processExitsWith: .exitCode(70), observing: [\.standardErrorContent]
    ) {
      _ = Tensor(shape: [1 << 44], filledWith: 0)
    }
    let lines = String(decoding: result.standardErrorContent, as: UTF8.self).split(separator: "\n")
    #expect(lines == ["forecast: not enough memory for a tensor of 70368745 MB"])
  }

  @Test func aProgramMayInstallAHandlerOfItsOwn() async {
    await #expect(processExitsWith: .exitCode(3)) {
      MemoryExhaustion.onExhaustion { _ in exit(3) }
      _ = Tensor(shape: [1 << 44], filledWith: 0)
    }
  }
}
