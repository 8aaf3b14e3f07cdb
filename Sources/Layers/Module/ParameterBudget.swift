import Synchronization
import Tensors

/// The memory that a model may take, checked before anything large is allocated.
///
/// Settings are accepted one by one, but sizes multiply: a width of 65,536 and 64 layers are a terabyte. A model is
/// therefore built twice: the first time large tensors are counted only.
///
/// ```swift
/// let task = ForecastTask(lookback: 512, horizon: 96, channelCount: 7)
/// let model = try ParameterBudget.building(using: &generator) { (generator) throws(ConfigurationError) in
///   try FAN(FAN.Configuration(), for: task, using: &generator)
/// }
/// ```
public enum ParameterBudget {
  /// The most learnt values of a model: 1 GiB. Training holds seven times that: weights, gradient, two moments of Adam,
  /// the best weights, and those of a checkpoint twice.
  public static let usual = 1 << 28

  /// Tensors up to this size are allocated while counting too: layers may look at them while they are built.
  private static let smallTensor = 1 << 16

  /// What has been counted; nil where tensors are really made.
  @TaskLocal private static var count: Count?

  private final class Count: Sendable {
    private let learnt = Mutex(0)
    private let constant = Mutex(0)

    var largest: Int { max(learnt.withLock { $0 }, constant.withLock { $0 }) }
    var learntCount: Int { learnt.withLock { $0 } }

    /// Counts the elements of `shape`, and says whether they are few.
    func takes(_ shape: [Int], isLearnt: Bool) -> Bool {
      let size = shape.reduce(1) { product, size in
        let (next, overflow) = product.multipliedReportingOverflow(by: size)
        return overflow ? .max : next
      }
      if isLearnt { Self.add(size, to: learnt) } else { Self.add(size, to: constant) }
      return size <= smallTensor
    }

    private static func add(_ size: Int, to sum: borrowing Mutex<Int>) {
      sum.withLock { sum in
        let (next, overflow) = sum.addingReportingOverflow(size)
        sum = overflow ? .max : next
      }
    }
  }

  /// Builds a model of at most `limit` learnt values.
  ///
  /// - Parameter generator: Draws the first weights; counting leaves it as it is.
  /// - Throws: `ConfigurationError.tooManyParameters` before anything large is allocated, or what `build` throws.
  public static func building<Model>(
    atMost limit: Int = usual, using generator: inout SeededGenerator,
    _ build: (inout SeededGenerator) throws(ConfigurationError) -> Model
  ) throws(ConfigurationError) -> Model {
    let counted = Count()
    let failure = $count.withValue(counted) { () -> ConfigurationError? in
      var idle = SeededGenerator.idle
      do throws(ConfigurationError) { _ = try build(&idle) } catch { return error }
      return nil
    }
    if let failure { throw failure }
    guard counted.learntCount <= limit else { throw .tooManyParameters(limit: limit) }
    guard counted.largest <= usual else { throw .tooManyParameters(limit: usual) }
    return try build(&generator)
  }

  /// The tensor of learnt values that `make` makes; an empty one where large tensors are only counted.
  public static func tensor(shape: [Int], _ make: () -> Tensor) -> Tensor {
    count?.takes(shape, isLearnt: true) == false ? empty : make()
  }

  /// The same for what is computed from sizes alone and not learnt, such as positions.
  static func constant(shape: [Int], _ make: () -> Tensor) -> Tensor {
    count?.takes(shape, isLearnt: false) == false ? empty : make()
  }

  private static var empty: Tensor { Tensor(shape: [0], values: []) }
}
