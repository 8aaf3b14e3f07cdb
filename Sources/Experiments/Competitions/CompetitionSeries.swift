/// A series of a competition: the rows to fit, the rows to forecast, and its season.
public struct CompetitionSeries: Sendable, Equatable {
  /// The name of the series.
  public let id: String
  /// `yearly`, `quarterly`, `monthly` or `other`.
  public let frequency: String
  /// Rows of the season; 1 for none.
  public let season: Int
  /// The rows to fit.
  public let training: [Double]
  /// The rows to forecast.
  public let test: [Double]

  /// Makes a series.
  public init(id: String, frequency: String, season: Int, training: [Double], test: [Double]) {
    (self.id, self.frequency, self.season) = (id, frequency, season)
    (self.training, self.test) = (training, test)
  }
}
