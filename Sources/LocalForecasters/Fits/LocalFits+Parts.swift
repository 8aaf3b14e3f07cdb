import Classical
import LocalModels
import TimeSeries

extension LocalFits {
  /// The fit of one channel that a combination of several models, fitted to the same rows before, has made of this model.
  ///
  /// Nil where there is none, and where the model by itself would do something else than within the combination: a series that is no
  /// ordinary one, a member that could not be fitted.
  ///
  /// - Parameters:
  ///   - others: What was fitted before.
  ///   - stamp: That of the last row of the fit.
  func part(
    of others: [LocalFits], _ series: Int, _ channel: Int, endingAt stamp: Timestamp
  ) -> ChannelFit? {
    for other in others where other.season == season && other.channels.indices.contains(series) {
      guard let combination = other.model as? CombinationModel,
        let place = combination.members.firstIndex(where: { model.isSame(as: $0) }),
        let whole = other.channels[series][channel], whole.stamp == stamp,
        let part = whole.filtered.part({ fit in
          let members = (fit as? CombinationFit)?.members ?? []
          return members.count == combination.members.count ? members[place] : nil
        })
      else { continue }
      return ChannelFit(part, stamp: stamp, values: whole.recent)
    }
    return nil
  }
}

extension LocalFits {
  /// The shares of the last season in the forecasts that are drawn to it, a number each, and of how many forecasts they are.
  package var sharesOfLastSeason: (shares: [Double], count: Int) {
    let fits = channels.joined()
    let shares = fits.compactMap { ($0?.filtered.model as? CombinationFit)?.shareOfLastSeason }
    return (shares.filter { $0 >= 0.005 }, fits.count)
  }
}

extension LocalModel {
  /// Whether both are the same model with the same settings.
  fileprivate func isSame(as other: any LocalModel) -> Bool {
    (self as? any Equatable)?.equals(other) ?? false
  }
}

extension Equatable {
  fileprivate func equals(_ other: any LocalModel) -> Bool { other as? Self == self }
}
