/// The rows of a frame divided into training, validation and test, in this order of time.
///
/// The ranges are the rows of *targets*: histories of validation and test windows reach back before their range,
/// targets never do.
public struct Split: Hashable, Sendable {
  /// Rows for fitting; windows lie entirely inside.
  public let train: Range<Int>
  /// Target rows for choosing the best epoch.
  public let validation: Range<Int>
  /// Target rows for the final score.
  public let test: Range<Int>

  /// - Precondition: The ranges follow each other without overlap.
  public init(train: Range<Int>, validation: Range<Int>, test: Range<Int>) {
    precondition(
      train.lowerBound >= 0 && train.upperBound <= validation.lowerBound
        && validation.upperBound <= test.lowerBound,
      "Split: \(train), \(validation), \(test) overlap or are out of order")
    self.train = train
    self.validation = validation
    self.test = test
  }

  /// All rows for training.
  package init(trainingOnly count: Int) {
    self.init(train: 0..<count, validation: count..<count, test: count..<count)
  }
}
