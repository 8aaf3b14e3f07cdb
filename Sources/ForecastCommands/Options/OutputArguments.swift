/// `-` as the name of an output, which is standard output as it is standard input for what is read.
enum OutputArguments {
  /// Options that name a file of text to write.
  private static let options: Set<String> = ["-o", "--output", "--log", "--report"]
  /// Commands whose `--output` is a binary file.
  private static let binary: Set<String> = ["fit", "update", "moments", "solve"]

  /// The arguments with the name that the system has for standard output in place of `-`.
  ///
  /// - Throws: `CommandFailure` where a model would be written among the lines of a table.
  static func named(_ arguments: [String]) throws(CommandFailure) -> [String] {
    var result = arguments
    let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
    for index in arguments[..<end].indices {
      let joined = options.first { arguments[index] == "\($0)=-" }
      let isAlone = arguments[index] == "-" && index > 0 && options.contains(arguments[index - 1])
      guard let option = joined ?? (isAlone ? arguments[index - 1] : nil) else { continue }
      if option == "-o" || option == "--output", binary.contains(arguments[0]) {
        throw CommandFailure(
          .usage, "\(option) -: what \(arguments[0]) writes is no text for standard output; name a file")
      }
      result[index] = joined == nil ? "/dev/stdout" : "\(option)=/dev/stdout"
    }
    return result
  }

  /// An output as messages call it.
  static func words(_ path: String) -> String { isStandardOutput(path) ? "standard output" : path }

  /// Whether a name is one that the system has for standard output.
  static func isStandardOutput(_ path: String) -> Bool {
    ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"].contains(path)
  }
}
