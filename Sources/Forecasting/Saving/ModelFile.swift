import Layers
import Persistence
import Platform
import Safetensors
import Tensors
import TimeSeries

/// A model in one file: the learnt tensors and a description of everything else.
///
/// The file is a safetensors file whose metadata holds the description as JSON under `forecast.config`.
///
/// ```swift
/// let file = try ModelFile(reading: "model.safetensors")
/// let forecaster = try file.forecaster(LinearClosedForm.self)
/// print("\(file.description.model), \(forecaster.parameterCount) values, \(file.weightsSHA256)")
/// ```
public struct ModelFile: Sendable {
  /// Everything besides the weights.
  public let description: ModelDescription
  /// The learnt tensors by name; those in double precision are rounded here.
  public let tensors: [(name: String, value: Tensor)]
  /// The tensors in double precision by name, as they are.
  public let numbers: [(name: String, values: [Double])]
  /// Intervals around the forecasts; nil for a model that has none.
  public var intervals: ForecastIntervals?

  private static let metadataKey = "forecast.config"
  /// The member of the description that holds the digest of the others and of the weights; a file without it, say
  /// one that was edited on purpose, is not checked.
  private static let digestKey = "digest"
  /// The member of the description that says what the intervals are.
  private static let intervalsKey = "intervals"

  /// Describes a fitted forecaster.
  public init(
    _ forecaster: some Forecaster, described description: ModelDescription,
    intervals: ForecastIntervals? = nil
  ) {
    (self.description, self.intervals) = (description, intervals)
    numbers = forecaster.namedNumbers
    tensors =
      forecaster.namedTensors
      + numbers.map { ($0.name, Tensor(shape: [$0.values.count], values: $0.values.map { Float($0) })) }
  }

  /// Reads a file strictly: it may come from anywhere.
  ///
  /// - Throws: `ModelFileError`.
  public init(reading path: String) throws(ModelFileError) {
    let file: SafetensorsFile
    do { file = try SafetensorsFile(reading: path) } catch { throw .file(error) }
    guard let text = file.metadata(Self.metadataKey) else { throw .notAModel }
    tensors = file.learntTensors
    numbers = file.entries.compactMap { entry in entry.doubles.map { (entry.name, $0) } }
    let json: JSONValue
    do { json = try JSONValue(parsing: text) } catch { throw .description("\(error)") }
    guard case .object(var members) = json else { throw .description("it is \(json.kind)") }
    let stored = members[Self.digestKey]
    members[Self.digestKey] = nil
    let intervals = members[Self.intervalsKey]
    members[Self.intervalsKey] = nil
    description = try ModelDescription(json: .object(members))
    let bounds = file.tensors.first { $0.name == ForecastIntervals.tensorName }?.value
    self.intervals = try ForecastIntervals(intervals, bounds: bounds)
    guard stored == nil || stored == .string(digest(with: .object(members))) else {
      throw .altered
    }
  }

  /// Writes the file under a temporary name and renames it.
  ///
  /// - Throws: `FileError`; a file that was there before is then unchanged.
  public func write(to path: String) throws(FileError) {
    try tensors.map(\.value).requireRoomToBeWritten(to: path)
    try safetensors.write(to: path)
  }

  /// SHA-256 over the bytes of all tensors in order of their names: equal exactly if all weights are, bit for bit.
  public var weightsSHA256: String { Self.digest(of: tensors, numbers) }

  /// SHA-256 over the description, the tensors and the intervals.
  private func digest(with json: JSONValue) -> String {
    var tensors = tensors
    if let intervals { tensors.append((ForecastIntervals.tensorName, intervals.tensor)) }
    return Self.digest(of: tensors, numbers, json.adding(Self.intervalsKey, intervals?.json))
  }

