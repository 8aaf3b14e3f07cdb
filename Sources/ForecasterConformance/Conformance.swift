import Forecasting
import Layers
import Tensors
import TimeSeries

/// The laws of forecasters, checked for one of them under any test framework.
///
/// ```swift
/// let violations = Conformance(Drift.self, settings: [("hiddenSize", "16")]).violations()
/// precondition(violations.isEmpty, "\(violations)")
/// ```
public struct Conformance<F: Forecaster>: Sendable {
  let task: ForecastTask
  let settings: [(key: String, value: String)]

  /// - Parameters:
  ///   - settings: Sizes that take milliseconds where the defaults take seconds; those that `F` does not know are ignored.
  ///   - task: Hourly windows.
  public init(
    _ type: F.Type, settings: [(key: String, value: String)] = [],
    task: ForecastTask = ForecastTask(lookback: 48, horizon: 12, channelCount: 3, frequency: .hours(1))
  ) {
    (self.task, self.settings) = (task, settings)
  }

  /// Every law that is not kept.
  public func violations() -> [Violation] { Law.allCases.flatMap { violations(of: $0) } }

  /// What is wrong with regard to one law; empty if it is kept.
  public func violations(of law: Law) -> [Violation] {
    do {
      return try problems(law).map { Violation(law: law, problem: $0) }
    } catch {
      return [Violation(law: law, problem: "\(error)")]
    }
  }

  func problems(_ law: Law) throws -> [String] {
    switch law {
    case .shapes: try shapeProblems()
    case .determinism: try determinismProblems()
    case .independentWindows: try dependenceProblems()
    case .constants: try constantProblems()
    case .missingNumbers: try missingNumberProblems()
    case .gaps: try gapProblems()
    case .smallTasks: try smallTaskProblems()
    case .rowOrigin: try rowOriginProblems()
    case .covariates: try covariateProblems()
    case .past: try pastProblems()
    case .gradientsAddUp: try neural { try $0.gradientProblems() }
    case .threads: try neural { try $0.threadProblems() }
    case .learning: try learningProblems()
    case .attention: try attentionProblems()
    case .files: try fileProblems()
    case .settings: try settingProblems()
    case .sizes: try sizeProblems()
    }
  }

  /// The defaults with the settings that `F` knows.
  func configuration() throws(ConfigurationError) -> F.Configuration {
    var configuration = F.Configuration()
    let known = F.Configuration.fields.map(\.key)
    for (key, value) in settings where known.contains(key) { try configuration.set(key, to: value) }
    return configuration
  }

  func make(seed: UInt64 = 1, for task: ForecastTask? = nil) throws(ConfigurationError) -> F {
    var generator = SeededGenerator(seed: seed)
    return try F.make(configuration(), for: task ?? self.task, using: &generator)
  }

  /// `body` with the checks of layers and gradients, if `F` is made of them.
  private func neural(_ body: (any NeuralConformance) throws -> [String]) throws -> [String] {
    func opened<N: NeuralForecaster>(_ type: N.Type) throws -> [String] {
      try body(Conformance<N>(type, settings: settings, task: task))
    }
    guard let type = F.self as? any NeuralForecaster.Type else { return [] }
    return try opened(type)
  }
}

/// Says `problem` unless `condition` holds.
func problem(_ problem: @autoclosure () -> String, unless condition: Bool) -> [String] {
  condition ? [] : [problem()]
}
