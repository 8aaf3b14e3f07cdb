import Specs
import Text

extension SweepSpec {
  /// How many cells and runs one sweep may have: enough for weeks, and planned within a second.
  static let cellLimit = 5_000, runLimit = 20_000

  /// Refuses lists whose product nobody would wait for, before it is made.
  ///
  /// - Throws: `SpecError` with the number of runs.
  func requirePlannable() throws(SpecError) {
    // Real numbers: the product of long lists leaves the range of integers.
    let sizes = Double(data.count) * Double(lookbacks.count) * Double(horizons.count)
    let cells = sizes * Double(models.count)
    let choices = models.reduce(0.0) { $0 + choiceCount($1.value) }
    let runs = sizes * choices * Double(seeds.count)
    guard cells <= Double(Self.cellLimit), runs <= Double(Self.runLimit) else {
      throw SpecError(
        file: file,
        problem: "\(Self.text(cells)) cells with \(Self.text(runs)) runs; a sweep has "
          + "\(TextFormatting.grouped(Self.cellLimit)) cells and \(TextFormatting.grouped(Self.runLimit)) runs at most; "
          + "divide it into several specs")
    }
  }

  /// How many combinations of grid values validation chooses from, at most: axes that do not apply are counted too.
  private func choiceCount(_ model: Model) -> Double {
    let own = model.grid.map(\.key)
    let axes = model.grid + grid.filter { !own.contains($0.key) }
    return axes.reduce(1.0) { $0 * Double($1.values.count) }
  }

  private static func text(_ count: Double) -> String {
    count < 1e15 ? TextFormatting.grouped(Int(count)) : "\(count)"
  }
}
