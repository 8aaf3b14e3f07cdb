import Platform

/// Writing files so that a reader sees either the old file or the whole new one, whatever happens in between.
public enum AtomicFile {
  /// Where the pieces of the new file go.
  public struct Output: ~Copyable {
    fileprivate let file: FileDescriptor
    fileprivate let path: String

    /// Adds `bytes` at the end.
    ///
    /// - Throws: `FileError` with the operation `write`.
    public func write(_ bytes: RawSpan) throws(FileError) {
      do {
        try file.write(bytes)
      } catch {
        throw error.about(path)
      }
    }

    /// Adds `bytes` at the end.
    ///
    /// - Throws: `FileError` with the operation `write`.
    public func write(_ bytes: [UInt8]) throws(FileError) {
      try unsafe write(bytes.span.bytes)
    }

    /// Adds `text` in UTF-8 at the end.
    ///
    /// - Throws: `FileError` with the operation `write`.
    public func write(_ text: String) throws(FileError) {
      try write(Array(text.utf8))
    }
  }

  /// How a file is written.
  public struct Options: Sendable {
    /// A file whose permissions a new one does not exceed, such as the model of a checkpoint.
    public var model: String?
    /// Whether to wait until the file is on the disk, some milliseconds. A file that is written without outlives the
    /// program, but perhaps not a power cut.
    public var isDurable: Bool

    /// The usual choices: a new file gets what the user's mask leaves, and outlives a power cut.
    public init(asPrivateAs model: String? = nil, isDurable: Bool = true) {
      (self.model, self.isDurable) = (model, isDurable)
    }
  }

  /// Replaces the file at `path`, or makes it, with what `body` writes.
  ///
  /// The content goes to a temporary name in the same folder and is on the disk before that name is replaced by the
  /// file's; the folder follows. So neither a killed program nor a power cut leaves half a file. If anything fails, the
  /// temporary file is removed and the old file is as it was; what killed runs have left in the folder is removed first.
  ///
  /// A link is followed, also one whose file is not there yet. An existing file keeps its permissions, and its content
  /// is at no time open to more users than they allow; one that nobody may write to stays. Pipes, terminals and whatever else is no file are written to
  /// directly.
  ///
  /// - Throws: `FileError` with the operation `create` if the file cannot be made or put in place, `write` if its
  ///   content cannot be written.
  public static func write(
    _ path: String, _ options: Options = Options(),
    _ body: (borrowing Output) throws(FileError) -> Void
  ) throws(FileError) {
    switch try replaceable(path) {
    case .stream:
      try body(Output(file: FileDescriptor(writing: path, content: .stream), path: path))
    case .file(let resolved, let existing):
      let limit = options.model.flatMap { FileStatus(ofFile: $0)?.permissions }
      let permissions = existing.map { $0 & (limit ?? $0) } ?? limit
      TemporaryFile.removeAbandoned(in: Paths.folder(of: resolved))
      let file = try unfinished(path, at: resolved, isPrivate: permissions != nil)
      let temporary = file.path
      do throws(FileError) {
        try fill(Output(file: file, path: path), permissions, options, body)
        try Paths.rename(temporary, to: resolved)
      } catch {
        try? Paths.removeIfPresent(temporary)
        throw error.about(path)
      }
      if options.isDurable { Folder.synchronize(Paths.folder(of: resolved)) }
    }
  }

  /// Replaces the file at `path`, or makes it, with `bytes`.
  ///
  /// - Throws: `FileError` as the general form does.
  public static func write(
    _ bytes: [UInt8], to path: String, _ options: Options = Options()
  ) throws(FileError) {
    try write(path, options) { (output) throws(FileError) in try output.write(bytes) }
  }

  /// Replaces the file at `path`, or makes it, with `text` in UTF-8.
  ///
  /// - Throws: `FileError` as the general form does.
  public static func write(_ text: String, to path: String) throws(FileError) {
    try write(Array(text.utf8), to: path)
  }

  private static func unfinished(
    _ path: String, at resolved: String, isPrivate: Bool
  ) throws(FileError) -> FileDescriptor {
    do {
      return try TemporaryFile.create(beside: resolved, isPrivate: isPrivate)
    } catch {
      throw error.about(path)
    }
  }

  private static func fill(
    _ output: consuming Output, _ permissions: UInt32?, _ options: Options,
    _ body: (borrowing Output) throws(FileError) -> Void
  ) throws(FileError) {
    try body(output)
    // Where a file system knows no permissions, the file stays this user's alone.
    if let permissions { try? output.file.setPermissions(permissions) }
    if options.isDurable { try output.file.synchronize() }
  }
}

extension AtomicFile {
  /// Replaces the file at `path`, or makes it, with what `body` writes, which may fail for reasons of its own; the old file is then as
  /// it was.
  ///
  /// - Throws: What `body` throws, and `FileError` as the general form does.
  public static func writing<Result>(
    _ path: String, _ options: Options = Options(), _ body: (borrowing Output) throws -> Result
  ) throws -> Result {
    var outcome: Swift.Result<Result, any Error>?
    do {
      try write(path, options) { (output) throws(FileError) in
        let own = Swift.Result { try body(output) }
        outcome = own
        // Any error keeps the new file from being put in place; the body's own is thrown below.
        if case .failure = own { throw FileError(path: path, operation: .write, reason: .missing) }
      }
    } catch {
      if case .failure(let own) = outcome { throw own }
      throw error
    }
    guard let outcome else { throw FileError(path: path, operation: .write, reason: .missing) }
    return try outcome.get()
  }
}
