import Experiments
import Persistence
import Text

/// What a sweep is about to run.
package struct SweepOutline {
  private let plan: SweepPlan
  private let shard: (index: Int, count: Int)?
  package let runCount: Int
  private let leftCount: Int
  package let workers: Int
  package let threads: Int
  private let estimate: SweepEstimate

  /// - Parameters:
  ///   - shard: The part of the sweep that is run here; nil for all of it.
  ///   - leftCount: The runs among `runCount` without a record yet.
  package init(
    plan: SweepPlan, shard: (index: Int, count: Int)?, runCount: Int, leftCount: Int, workers: Int,
    threads: Int,
    estimate: SweepEstimate
  ) {
    (self.plan, self.shard, self.runCount, self.leftCount) = (plan, shard, runCount, leftCount)
    (self.workers, self.threads, self.estimate) = (workers, threads, estimate)
  }

  /// Some lines for people.
  package var text: String {
    ([title] + shapes + [time, memory]).filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private var title: String {
    let part = shard.map { ", shard \($0.index) of \($0.count)" } ?? ""
    let done = runCount - leftCount
    return "\(plan.name.printable): \(TextFormatting.count(plan.cells.count, "cell")), "
      + "\(TextFormatting.count(runCount, "run"))\(part)"
      + (done > 0 ? ", \(TextFormatting.grouped(done)) done, \(TextFormatting.grouped(leftCount)) left" : "")
      + "; \(TextFormatting.count(workers, "worker")) of \(TextFormatting.count(threads, "thread"))"
  }

  private var shapes: [String] {
    guard !estimate.shapes.isEmpty else { return [] }
    let rows = estimate.shapes.map {
      [
        $0.data.printable, "\($0.lookback)", "\($0.horizon)",
        TextFormatting.grouped($0.training),
        TextFormatting.grouped($0.validation), TextFormatting.grouped($0.test),
      ]
    }
    let header = ["windows of", "lookback", "horizon", "training", "validation", "test"]
    return [String(TextFormatting.table([header] + rows).dropLast())]
  }

  private var wallSeconds: Double { estimate.seconds / Double(workers) }

  private var time: String {
    guard leftCount > 0 else { return "nothing is left to run" }
    var parts: [String] = []
    if estimate.timedCells > 0 {
      let scaled =
        estimate.scaledCells > 0
        ? ", scaled by size for \(TextFormatting.grouped(estimate.scaledCells)) more" : ""
      parts.append(
        "time: at most \(TextFormatting.duration(wallSeconds)) if no run stops early "
          + "(timed: a few steps of \(TextFormatting.count(estimate.timedCells, "cell"))\(scaled))")
    }
    if estimate.untimedRuns > 0 {
      parts.append(
        "\(TextFormatting.count(estimate.untimedRuns, "run")) without training steps, not estimated")
    }
    return parts.joined(separator: "; ")
  }

  private var memory: String {
    guard leftCount > 0, estimate.bytesPerWorker > 0 else { return "" }
    let megabytes = Double(estimate.bytesPerWorker) / 1e6
    return "memory: about \(TextFormatting.significant(megabytes, digits: 2)) MB a worker besides the data"
  }

  /// The same for programs.
  package var json: JSONValue {
    [
      "name": .string(plan.name), "cells": .integer(plan.cells.count),
      "runs": ["total": .integer(runCount), "left": .integer(leftCount)], "workers": .integer(workers),
      "threads_per_worker": .integer(threads), "seconds_at_most": .number(wallSeconds),
      "untimed_runs": .integer(estimate.untimedRuns), "bytes_per_worker": .integer(estimate.bytesPerWorker),
      "windows": .array(
        estimate.shapes.map {
          [
            "data": .string($0.data), "lookback": .integer($0.lookback), "horizon": .integer($0.horizon),
            "training": .integer($0.training), "validation": .integer($0.validation),
            "test": .integer($0.test),
          ]
        }),
    ]
  }
}
