import Forecasting
import LocalForecasters
import TimeSeries

extension Forecaster {
  /// What is fitted to each series by itself, by members of a combination too.
  private var localFits: [LocalFits] {
    guard let auto = self as? Auto else { return (self as? any LocalForecaster).map { [$0.fits] } ?? [] }
    return auto.members.compactMap { ($0.forecaster as? any LocalForecaster)?.fits }
  }

  /// Whether a state has seen rows from some stamp on, or other values of rows before: it cannot go on with the rows to any window then.
  ///
  /// - Parameters:
  ///   - stamps: One for each series; nil where it does not matter.
  ///   - columns: The columns of the panel that are the channels of a history.
  package func hasStates(after stamps: [Timestamp?], in panel: Panel, columns: [Int]) -> Bool {
    localFits.contains { fits in
      stamps.enumerated().contains { series, stamp in
        guard let stamp, let last = fits.lastStamp(ofSeries: series) else { return false }
        return last >= stamp || fits.hasSeenOthers(than: panel, series: series, columns: columns)
      }
    }
  }

  /// Steps without a row between the last one that a state has seen and the first of a series that begins behind it, of all series of
  /// a panel together.
  package func missingRowCount(before panel: Panel) -> Int {
    let fits = localFits
    return panel.series.enumerated().reduce(0) { count, entry in
      let (series, own) = entry
      guard let last = fits.compactMap({ $0.lastStamp(ofSeries: series) }).max(), own.targetEnd > 0,
        own.timestamps[0] > last, let place = own.grid.index(nearly: last)
      else { return count }
      return count + max(0, -place - 1)
    }
  }

  /// Whether there was a series that a method could not be fitted to.
  package var hasFailedFits: Bool { localFits.contains { $0.failureCount > 0 } }
}
