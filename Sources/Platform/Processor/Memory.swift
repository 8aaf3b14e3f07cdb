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

  /// Gives a block back.
  @inlinable public static func release(_ block: UnsafeMutableRawPointer?) {
    unsafe free(block)
  }
}
