import Synchronization

/// Keeps freed tensor memory for the next tensor of a similar size.
///
/// Large blocks from `malloc` are mapped and faulted in anew each time, which costs more than many of the loops that
/// fill them. Sizes are rounded up to an eighth of a power of two, so at most an eighth of a block is wasted.
/// The pool is the one piece of shared state in the engine: it holds no values, only memory.
final class StoragePool: Sendable {
  static let shared = StoragePool()

  /// Addresses of idle blocks by size in bytes.
  private struct Shelf {
    var blocks: [Int: [UInt]] = [:]
    var keptBytes = 0
    /// Bytes in use, and the most there were since `measuring(_:)` began.
    var usedBytes = 0
    var mostUsedBytes = 0
  }

  private static let alignment = 64
  private static let smallestBlock = 64
  /// Beyond this much idle memory, freed blocks go back to the system.
  private static let keptBytesLimit = 512 << 20

  private let shelf = Mutex(Shelf())

  func take(_ count: Int) -> UnsafeMutablePointer<Float> {
    let size = Self.blockSize(count)
    let recycled = shelf.withLock { shelf -> UInt? in
      shelf.usedBytes += size
      shelf.mostUsedBytes = max(shelf.mostUsedBytes, shelf.usedBytes)
      guard let block = shelf.blocks[size]?.popLast() else { return nil }
      shelf.keptBytes -= size
      return block
    }
    let block =
      unsafe recycled.flatMap { unsafe UnsafeMutableRawPointer(bitPattern: $0) }
      ?? UnsafeMutableRawPointer.allocate(byteCount: size, alignment: Self.alignment)
    return unsafe block.bindMemory(to: Float.self, capacity: size / MemoryLayout<Float>.stride)
  }

  func giveBack(_ pointer: UnsafeMutablePointer<Float>, _ count: Int) {
    let size = Self.blockSize(count)
    let address = UInt(bitPattern: pointer)
    let isKept = shelf.withLock { shelf -> Bool in
      shelf.usedBytes -= size
      guard shelf.keptBytes + size <= Self.keptBytesLimit else { return false }
      shelf.blocks[size, default: []].append(address)
      shelf.keptBytes += size
      return true
    }
    if !isKept { unsafe UnsafeMutableRawPointer(pointer).deallocate() }
  }

  /// What `body` returns, and the most bytes in use at once while it ran, beyond those in use before.
  func measuring<Result>(_ body: () throws -> Result) rethrows -> (result: Result, peakBytes: Int) {
    let before = shelf.withLock { shelf in
      shelf.mostUsedBytes = shelf.usedBytes
      return shelf.usedBytes
    }
    let result = try body()
    return (result, shelf.withLock { $0.mostUsedBytes } - before)
  }

  private static func blockSize(_ count: Int) -> Int {
    let bytes = max(count * MemoryLayout<Float>.stride, smallestBlock)
    let step = max(smallestBlock, (1 << (Int.bitWidth - 1 - bytes.leadingZeroBitCount)) >> 3)
    return (bytes + step - 1) / step * step
  }
}

/// What tensors need of the computer's memory.
public enum TensorMemory {
  /// What `body` returns, and the most bytes that tensors made by it held at once.
  ///
  /// All threads of the program are counted: nothing else should work with tensors meanwhile, and calls do not nest.
  public static func measuring<Result>(
    _ body: () throws -> Result
  ) rethrows -> (result: Result, peakBytes: Int) {
    try StoragePool.shared.measuring(body)
  }
}
