extension ForecastTable {
  /// The interval around the forecast of a channel, one bound a step; nil for a level that was not asked for.
  ///
  /// - Parameters:
  ///   - level: The share of what comes that the interval is made to hold, as it was asked for, such as 0.95.
  ///   - series: Its number among ``parts``; that of a wide file is the first.
  ///   - channel: Its number among ``channels``.
  /// - Returns: The lower and the upper bounds in data units; NaN where there are none, as of series that are too short for the model.
  public func bounds(
    level: Double, series: Int = 0, channel: Int = 0
  ) -> (lower: [Double], upper: [Double])? {
    guard let band = bands.first(where: { $0.level == level }) else { return nil }
    let count = parts[series].timestamps.count
    let steps = channel * count..<(channel + 1) * count
    return (Array(band.lower[series][steps]), Array(band.upper[series][steps]))
  }
}
