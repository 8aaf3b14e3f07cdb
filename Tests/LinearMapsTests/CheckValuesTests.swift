import Forecasters
import Glibc
import Persistence
import Platform
import Runs
import Tensors
import Testing
import TimeSeries

/// Weights and errors of a NumPy implementation of the same recipe, in the folder that FORECAST_CLOSED_FORM_DIR names, over
/// the benchmark files in that of FORECAST_DATA_DIR.
@Suite(
  .enabled(
    if: CheckValues.folders != nil, "FORECAST_CLOSED_FORM_DIR and FORECAST_DATA_DIR name no folders"))
struct CheckValuesTests {
  @Test(arguments: ["ETTh1.96", "ETTh1.720", "ETTh2.96", "exchange.96"])
  func theStackIsThatOfTheReference(_ name: String) throws {
    let folders = try #require(CheckValues.folders)
    let expected = try CheckValues(readingFrom: "\(folders.values)/\(name).json")
    var request = FitRequest(
      data: "\(folders.data)/\(expected.file).csv", workers: Workers(threadCount: 2))
    (request.model, request.horizon) = ("linear-stack", expected.horizon)
    var fit = Fit(request)
    fit.scoresBaselines = false
    let result = try fit.run()
    let test = try #require(result.test)
    #expect(abs(test.mseNorm - expected.mse) < 1e-3, "MSE \(test.mseNorm), not \(expected.mse)")
    #expect(abs(test.maeNorm - expected.mae) < 1e-3, "MAE \(test.maeNorm), not \(expected.mae)")
    let shares = try #require(result.model.tensors.first { $0.name == "shares" }).value
    #expect(shares.shape == [expected.shares.count, expected.shares[0].count])
    for (column, reference) in expected.shares.enumerated() {
      let found = Array(shares.values[column * reference.count..<(column + 1) * reference.count])
      for candidate in reference.indices.sorted(by: { reference[$0] > reference[$1] }).prefix(10) {
        #expect(
          abs(Double(found[candidate]) - reference[candidate]) < 0.02,
          "column \(column), candidate \(candidate): \(found[candidate]), not \(reference[candidate])")
      }
    }
  }
}

/// One file of reference values.
struct CheckValues {
  let file: String
  let horizon: Int
  let mse: Double
  let mae: Double
  /// Shape `[column][candidate]`.
  let shares: [[Double]]

  static var folders: (values: String, data: String)? {
    guard let values = getenv("FORECAST_CLOSED_FORM_DIR"), let data = getenv("FORECAST_DATA_DIR") else {
      return nil
    }
    return (String(cString: values), String(cString: data))
  }

  init(readingFrom path: String) throws {
    let reader = JSONReader(try JSONValue(parsing: FileContents.bytes(ofFile: path)))
    let name = try reader.member("data").string()
    file = name == "exchange" ? "exchange_rate" : name
    horizon = try reader.member("H").integer()
    let errors = try reader.member("train").elements().map { try $0.number() }
    (mse, mae) = (errors[0], errors[1])
    shares = try reader.member("ws").elements().map { try $0.elements().map { try $0.number() } }
  }
}
