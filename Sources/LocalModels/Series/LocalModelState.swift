/// What is stored of a fitted model: its kind and named arrays, from which it can be restored exactly.
///
/// Coded as JSON, numbers that are none need a strategy of the encoder.
public struct LocalModelState: Sendable, Equatable, Codable {
  /// One array of numbers and its name.
  public struct Entry: Sendable, Equatable, Codable {
    /// What the numbers are.
    public let name: String
    /// The numbers.
    public let values: [Double]

    /// Names an array.
    public init(name: String, values: [Double]) {
      self.name = name
      self.values = values
    }
  }

  /// The kind of fitted model, by which the right type is found: `ets`, `arima`, `theta`, …
  public let kind: String
  /// The name of the model, such as `ETS(M,Ad,M)`.
  public let name: String
  /// Remarks on the fit.
  public let notes: [FitNote]
  /// The arrays in the order in which they were added.
  public private(set) var entries: [Entry]

  /// Makes a state without arrays.
  public init(kind: String, name: String, notes: [FitNote], entries: [Entry] = []) {
    self.kind = kind
    self.name = name
    self.notes = notes
    self.entries = entries
  }

  /// Adds an array.
  public mutating func append(_ name: String, _ values: [Double]) {
    entries.append(Entry(name: name, values: values))
  }

  /// The array called `name`.
  ///
  /// - Throws: `LocalFitError.malformedState` if there is none, or not of `count` numbers where that is given.
  public func array(_ name: String, count: Int? = nil) throws(LocalFitError) -> [Double] {
    guard let entry = entries.first(where: { $0.name == name }),
      count == nil || entry.values.count == count
    else { throw .malformedState(model: self.name, array: name) }
    return entry.values
  }

  /// The number called `name`, stored as an array of one.
  ///
  /// - Throws: `LocalFitError.malformedState` if there is none.
  public func number(_ name: String) throws(LocalFitError) -> Double {
    try array(name, count: 1)[0]
  }

  /// The number of rows called `name`, stored as an array of one.
  ///
  /// - Throws: `LocalFitError.malformedState` if there is none, or it is no whole number from 0 to 10¹².
  public func integer(_ name: String) throws(LocalFitError) -> Int {
    guard let integer = Int(exactly: try number(name)), (0...1_000_000_000_000).contains(integer) else {
      throw .malformedState(model: self.name, array: name)
    }
    return integer
  }
}
