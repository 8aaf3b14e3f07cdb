import Conformal
import Persistence
import Safetensors
import Tensors

extension ForecastIntervals {
  /// The name of the bounds among the tensors of a model file.
  static let tensorName = "forecast.intervals"

  /// The bounds, shape `[channel, step, level, 2]`; with series of their own as many tables, that of all first.
  var tensor: Tensor { Tensor(shape: shape, values: bounds) }

  private var shape: [Int] {
    (seriesCount > 0 ? [1 + seriesCount] : []) + [channelCount, horizon, levels.count, 2]
  }

  /// What the bounds are.
  var json: JSONValue {
    .object(
      JSONObject(
        [
          ("levels", .array(levels.map { .number($0) })),
          ("scaleExponents", .array(exponents.map { .number(Double($0)) })),
          ("residuals", .integer(residualCount)),
        ] + (independentCount.map { [("independent", .integer($0))] } ?? [])
          + (seriesCount > 0 ? [("series", .integer(seriesCount))] : [])))
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
    try json.rejectMembers(besides: [
      "levels", "scaleExponents", "scalesWithWindow", "residuals", "independent", "series",
    ])
    let levels = try json.member("levels").elements().map { try $0.number() }
    guard !levels.isEmpty, levels.allSatisfy({ $0 > 0 && $0 < 1 }),
      zip(levels, levels.dropFirst()).allSatisfy(<)
    else { throw json.invalid("levels are ascending shares") }
    let seriesCount = try json.optionalMember("series")?.positiveInteger() ?? 0
    let shape = Array(bounds.shape.suffix(4))
    guard bounds.shape.count == (seriesCount > 0 ? 5 : 4), shape[2] == levels.count, shape[3] == 2,
      seriesCount == 0 || bounds.shape[0] - 1 == seriesCount
    else { throw json.invalid("there are bounds of shape \(bounds.shape) for \(levels.count) levels") }
    let values = bounds.values
    guard values.allSatisfy({ !$0.isInfinite }) else { throw ModelFileError.nonFiniteTensor(Self.tensorName) }
    self.init(
      levels: levels, channelCount: shape[0], horizon: shape[1],
      exponents: try Self.exponents(json, channelCount: shape[0]),
      residualCount: try json.member("residuals").integer(),
      independentCount: try json.optionalMember("independent")?.integer(), seriesCount: seriesCount,
      bounds: values)
  }

  /// The powers of the windows' deviations; of files of earlier versions the deviations themselves or nothing.
  private static func exponents(_ json: JSONReader, channelCount: Int) throws -> [Float] {
    guard let member = try json.optionalMember("scaleExponents") else {
      let scales = try json.member("scalesWithWindow").boolean()
      return Array(repeating: scales ? 1 : 0, count: channelCount)
    }
    let exponents = try member.elements().map { Float(try $0.number()) }
    guard exponents.count == channelCount, exponents.allSatisfy(ScaleChoice.exponents.contains) else {
      throw member.invalid("one of \(ScaleChoice.exponents) for each of \(channelCount) channels")
    }
    return exponents
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
