import CKernels

/// What the kernels know about the processor they run on.
public enum Processor {
  /// The instruction set that the kernels were chosen for: `avx512`, `avx2` or `portable`.
  ///
  /// The environment variable `FORECAST_CPU` forces one of them where the processor has it.
  public static var instructionSet: String {
    unsafe String(cString: fk_instruction_set())
  }

  /// The arithmetic peak of `workers`: floating-point operations a second of multiply-adds that touch no memory.
  ///
  /// Each thread runs a loop of independent multiply-adds with the instruction set of the kernels; the fastest of
  /// five runs of about 40 ms counts, because whatever else runs can only slow a run down.
  public static func peakOperationsPerSecond(of workers: Workers) -> Double {
    let rounds = 20_000_000
    return (0..<5).map { _ in
      let start = ContinuousClock.now
      let operations = workers.map(count: workers.threadCount) { _ in fk_register_flops(rounds) }
      return operations.reduce(0, +) / ((ContinuousClock.now - start) / .seconds(1))
    }.max() ?? 0
  }
}
