import Forecasting
import Persistence
import Runs
import Studies
import Tensors
import Testing
import Training

struct ModelDiagnosisTests {
  private let workers = Workers(threadCount: 2)

  private func fitted(_ model: String, epochs: Int = 2) throws -> FitResult {
    var request = try FitRequest(data: .waves, workers: workers)
    (request.model, request.lookback, request.horizon) = (model, 24, 6)
    if epochs > 0 { request.recipe.epochs = epochs }
    return try Fit(request).run()
  }

  private var effort: ModelDiagnosis.Effort {
    var effort = ModelDiagnosis.Effort()
    (effort.windowCount, effort.hessianSteps, effort.pointCount) = (64, 8, 5)
    return effort
  }

  @Test func aModelWithAttentionIsLookedInto() throws {
    let fit = try fitted("samformer")
    let diagnosis = try ModelDiagnosis(fit.model, data: .waves, effort: effort, workers: workers)
    let loss = try #require(diagnosis.loss)
    let spectrum = try #require(loss.spectrum)
    #expect(spectrum.values.count == 8 && spectrum.largest > 0 && loss.gradientNorm > 0)
    // In the middle of every slice are the weights.
    #expect(loss.slices.map(\.name) == ["sam", "random 1", "random 2", "random plane"])
    for slice in loss.slices {
      let row = slice.losses[slice.losses.count / 2]
      #expect(abs(row[row.count / 2] - loss.loss) < 1e-4 * loss.loss)
    }
    #expect(loss.slices[0].losses[0][4] > loss.loss)
    let layer = try #require(diagnosis.attention.first)
    #expect(layer.map.rows == ["a", "b", "c"] && layer.measures.entropy <= layer.measures.largestEntropy)
    // Channels are equally many, so that their mean is the error of the fit.
    let mean = diagnosis.channels.reduce(0) { $0 + $1.values[.mseNorm] } / 3
    #expect(
      abs(mean - (fit.test?.mseNorm ?? .nan)) < 1e-9 && diagnosis.channels.map(\.name) == ["a", "b", "c"])
    #expect(diagnosis.html.contains("<svg") && !diagnosis.html.contains("<script"))
    // Full colours are dark on white ground and bright on dark ground.
    #expect(!diagnosis.html.contains("darker"))
    #expect(try JSONValue(parsing: diagnosis.json.text()) == diagnosis.json)
    #expect(diagnosis.text.contains("sharpness"))
  }

  @Test func aModelWithoutGradientsHasItsErrorsOnly() throws {
    let diagnosis = try ModelDiagnosis(
      fitted("last-value", epochs: 0).model, data: .waves, effort: effort, workers: workers)
    #expect(diagnosis.loss == nil && diagnosis.attention.isEmpty && diagnosis.channels.count == 3)
    #expect(diagnosis.notes.contains { $0.contains("no gradient") })
    #expect(!diagnosis.html.isEmpty && !diagnosis.text.isEmpty)
  }

  @Test func threadsChangeNothing() throws {
    let model = try fitted("rlinear").model
    let texts = try [1, 3].map { threads in
      try ModelDiagnosis(
        model, data: .waves, effort: effort, workers: Workers(threadCount: threads)
      ).json.text()
    }
    #expect(texts[0] == texts[1])
  }
}
