import Platform
import Synchronization

/// Keeps freed tensor memory for the next tensor of a similar size.
///
/// Large blocks from `malloc` are mapped and faulted in anew each time, which costs more than many of the loops that
/// fill them. Sizes are rounded up to an eighth of a power of two, so at most an eighth of a block is wasted. Where the
/// limit is reached, blocks of sizes that nobody has asked for in a while go back to the system; blocks in steady use stay,
/// even if that leaves no room for more. The pool is the one piece of shared state in the engine: it holds no values, only
/// memory.
package final class StoragePool: Sendable {
  static let shared = StoragePool(keptBytesLimit: 512 << 20, patience: 1 << 15)

  /// Idle blocks of one size.
  fileprivate struct Stack {
    var addresses: [UInt] = []
    /// When a block of the size was last taken or given back.
    var lastUse = 0

    mutating func pop(at time: Int) -> UInt? {
      lastUse = time
      return addresses.popLast()
    }

    mutating func push(_ block: UInt, at time: Int) {
      lastUse = time
      addresses.append(block)
    }
  }

  fileprivate struct Shelf {
    /// By size in bytes.
    var stacks: [Int: Stack] = [:]
    var keptBytes = 0
    /// Counts what is taken and given back.
    var clock = 0
    /// Bytes in use, and the most there were since `measuring(_:)` began.
    var usedBytes = 0
    var mostUsedBytes = 0
  }

  private static let alignment = 64
  private static let smallestBlock = 64

  private let keptBytesLimit: Int
  private let patience: Int
  private let shelf = Mutex(Shelf())

  /// - Parameter keptBytesLimit: No more idle memory than this is kept.
  /// - Parameter patience: A size is out of use after so many calls without one for it: many training steps.
  package init(keptBytesLimit: Int, patience: Int) {
    (self.keptBytesLimit, self.patience) = (keptBytesLimit, patience)
  }

  deinit { releaseAll() }

  /// Idle memory.
  package var keptBytes: Int { shelf.withLock { $0.keptBytes } }

  package func take(_ count: Int) -> UnsafeMutablePointer<Float> {
    let size = Self.blockSize(count)
    let recycled = shelf.withLock { shelf -> UInt? in
      shelf.usedBytes += size
      shelf.mostUsedBytes = max(shelf.mostUsedBytes, shelf.usedBytes)
      return shelf.pop(size)
    }
    let block =
      unsafe recycled.flatMap { unsafe UnsafeMutableRawPointer(bitPattern: $0) } ?? allocate(size)
    return unsafe block.bindMemory(to: Float.self, capacity: size / MemoryLayout<Float>.stride)
  }

  package func giveBack(_ pointer: UnsafeMutablePointer<Float>, _ count: Int) {
    let size = Self.blockSize(count)
    let address = UInt(bitPattern: pointer)
    let evicted = shelf.withLock { shelf -> [UInt] in
      shelf.usedBytes -= size
      let room = keptBytesLimit - size
      let evicted = shelf.keptBytes > room ? shelf.evict(to: room, unusedFor: patience) : []
      if shelf.keptBytes > room { return evicted + [address] }
      shelf.push(address, size)
      return evicted
    }
    Self.release(evicted)
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

  /// New memory; idle blocks of other sizes make room where the system has no more.
  private func allocate(_ size: Int) -> UnsafeMutableRawPointer {
    if let block = unsafe Memory.allocate(size, alignment: Self.alignment) { return unsafe block }
    releaseAll()
    guard let block = unsafe Memory.allocate(size, alignment: Self.alignment) else {
      MemoryExhaustion.report(bytes: size)
    }
    return unsafe block
  }

  private func releaseAll() {
    Self.release(shelf.withLock { shelf in shelf.evict(to: 0, unusedFor: 0) })
  }

  private static func release(_ blocks: [UInt]) {
    for block in blocks { unsafe Memory.release(UnsafeMutableRawPointer(bitPattern: block)) }
  }

  /// A multiple of the alignment.
  private static func blockSize(_ count: Int) -> Int {
    let (wanted, isTooLarge) = count.multipliedReportingOverflow(by: MemoryLayout<Float>.stride)
    if isTooLarge || wanted > Int.max / 2 { MemoryExhaustion.report(bytes: Int.max / 2) }
    let bytes = max(wanted, smallestBlock)
    let step = max(smallestBlock, (1 << (Int.bitWidth - 1 - bytes.leadingZeroBitCount)) >> 3)
    return (bytes + step - 1) / step * step
  }
}

extension StoragePool.Shelf {
  /// An idle block of `size` bytes, if there is one.
  fileprivate mutating func pop(_ size: Int) -> UInt? {
    clock += 1
    guard let block = stacks[size, default: StoragePool.Stack()].pop(at: clock) else { return nil }
    keptBytes -= size
    return block
  }

  fileprivate mutating func push(_ block: UInt, _ size: Int) {
    clock += 1
    stacks[size, default: StoragePool.Stack()].push(block, at: clock)
    keptBytes += size
  }

  /// Removes the blocks of sizes that nobody asked for during the last `turns` calls until no more than `bytes` are kept.
  fileprivate mutating func evict(to bytes: Int, unusedFor turns: Int) -> [UInt] {
    var evicted: [UInt] = []
    for (size, stack) in stacks where keptBytes > bytes && clock - stack.lastUse >= turns {
      evicted += stack.addresses
      keptBytes -= size * stack.addresses.count
      stacks[size] = nil
    }
    return evicted
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
