#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Reading whole files.
public enum FileContents {
  /// All bytes of a regular file.
  ///
  /// - Throws: `FileError` if the file is missing, is no regular file, cannot be read or does not fit into memory.
  public static func bytes(ofFile path: String) throws(FileError) -> [UInt8] {
    let file = try FileDescriptor(reading: path)
    // One byte more than the size, so that the end is seen without growing; files of /proc say size 0.
    let size = max(try file.status().size + 1, 1 << 12)
    // What is read is decoded beside its bytes, and handed on beside both.
    guard Memory.isAvailable(size, times: 3) else {
      throw FileError(path: path, operation: .read, reason: .outOfMemory)
    }
    var bytes = [UInt8](repeating: 0, count: size)
    var count = 0
    while true {
      let piece = try file.read(into: &bytes, at: count)
      if piece == 0 { break }
      count += piece
      if count == bytes.count { bytes += [UInt8](repeating: 0, count: count) }
    }
    bytes.removeSubrange(count...)
    return bytes
  }

  /// Whether anything, also a folder, stands at `path`.
  public static func exists(_ path: String) -> Bool {
    unsafe access(path, F_OK) == 0
  }

  /// Whether the user may read what is at `path`.
  public static func isReadable(_ path: String) -> Bool {
    unsafe access(path, R_OK) == 0
  }
}
