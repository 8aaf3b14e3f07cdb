/// Finds the step that all series of a panel share.
struct PanelFrequency {
  let frequency: Frequency

  /// Series that are looked at.
  private static let sampleCount = 64

  /// - Parameters:
  ///   - stamps: Those of a series.
  ///   - line: The line of a row of a series.
  /// - Throws: `DataError` where the rows of no series have a step.
  init(
    ids: [String], rowCounts: [Int], _ form: StampForm, stamps stampsOfSeries: (Int) -> [Timestamp],
    line: (_ series: Int, _ row: Int) -> Int
  ) throws(DataError) {
    let longest = ids.indices.max { (rowCounts[$0], $1) < (rowCounts[$1], $0) } ?? 0
    let step = max(1, ids.count / Self.sampleCount)
    let sample = [longest] + stride(from: 0, to: ids.count, by: step).filter { $0 != longest }
    let stamps = sample.map(stampsOfSeries)
    // What one series leaves out another may have.
    let together = Set(stamps.joined()).sorted()
    var candidates: [Frequency] = []
    for some in [stamps[0], together] + stamps.dropFirst().filter({ $0.count >= 3 }).prefix(4) {
      guard let found = try? GridReading(some, form: form).grid.frequency, !candidates.contains(found) else {
        continue
      }
      candidates.append(found)
    }
    let costs = candidates.map { Self.cost(of: $0, stamps, form) }
    if let least = costs.min(), least < .max, let best = costs.firstIndex(of: least) {
      frequency = candidates[best]
      return
    }
    do throws(DataError) {
      frequency = try GridReading(stamps[0], form: form, frequency: nil) { line(longest, $0) }.grid.frequency
    } catch {
      let error = error.inSeries(ids[longest])
      guard let likely = Self.likely(together, stamps, form) else { throw error }
      // What one series comes nearest to says less.
      let own = error.remedies.firstIndex { if case .frequency = $0 { true } else { false } }
      throw own.map { error.replacing(remedy: $0, by: .frequency(likely)) }
        ?? error.remedied(by: .frequency(likely))
    }
  }

  /// The step that comes nearest to the stamps of all series, where it can be told.
  private static func likely(
    _ together: [Timestamp], _ series: [[Timestamp]], _ form: StampForm
  ) -> Frequency? {
    do throws(DataError) {
      _ = try GridReading(together, form: form)
      return nil
    } catch {
      for case .frequency(let frequency) in error.remedies where cost(of: frequency, series, form) < .max {
        return frequency
      }
      return nil
    }
  }

  /// Refuses a series that leaves out most steps of the frequency found for all, and none of a longer one of its own.
  static func requireShared(
    _ frequency: Frequency, by stamps: [Timestamp], _ reading: GridReading, _ form: StampForm
  ) throws(DataError) {
    guard stamps.count >= 8, reading.missingCount * 3 > reading.grid.count * 2,
      let own = try? GridReading(stamps, form: form), own.places.isEmpty, own.grid.frequency != frequency
    else { return }
    throw DataError(
      .noFrequency, "its rows are \(own.grid.frequency) apart, those of others \(frequency)",
      fix: "keep series of one step in a file"
    ).remedied(by: .frequency(frequency))
  }

  /// The rows that a frequency leaves out or does not explain; the largest number where it does not fit at all.
  private static func cost(of frequency: Frequency, _ series: [[Timestamp]], _ form: StampForm) -> Int {
    var total = 0
    for stamps in series {
      guard let reading = try? GridReading(stamps, form: form, frequency: frequency) else { return .max }
      let strays = reading.places.count { if case .stray = $0.irregularity { true } else { false } }
      total += reading.missingCount + strays
    }
    return total
  }
}
