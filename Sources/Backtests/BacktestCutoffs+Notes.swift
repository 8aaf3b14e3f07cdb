import Text
import TimeSeries

extension BacktestCutoffs {
  /// What is worth saying about the data and about series that lack cutoffs: too few rows are one reason, rows without values another.
  ///
  /// - Parameter asked: How many cutoffs were asked for.
  func notes(_ panel: Panel, asked: Int) -> [String] {
    var notes = panel.origin.notes.filter { !$0.isOrdinary }.map { "\(panel.source): \($0)" }
    let all = panel.series.count
    let series = panel.series.indices.map { index in
      (windows: windows(in: panel, ofSeries: index).count, origins: origins(in: panel, ofSeries: index).count)
    }
    func note(_ text: String, where isMeant: ((windows: Int, origins: Int)) -> Bool) {
      let affected = series.count(where: isMeant)
      if affected > 0 { notes.append("\(affected) of \(all) series \(text)") }
    }
    note("are too short for a forecast and left out") { $0.windows == 0 }
    note("have a gap or no values behind every cutoff and are left out") { $0.windows > 0 && $0.origins == 0 }
    if count < asked {
      notes.append("there are rows for \(count) of \(TextFormatting.grouped(asked)) cutoffs")
    }
    note("are too short for some of the \(count) cutoffs") { $0.origins > 0 && $0.windows < count }
    note("have a gap or no values behind some of the \(count) cutoffs") {
      $0.origins > 0 && $0.origins < $0.windows
    }
    return notes
  }
}
