import ArgumentParser
import Platform
import Tensors

struct ThreadOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Threads to use; they do not change the result. (default: all cores)", valueName: "n"))
  var threads: Int?

  func validate() throws {
    try requireCount(threads, "--threads")
  }

  /// All cores unless asked otherwise, and no more than `OMP_NUM_THREADS`.
  var workers: Workers {
    let cap = Environment["OMP_NUM_THREADS"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil } ?? .max
    return Workers(threadCount: min(threads ?? Host.coreCount, cap))
  }
}
