import Forecasting
import Persistence
import TimeSeries
import Training

/// Everything that decides the numbers of one run, and nothing else: equal specifications give equal results.
///
/// Neither the place of the data file nor the number of threads nor the label of a table belongs to it.
public struct RunSpecification: Sendable, Equatable {
  /// Raised whenever a change of the program changes the numbers of a run.
  public static let currentNumerics = 21

  /// The `currentNumerics` of the program that made or will make the run.
  public var numerics = Self.currentNumerics
  /// SHA-256 of the data file's bytes, in hexadecimal.
  public var dataSHA256: String
  /// Name of the forecaster.
  public var model: String
  /// The forecaster's whole configuration.
  public var configuration: JSONValue
  /// How the forecaster is trained; nil if there is nothing to train.
  public var recipe: TrainingRecipe?
  /// Rows of history and forecast, channels read and forecast.
  public var shape: WindowSet.Shape
  /// How the rows are divided.
  public var split: ModelDescription.StoredSplit
  /// What was told about the reading of the file, as `name=text`.
  public var reading: [String] = []
  /// The seed of everything random.
  public var seed: UInt64

  /// The specification of the fit that `description` belongs to.
  public init(_ description: ModelDescription) {
    dataSHA256 = description.data.sha256
    (model, configuration) = (description.model, description.configuration)
    (recipe, shape, split) = (description.recipe, description.shape, description.split)
    seed = description.seed
  }

  /// The specification of a run on data that cannot be read: their name is all that is known of them.
  ///
  /// - Parameters:
  ///   - name: What the data are called.
  ///   - request: With sizes, since none can be found.
  package init(unread name: String, _ request: FitRequest) {
    dataSHA256 = ""
    model = request.model
    configuration = .object(JSONObject(request.settings.map { (key: $0.key, value: .string($0.value)) }))
    shape = WindowSet.Shape(
      lookback: request.lookback ?? UsualSizes.lookback, horizon: request.horizon ?? UsualSizes.horizon,
      features: request.features, target: request.target)
    split = ModelDescription.StoredSplit(rule: request.split, rows: Split(trainingOnly: 0))
    reading = request.reading.told.map { "\($0.key.rawValue)=\($0.text)" } + ["unread=\(name)"]
    seed = request.seed
  }

  /// The name of the run: the first 16 digits of the SHA-256 of ``json`` as text.
  public var id: String {
    String(SHA256.hexDigest(of: Array(json.text().utf8)).prefix(16))
  }

  /// The names of the runs that differ from this one in the seed alone: ``id`` for each seed, in the time of one.
  package func ids(ofSeeds seeds: [UInt64]) -> [String] {
    // The seed is the last member: what stands before it is the same for all.
    let common = Array(json.text().utf8.dropLast(Self.ending(seed).utf8.count))
    return seeds.map { String(SHA256.hexDigest(of: common + Self.ending($0).utf8).prefix(16)) }
  }

  private static func ending(_ seed: UInt64) -> String { "\(Int(bitPattern: UInt(seed)))}" }

  /// The members of `spec` in a record; ``id`` depends on their order.
  public var json: JSONValue {
    let members: [(key: String, value: JSONValue)] = [
      ("numerics", .integer(numerics)), ("data_sha256", .string(dataSHA256)), ("model", .string(model)),
      ("configuration", configuration), ("recipe", recipe?.json ?? .null),
      ("lookback", .integer(shape.lookback)), ("horizon", .integer(shape.horizon)),
      ("features", .string(shape.features.rawValue)), ("target", shape.target.map { .string($0) } ?? .null),
      ("split", split.json),
    ]
    let told: [(key: String, value: JSONValue)] =
      reading.isEmpty ? [] : [("reading", .array(reading.map { .string($0) }))]
    return .object(JSONObject(members + told + [("seed", .integer(Int(bitPattern: UInt(seed))))]))
  }

  /// Reads a specification back.
  ///
  /// - Throws: `JSONError`, or `DataError` for a split or choice of features that is none.
  public init(json: JSONReader) throws {
    numerics = try json.member("numerics").integer()
    dataSHA256 = try json.member("data_sha256").string()
    model = try json.member("model").string()
    configuration = try json.member("configuration").value
    recipe = try json.optionalMember("recipe").map { (reader) throws(JSONError) in
      do { return try TrainingRecipe(json: reader) } catch { throw reader.invalid("\(error)") }
    }
    shape = WindowSet.Shape(
      lookback: try json.member("lookback").positiveInteger(),
      horizon: try json.member("horizon").positiveInteger(),
      features: try Features(json.member("features").string()),
      target: try json.optionalMember("target")?.string())
    split = try ModelDescription.StoredSplit(json: json.member("split"))
    for text in try json.optionalMember("reading")?.elements() ?? [] { reading.append(try text.string()) }
    seed = UInt64(UInt(bitPattern: try json.member("seed").integer()))
  }
}
