/// One test window with its forecast, in data units.
public struct SampleForecast: Sendable, Equatable {
  /// The position among the test windows, counted from 0.
  public var window: Int
  /// The series of the window; nil for the only one of a wide file.
  public var series: String?
  /// The time stamp of the first forecast row, as the data file writes it.
  public var start: String
  /// A few of the forecast channels.
  public var channels: [Channel]

  /// One channel of a window.
  public struct Channel: Sendable, Equatable {
    /// Name of the column.
    public var name: String
    /// The last rows before the forecast, at most as many as are forecast.
    public var history: [Float]
    /// What came, one value per step of the horizon.
    public var truth: [Float]
    /// What was forecast, one value per step of the horizon.
    public var forecast: [Float]
    /// The bounds of the 80 % interval of each step; empty where there are none.
    public var lower: [Float] = [], upper: [Float] = []

    /// - Parameter history: The last rows before the forecast.
    public init(name: String, history: [Float], truth: [Float], forecast: [Float]) {
      (self.name, self.history, self.truth, self.forecast) = (name, history, truth, forecast)
    }
  }

  /// - Parameter window: The position among the test windows, counted from 0.
  public init(window: Int, start: String, channels: [Channel]) {
    (self.window, self.start, self.channels) = (window, start, channels)
  }
}
