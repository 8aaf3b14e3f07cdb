import Persistence
import Safetensors
import Tensors

extension ForecastIntervals {
  /// The name of the bounds among the tensors of a model file.
  static let tensorName = "forecast.intervals"

  /// The bounds, shape `[channel, step, level, 2]`.
  var tensor: Tensor { Tensor(shape: [channelCount, horizon, levels.count, 2], values: bounds) }

  /// What the bounds are.
  var json: JSONValue {
    [
      "levels": .array(levels.map { .number($0) }), "scalesWithWindow": .boolean(scalesWithWindow),
      "residuals": .integer(residualCount),
    ]
  }

  /// Reads intervals back; nil where there are none.
  ///
  /// - Throws: `ModelFileError` where they are incomplete or do not fit the model.
  init?(_ json: JSONValue?, bounds: Tensor?) throws(ModelFileError) {
    guard let json else {
      if bounds != nil { throw .unexpectedTensor(Self.tensorName) }
      return nil
    }
    guard let bounds else { throw .missingTensor(Self.tensorName) }
    do {
      try self.init(JSONReader(json, path: "intervals"), bounds)
    } catch let error as ModelFileError {
      throw error
    } catch {
      throw .description("\(error)")
    }
  }

  private init(_ json: JSONReader, _ bounds: Tensor) throws {
    try json.rejectMembers(besides: ["levels", "scalesWithWindow", "residuals"])
    let levels = try json.member("levels").elements().map { try $0.number() }
    guard !levels.isEmpty, levels.allSatisfy({ $0 > 0 && $0 < 1 }),
      zip(levels, levels.dropFirst()).allSatisfy(<)
    else { throw json.invalid("levels are ascending shares") }
    guard bounds.shape.count == 4, bounds.shape[2] == levels.count, bounds.shape[3] == 2 else {
      throw json.invalid("there are bounds of shape \(bounds.shape) for \(levels.count) levels")
    }
    let values = bounds.values
    guard values.allSatisfy({ !$0.isInfinite }) else { throw ModelFileError.nonFiniteTensor(Self.tensorName) }
    self.init(
      levels: levels, channelCount: bounds.shape[0], horizon: bounds.shape[1],
      scalesWithWindow: try json.member("scalesWithWindow").boolean(),
      residualCount: try json.member("residuals").integer(), bounds: values)
  }

  /// Makes sure that the intervals are those of a model.
  func require(targetCount: Int, horizon: Int) throws(ModelFileError) {
    guard [1, targetCount].contains(channelCount), self.horizon == horizon else {
      throw .wrongShape(
        Self.tensorName, found: tensor.shape, expected: [targetCount, horizon, levels.count, 2])
    }
  }
}

extension SafetensorsFile {
  /// The tensors of a forecaster: those of a model file but for its intervals.
  package var learntTensors: [(name: String, value: Tensor)] {
    tensors.filter { $0.name != ForecastIntervals.tensorName }
  }
}
