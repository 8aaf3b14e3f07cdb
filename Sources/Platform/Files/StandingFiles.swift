import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The temporary files that are being written, so that a signal that ends the process takes them along.
///
/// A path is a string of C in a slot. Whoever takes it out of its slot owns it: a thread that is done with the file, or
/// the handler, which may run in the midst of anything and takes no lock.
enum StandingFiles {
  /// More files than these are never written side by side; one that finds no slot stays for the next run to remove.
  private static let slots = InlineArray<32, Atomic<UInt>> { _ in Atomic(0) }
  /// Held by whoever looks at a path or frees it.
  private static let access = Mutex(())

  /// Makes the slots, which a handler may not.
  static func prepare() { _ = slots.count }

  static func add(_ path: String) {
    guard let copy = unsafe strdup(path) else { return }
    for slot in slots.indices {
      let isTaken = slots[slot].compareExchange(
        expected: 0, desired: UInt(bitPattern: copy), ordering: .acquiringAndReleasing
      ).exchanged
      if isTaken { return }
    }
    unsafe free(copy)
  }

  /// Says that nothing stands at `path` any more, or that it is no temporary file now.
  static func remove(_ path: String) {
    access.withLock { _ in
      for slot in slots.indices {
        let held = slots[slot].load(ordering: .acquiring)
        guard let text = unsafe UnsafeMutablePointer<CChar>(bitPattern: held), unsafe strcmp(text, path) == 0,
          slots[slot].compareExchange(expected: held, desired: 0, ordering: .acquiringAndReleasing).exchanged
        else { continue }
        return unsafe free(text)
      }
    }
  }

  /// Removes the files. Fit for a handler of a process that ends.
  static func unlinkAll() {
    for slot in slots.indices {
      let held = slots[slot].exchange(0, ordering: .acquiringAndReleasing)
      if let text = unsafe UnsafeMutablePointer<CChar>(bitPattern: held) { _ = unsafe unlink(text) }
    }
  }
}