  /// SHA-256 over the text of `json`, if given, and the bytes of all tensors in order of their names.
  private static func digest(
    of tensors: [(name: String, value: Tensor)], _ numbers: [(name: String, values: [Double])],
    _ json: JSONValue? = nil
  ) -> String {
    var digest = SHA256()
    if let json { digest.update(Array(json.text().utf8)) }
    let exact = Dictionary(numbers.map { ($0.name, $0.values) }, uniquingKeysWith: { first, _ in first })
    for (name, value) in tensors.sorted(by: { $0.name < $1.name }) {
      if let values = exact[name] {
        unsafe digest.update(values.span.bytes)
        continue
      }
      unsafe value.withUnsafeValues { values in
        let bytes = unsafe RawSpan(_unsafeBytes: UnsafeRawBufferPointer(values))
        digest.update(bytes)
      }
    }
    return digest.hexDigest
  }

  /// The forecaster in the file.
  ///
  /// - Throws: `ModelFileError` if the description or a tensor does not fit the forecaster.
  public func forecaster<F: Forecaster>(_ type: F.Type) throws(ModelFileError) -> F {
    var generator = SeededGenerator.idle
    let count = tensors.reduce(0) { $0 + $1.value.count }
    let untrained: F
    do {
      untrained = try F.make(
        try configuration(of: type), for: try description.task, atMost: count, using: &generator)
    } catch ConfigurationError.tooManyParameters {
      throw .description("its sizes need more than the \(count) numbers of its tensors")
    } catch {
      throw .description("\(error)")
    }
    let forecaster = try untrained.restored(from: LearntValues(tensors: tensors, numbers: numbers))
    do {
      try intervals?.require(
        targetCount: description.task.targetChannels.count, horizon: description.shape.horizon)
    } catch let error as ModelFileError { throw error } catch { throw .description("\(error)") }
    return forecaster
  }

  /// The features of the calendar that the forecaster in the file is to be given; nil for none.
  ///
  /// - Throws: `ModelFileError` if the description does not fit the forecaster.
  public func calendarFeatures<F: Forecaster>(of type: F.Type) throws(ModelFileError) -> CalendarFeatures? {
    do { return F.calendarFeatures(try configuration(of: type), for: try description.task) } catch {
      throw .description("\(error)")
    }
  }

  private func configuration<F: Forecaster>(of type: F.Type) throws(ConfigurationError) -> F.Configuration {
    try F.Configuration(json: JSONReader(description.configuration, path: "configuration"))
  }

  private var safetensors: SafetensorsFile {
    let json = description.json.adding(Self.intervalsKey, intervals?.json)
      .adding(Self.digestKey, .string(digest(with: description.json)))
    let bounds = intervals.map { [(name: ForecastIntervals.tensorName, value: $0.tensor)] } ?? []
    var file = SafetensorsFile(tensors + bounds, metadata: [(Self.metadataKey, json.text())])
    let exact = Dictionary(numbers.map { ($0.name, $0.values) }, uniquingKeysWith: { first, _ in first })
    file.entries = file.entries.map { entry in
      exact[entry.name].map { SafetensorsFile.Entry(name: entry.name, shape: entry.shape, doubles: $0) }
        ?? entry
    }
    return file
  }
}

extension JSONValue {
  /// The object with another member; as it is for nil.
  fileprivate func adding(_ key: String, _ value: JSONValue?) -> JSONValue {
    guard let value, case .object(var members) = self else { return self }
    members[key] = value
    return .object(members)
  }
}

extension [Tensor] {
  /// Makes sure that there is memory to put tensors into a file: they are copied into arrays first, and then into bytes.
  ///
  /// - Throws: `FileError` with the operation `write`.
  func requireRoomToBeWritten(to path: String) throws(FileError) {
    let bytes = reduce(0) { $0 + $1.count * MemoryLayout<Float>.stride }
    guard Memory.isAvailable(bytes, times: 2) else {
      throw FileError(path: path, operation: .write, reason: .outOfMemory)
    }
  }
}

extension SafetensorsFile {
  /// Collects tensors and metadata to be written.
  public init(_ tensors: [(name: String, value: Tensor)], metadata: [(key: String, value: String)]) {
    self.init(
      entries: tensors.map { Entry(name: $0.name, shape: $0.value.shape, values: $0.value.values) },
      metadata: metadata)
  }

  /// The tensors of the file by name.
  public var tensors: [(name: String, value: Tensor)] {
    entries.map { ($0.name, Tensor(shape: $0.shape, values: $0.values)) }
  }
}
