import Persistence
import TimeSeries
import Training

/// Everything a model file says besides the weights: enough to forecast from new data, and to repeat the fit.
public struct ModelDescription: Sendable, Equatable {
  /// The newest format this version reads and the one it writes.
  public static let formatVersion = 5

  /// Name of the forecaster.
  public var model: String
  /// The forecaster's configuration.
  public var configuration: JSONValue
  /// Rows of history and rows of forecast.
  public var shape: WindowSet.Shape
  /// The columns, their scale and step in time.
  public var columns: Columns
  /// How the rows were divided; of many series, the rows of the longest.
  public var split: StoredSplit
  /// Whether the model was fitted again to all rows, validation and test rows too, after it had been scored.
  public var isRefit = false
  /// Whether the channels are series of a long file, side by side.
  public var joinsSeries = false
  /// The series that the model was fitted on, where they have names.
  public var series = StoredPanel()
  /// The file the model was fitted on; of an updated one, that with the newest rows.
  public var data: DataFile
  /// Rows that the model has seen since its fit, all updates together; its test rows are among those that it has seen then.
  public var updatedRows = 0
  /// How the model was trained; nil if there was nothing to train.
  public var recipe: TrainingRecipe?
  /// The seed of everything random.
  public var seed: UInt64
  /// Epochs done and epoch kept.
  public var training: Outcome

  /// The columns of the data, in the order of the file.
  public struct Columns: Sendable, Equatable {
    /// Name of the time column; of several, with commas between them; empty where rows are counted.
    public let time: String
    /// Names of the channels.
    public let channels: [String]
    /// Step between rows.
    public let frequency: Frequency
    /// Mean and deviation of each channel over the training rows.
    public let scaler: StandardScaler

    /// How the file was written, for later files to be read in the same way; nil in files of earlier formats.
    public let form: FileForm?
    /// What each channel is for, as told; nil where nothing was told.
    public let roles: ColumnRoles?
    /// The columns with one value a series, and their scale.
    public let fixed: FixedColumns
    /// How much of the steps of the longest series had a row, 0…1: a told frequency may be finer than that of the rows.
    public var coverage = 1.0

    /// - Parameters:
    ///   - scaler: Fitted on the training rows of the channels; of many series, of all together.
    ///   - form: How the file was written.
    ///   - roles: What each channel is for, as told.
    ///   - fixed: The columns with one value a series.
    public init(
      time: String, channels: [String], frequency: Frequency, scaler: StandardScaler, form: FileForm? = nil,
      roles: ColumnRoles? = nil, fixed: FixedColumns = FixedColumns()
    ) {
      (self.time, self.channels, self.frequency) = (time, channels, frequency)
      (self.scaler, self.form, self.roles, self.fixed) = (scaler, form, roles, fixed)
    }
  }

  /// Columns with one value a series.
  public struct FixedColumns: Sendable, Equatable {
    /// Their names.
    public let names: [String]
    /// Mean and deviation of each over the series.
    public let scaler: StandardScaler

    /// None.
    public init() { self.init(names: [], scaler: StandardScaler(means: [], deviations: [])) }

    /// - Parameter scaler: Mean and deviation of each over the series.
    public init(names: [String], scaler: StandardScaler) { (self.names, self.scaler) = (names, scaler) }
  }

  /// A split with the rule it came from.
  public struct StoredSplit: Sendable, Equatable {
    /// The rule, `auto` resolved.
    public let rule: SplitRule
    /// The rows that it gave to training, validation and test.
    public let rows: Split

    /// - Parameter rule: The rule, `auto` resolved.
    public init(rule: SplitRule, rows: Split) {
      (self.rule, self.rows) = (rule, rows)
    }
  }

  /// A data file by name and content.
  public struct DataFile: Sendable, Equatable {
    /// The path as the user gave it.
    public let path: String
    /// SHA-256 of its bytes, in hexadecimal.
    public let sha256: String

    /// - Parameter path: As the user gave it.
    public init(path: String, sha256: String) {
      (self.path, self.sha256) = (path, sha256)
    }
  }

  /// What the training came to.
  public struct Outcome: Sendable, Equatable {
    /// Epochs done.
    public let epochs: Int
    /// The epoch whose weights were kept.
    public let bestEpoch: Int

    /// - Parameter bestEpoch: The epoch whose weights were kept.
    public init(epochs: Int, bestEpoch: Int) {
      (self.epochs, self.bestEpoch) = (epochs, bestEpoch)
    }
  }

  /// Describes a model.
  public init(
    model: String, configuration: JSONValue, shape: WindowSet.Shape, columns: Columns, split: StoredSplit,
    data: DataFile, recipe: TrainingRecipe?, seed: UInt64, training: Outcome
  ) {
    (self.model, self.configuration, self.shape) = (model, configuration, shape)
    (self.columns, self.split, self.data) = (columns, split, data)
    (self.recipe, self.seed, self.training) = (recipe, seed, training)
  }

  /// What each channel is for.
  public var roles: ColumnRoles {
    get throws(DataError) {
      if let told = columns.roles { return told }
      return try shape.roles(in: columns.channels)
    }
  }

  /// The problem the model was built for.
  public var task: ForecastTask {
    get throws(DataError) {
      let roles = try roles
      return ForecastTask(
        lookback: shape.lookback, horizon: shape.horizon, channelCount: roles.inputs.count,
        targetChannels: roles.targets, futureCount: roles.columns(.future).count,
        fixedCount: columns.fixed.names.count, frequency: columns.frequency
      ).stating(law)
    }
  }

  /// What the model states about each target; nil for one value.
  public var law: OutputLaw? { recipe?.loss.objective.law }
}
