import Platform
import Tensors
import Text

/// What several threads gain over one, and what they cost when other programs want the cores too.
struct NeighbourTable {
  private let workloads: [Workload]
  private let workers: Workers
  /// For each cell.
  private let seconds: Double

  /// Alternating measurements of either number of threads, so that both meet the same machine.
  private static let turns = 4

  /// - Parameter workloads: Those of a kind that this process runs itself.
  init(of workloads: [Workload], on workers: Workers, seconds: Double) {
    (self.workloads, self.workers, self.seconds) = (workloads, workers, seconds)
  }

  /// Measures and prints line by line.
  func printRows() throws {
    let groups = Surroundings.allCases.map {
      "\($0.rawValue): 1".rightAligned(in: 16) + "\(workers.threadCount)  ratio".rightAligned(in: 16)
    }
    try Report.show("mean ms".leftAligned(in: Report.nameWidth) + groups.joined())
    for workload in workloads {
      let cells = try Surroundings.allCases.map { try cell(workload, $0) }
      try Report.show(workload.name.leftAligned(in: Report.nameWidth) + cells.joined())
    }
  }

  /// The mean times with one thread and with several, and their ratio.
  private func cell(_ workload: Workload, _ surroundings: Surroundings) throws -> String {
    let (one, several) = (Workers(threadCount: 1), workers)
    let settings = try [one, several].map { try BenchmarkSetting(workers: $0) }
    let tasks = try settings.map { try workload.prepare($0) }
    let means = try surroundings.during {
      var means = [[Double]](repeating: [], count: tasks.count)
      for _ in 0..<Self.turns {
        for (index, task) in tasks.enumerated() {
          means[index].append(
            try Measurement(
              of: task, seconds: seconds / Double(Self.turns), serialStretch: surroundings.serialStretch
            ).mean)
        }
      }
      return means.map { $0.reduce(0, +) / Double(Self.turns) }
    }
    return TextFormatting.fixed(means[0] * 1e3, places: 2).rightAligned(in: 16)
      + TextFormatting.fixed(means[1] * 1e3, places: 2).rightAligned(in: 9)
      + TextFormatting.fixed(means[1] / means[0], places: 2).rightAligned(in: 7)
  }
}
