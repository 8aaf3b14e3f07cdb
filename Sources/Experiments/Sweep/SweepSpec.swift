import Persistence
import Runs
import Specs
import TimeSeries

/// What a sweep is to run: every combination of data, models, sizes, grid values and seeds.
public struct SweepSpec: Sendable {
  /// The file as the user named it.
  public var file: String
  /// The name of the sweep, for titles.
  public var name: String
  /// Data files as written.
  public var data: [Placed<String>]
  /// What is told about the data files.
  public var reading = ReadingOptions()
  /// The models.
  public var models: [Placed<Model>]
  /// Rows of forecast.
  public var horizons: [Int]
  /// Rows of history.
  public var lookbacks: [Int]
  /// Seeds of everything random.
  public var seeds: [UInt64]
  /// Which channels are read and forecast.
  public var features: Features
  /// The target of S and MS.
  public var target: String?
  /// How the rows are divided.
  public var split: SplitRule
  /// Changes to the recipe of every model that is trained.
  public var training: RecipeChanges
  /// Values to choose from on validation, for every model that knows the key and gives it no value itself.
  public var grid: [Axis]

  /// A value with its place in the file.
  public struct Placed<Value: Sendable>: Sendable {
    /// What was said.
    public let value: Value
    /// Line and column, counted from 1.
    public let line: Int?, column: Int?
  }

  /// A forecaster with its settings.
  public struct Model: Sendable {
    /// The name of the forecaster.
    public var name: String
    /// The name in tables; the forecaster's unless given.
    public var label: String
    /// Settings of its configuration.
    public var settings: [(key: String, value: String)]
    /// Changes to its recipe, which take precedence over those for all models.
    public var training: RecipeChanges
    /// Values to choose from on validation; an axis replaces that of the same key for all models.
    public var grid: [Axis]
  }

  /// One hyper-parameter with its values.
  public struct Axis: Sendable, Equatable {
    /// A value of the recipe or a setting of the model.
    public let key: String
    /// The values as written.
    public let values: [String]

    /// - Parameter values: The values as written.
    public init(key: String, values: [String]) {
      (self.key, self.values) = (key, values)
    }
  }

  /// The seeds of a model; without training nothing is random, and more than one would repeat the same numbers.
  func seeds(isTrained: Bool) -> [UInt64] { Array(seeds.prefix(isTrained ? seeds.count : 1)) }

  /// The folder that relative paths start from.
  public var folder: String { SpecNode.folder(ofFile: file) }

  /// An error at the place of something.
  func error<Value>(at placed: Placed<Value>, _ problem: String) -> SpecError {
    SpecError(file: file, line: placed.line, column: placed.column, problem: problem)
  }
}
