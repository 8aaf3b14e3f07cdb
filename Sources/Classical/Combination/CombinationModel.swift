import LocalModels

/// The combination of several models' forecasts, step by step: the median, or the mean.
///
/// A member that cannot be fitted is left out; at least one must remain. Bounds are combined like means, then put in order. Each member
/// is what it is by itself: missing rows are filled for those that do not take them.
public struct CombinationModel: LocalModel {
  /// How forecasts are combined.
  public enum Method: Sendable, Equatable {
    /// The median; of an even number the mean of the two middle ones.
    case median
    /// The arithmetic mean.
    case mean
  }

  /// The name; see `LocalModel`.
  public let name: String
  /// How forecasts are combined.
  public let method: Method
  /// The models whose forecasts are combined.
  public let members: [any LocalModel]
  /// Whether forecasts are drawn to the last season where rows hold more than one and too few for most members to see it.
  package var usesLastSeason = false

  /// Makes a combination of models.
  public init(name: String, _ method: Method, of members: [any LocalModel]) {
    self.name = name
    self.method = method
    self.members = members
  }

  /// True: its members are.
  public var isAutomatic: Bool { true }

  /// True: each member takes them as it does by itself.
  public var takesMissingValues: Bool { true }

  /// Fits a series that is no edge case; see `LocalModel`.
  public func fitOrdinary(_ series: LocalSeries) throws(LocalFitError) -> any FittedLocalModel {
    var fits: [any FittedLocalModel] = []
    var notes: [FitNote] = []
    var failure = LocalFitError.noValues
    let hasGaps = series.values.contains { $0.isNaN }
    let filled = hasGaps ? series.replacingValues(MissingValues.filled(series)) : series
    for member in members {
      do throws(LocalFitError) {
        let isFilled = hasGaps && !member.takesMissingValues
        var fit = try member.fit(isFilled ? filled : series)
        if isFilled { fit.notes.append("missing rows were filled") }
        fits.append(fit)
      } catch {
        failure = error
        notes.append("without \(member.name): \(error)")
      }
    }
    guard !fits.isEmpty else { throw failure }
    let filling = members.filter { !$0.takesMissingValues }.map(\.name)
    if hasGaps, !filling.isEmpty {
      notes.append("missing rows were filled for \(filling.joined(separator: ", "))")
    }
    var fit = CombinationFit(name: name, method: method, members: fits, notes: notes)
    if usesLastSeason { fit.lastSeason = LastSeason(series, besideLawOf: fit.firstDeviation) }
    return fit
  }
}
