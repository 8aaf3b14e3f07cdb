import Forecasters
import Forecasting
import LocalModels
import Runs
import Tensors
import TestSupport
import Testing
import TimeSeries

/// Where residuals are few, a law that is stated holds better than their ranks; that of a combination knows that it was estimated.
@Suite struct ShortSeriesIntervalTests {
  private static let rowCount = 84

  private static func sales() -> [Double] {
    var generator = TestGenerator(seed: 5)
    return (0..<rowCount).map { row in
      let season = [10, 6, 0, -4, -8, -10, -7, -2, 3, 5, 8, -1][row % 12]
      return 100 + 3 * Double(season) + 4 * generator.normal()
    }
  }

  private static func data() throws -> DataSource {
    let stamps = Frequency.months(1, isMonthEnd: false).stamps(after: Timestamp(year: 2016), count: rowCount)
    return .panel(
      try Panel(source: "sales", timestamps: Array(stamps), columns: [(name: "y", values: sales())]))
  }

  private static func fitted(_ model: String, _ data: DataSource, members: String? = nil) throws -> FitResult
  {
    var request = FitRequest(data: data, workers: Workers(threadCount: 1))
    (request.model, request.horizon) = (model, 6)
    if let members { request.settings = [(key: "members", value: members)] }
    var fit = Fit(request)
    fit.scoresBaselines = false
    return try fit.run()
  }

  private static func widths(_ result: FitResult, _ data: DataSource, level: Double) throws -> [Double] {
    let band = try Prediction(result.model, data: data, levels: [level]).table.bands[0]
    return zip(band.upper[0], band.lower[0]).map { $0 - $1 }
  }

  @Test func theLawOfACombinationIsWiderByWhatItsEstimatesAdd() throws {
    let data = try Self.data()
    let (alone, combined) = (try Self.fitted("ets", data), try Self.fitted("auto", data, members: "ets"))
    #expect(combined.model.intervals == nil && combined.testIntervals.map(\.level) == [0.8, 0.95])
    // Eight numbers are estimated, about: (84 + 8) / (84 − 8) is the ratio of the squared errors. Later changes vary as they do.
    let widening = (92.0 / 76).squareRoot() * EstimatedLaw.growth(of: Self.sales().span)
    for level in [0.8, 0.95] {
      let (own, wider) = (
        try Self.widths(alone, data, level: level), try Self.widths(combined, data, level: level)
      )
      // The variance is known by 76 degrees of freedom, and the mean change by 84 rows.
      let probability = (1 + level) / 2
      let tail =
        StudentDistribution.quantile(probability, degrees: 76) / NormalDistribution.quantile(probability)
      for step in own.indices {
        let expected = widening * tail * (1 + Double(step) / 84).squareRoot()
        #expect((wider[step] / own[step] - expected).magnitude < 1e-5, "\(level): \(own), \(wider)")
      }
    }
  }

  /// Each of four models is sure of what it says; who combines them is not, where they say different things.
  @Test func aCombinationIsAsUnsureAsItsModelsDisagree() throws {
    // A level that has begun to rise: will it go on?
    var generator = TestGenerator(seed: 3)
    let values = (0..<40).map { Double(max(0, $0 - 33)) * 6 - 50 + generator.normal() }
    let stamps = Frequency.months(1, isMonthEnd: false).stamps(
      after: Timestamp(year: 2020), count: values.count)
    let data = DataSource.panel(
      try Panel(source: "rise", timestamps: Array(stamps), columns: [(name: "y", values: values)]))
    let (scum, combined) = (try Self.fitted("scum", data), try Self.fitted("auto", data, members: "scum"))
    let (own, wider) = (
      try Self.widths(scum, data, level: 0.8), try Self.widths(combined, data, level: 0.8)
    )
    let growth = EstimatedLaw.growth(of: values.span)
    for step in own.indices {
      // Without disagreement: 48/32 of the variance, more with each step, and Student's tails.
      let tail = StudentDistribution.quantile(0.9, degrees: 32) / NormalDistribution.quantile(0.9)
      let estimated = (48.0 / 32 * (1 + Double(step) / 40)).squareRoot() * growth * tail
      #expect(wider[step] / own[step] > 1.02 * estimated, "\(step)")
    }
  }

  /// One of the four of `scum` halves the slope of a line and is far away: neither it nor its law decides.
  @Test func aLineWithoutNoiseStaysSure() throws {
    let values = (0..<30).map { Double(3 * $0 + 1) }
    let stamps = Frequency.months(1, isMonthEnd: false).stamps(
      after: Timestamp(year: 2020), count: values.count)
    let data = DataSource.panel(
      try Panel(source: "line", timestamps: Array(stamps), columns: [(name: "y", values: values)]))
    let combined = try Self.fitted("auto", data, members: "scum")
    #expect(try Self.widths(combined, data, level: 0.8).allSatisfy { $0 < 1e-3 })
  }

  @Test func whatStatesNoLawHasTheIntervalsOfItsFewResiduals() throws {
    let result = try Self.fitted("auto", try Self.data(), members: "linear-closed-form")
    #expect((result.model.intervals?.highestLevel ?? 0) >= 0.8)
  }

  @Test func manyResidualsBoundAForecastWhateverItStates() throws {
    var generator = TestGenerator(seed: 8)
    let values = (0..<2000).map { _ in 10 + generator.normal() }
    let stamps = Frequency.hours(1).stamps(after: Timestamp(year: 2026), count: values.count)
    let panel = try Panel(source: "noise", timestamps: stamps, columns: [(name: "y", values: values)])
    let result = try Self.fitted("ses", .panel(panel))
    #expect(result.model.intervals?.highestLevel == 0.98)
  }
}
