import Forecasting
import Persistence

/// One of the forecasters that a choosing one was made of, or might have been.
public struct RunMember: Sendable, Equatable {
  /// Name of the forecaster.
  public let model: String
  /// Its mean weight in the forecast; nil if it was left out.
  public let weight: Double?
  /// Its mean squared error over the validation windows, standardised; nil without any, or if it was left out.
  public let validationMSE: Double?
  /// Why it was left out, or what limited it.
  public let note: String?

  init(_ candidate: CandidateScore) {
    (model, weight) = (candidate.name, candidate.weight)
    (validationMSE, note) = (candidate.validation?.mseNorm, candidate.note)
  }

  init(json: JSONReader) throws(JSONError) {
    model = try json.member("model").string()
    weight = try json.optionalMember("weight")?.number()
    validationMSE = try json.optionalMember("validation_mse_norm")?.number()
    note = try json.optionalMember("note")?.string()
  }

  var json: JSONValue {
    [
      "model": .string(model), "weight": weight.map { .number($0) } ?? .null,
      "validation_mse_norm": validationMSE.map { .number($0) } ?? .null,
      "note": note.map { .string($0) } ?? .null,
    ]
  }
}
