#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Memory that its owner gives back itself.
public enum Memory {
  /// A block whose address is a multiple of `alignment`; nil if the system has no more.
  ///
  /// - Parameter byteCount: A multiple of the alignment.
  @inlinable public static func allocate(_ byteCount: Int, alignment: Int) -> UnsafeMutableRawPointer? {
    unsafe aligned_alloc(alignment, byteCount)
  }

  /// Whether the system gives another quarter of a gigabyte, and as much as the process has had: an array that grows asks for as much again.
  /// Fit for a handler of signals.
  public static var isPlentiful: Bool {
    let size = max(1 << 28, Host.peakMemory)
    let block = unsafe mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard unsafe block != MAP_FAILED else { return false }
    _ = unsafe munmap(block, size)
    return true
  }

  /// Whether the system gives `factor` blocks of so many bytes: an array that cannot be made would end the process.
  public static func isAvailable(_ byteCount: Int, times factor: Int) -> Bool {
    let (wanted, isTooMuch) = byteCount.multipliedReportingOverflow(by: factor)
    guard !isTooMuch else { return false }
    // Small blocks are nearly always there; asking costs more than it tells.
    guard wanted > 1 << 24 else { return true }
    let block = unsafe mmap(nil, wanted, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard unsafe block != MAP_FAILED else { return false }
    _ = unsafe munmap(block, wanted)
    return true
  }

  /// Gives a block back.
  @inlinable public static func release(_ block: UnsafeMutableRawPointer?) {
    unsafe free(block)
  }
}
