import ArgumentParser

/// How many fits run at the same time, and on how many threads together.
struct FitWorkerOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Fits that run at the same time. (default: one per thread)", valueName: "n"))
  var workers: Int?

  @OptionGroup var threading: ThreadOptions

  func validate() throws {
    try require(workers, "--workers", "1 … 256") { (1...256).contains($0) }
  }
}
