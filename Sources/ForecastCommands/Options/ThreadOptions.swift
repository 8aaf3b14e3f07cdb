import ArgumentParser
import Tensors

struct ThreadOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Threads to use; they do not change the result. (default: all cores)", valueName: "n"))
  var threads: Int?

  func validate() throws {
    try requireCount(threads, "--threads")
  }

  /// All cores unless asked otherwise, and no more than `OMP_NUM_THREADS`.
  var workers: Workers { Workers(asked: threads) }
}
