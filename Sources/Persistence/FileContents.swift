import Glibc

/// Reading whole files.
public enum FileContents {
  /// All bytes of a file; pipes and devices are read to their end.
  ///
  /// - Throws: `FileError` if the file is missing, is a folder, or cannot be read.
  public static func bytes(ofFile path: String) throws(FileError) -> [UInt8] {
    let file = try FileDescriptor.reading(path)
    // One byte more than the size, so that the end is seen without growing; pipes and /proc say size 0.
    let size = try Int(file.status().st_size)
    var bytes = [UInt8](repeating: 0, count: max(size + 1, 1 << 12))
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
}
