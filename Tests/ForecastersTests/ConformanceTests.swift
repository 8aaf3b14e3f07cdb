import Forecasters
import Forecasting
import Persistence
import Tensors
import Testing
import TimeSeries

/// What every forecaster of the catalogue must do.
@Suite struct ConformanceTests {
  static let task = ForecastTask(lookback: 48, horizon: 12, channelCount: 3, frequency: .hours(1))

  @Test(arguments: ForecasterCatalog.names)
  func shapesAreThoseOfTheTask(_ name: String) throws {
    try Probe.opening(name) { try $0.expectShapes() }
  }

  @Test(arguments: ForecasterCatalog.names)
  func theSameSeedGivesTheSameForecast(_ name: String) throws {
    try Probe.opening(name) { try $0.expectSameSeedSameForecast() }
  }

  @Test(arguments: ForecasterCatalog.names)
  func aBatchOfTwoIsTwoBatchesOfOne(_ name: String) throws {
    try Probe.opening(name) { try $0.expectIndependentWindows() }
  }

  @Test(arguments: ForecasterCatalog.names)
  func aConstantChannelStaysFinite(_ name: String) throws {
    try Probe.opening(name) { try $0.expectFiniteOnConstants() }
  }

  @Test(arguments: ForecasterCatalog.names)
  func theErrorFallsOnASine(_ name: String) throws {
    try Probe.opening(name) { try $0.expectLearning() }
  }

  @Test(arguments: ForecasterCatalog.names)
  func learntValuesGoThroughAFile(_ name: String) throws {
    try Probe.opening(name) { try $0.expectFileRoundTrip() }
  }

  @Test(arguments: ForecasterCatalog.names)
  func everyWrongSettingIsRefusedByName(_ name: String) throws {
    try Probe.opening(name) { try $0.expectRefusals() }
  }

  @Test func theCatalogueIsTheFolder() throws {
    let folder = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let files = try FolderListing("/\(folder)/Sources/Forecasters").swiftFiles
    let types = ForecasterCatalog.forecasters.map { "\($0)" }
    #expect(Set(files).subtracting(["ForecasterCatalog"]) == Set(types))
    #expect(Set(ForecasterCatalog.names).count == types.count)
  }
}
