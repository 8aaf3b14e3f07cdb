import Persistence

/// Compares an answer with the golden numbers by the rules of the folder's check.py.
struct GoldenJudge {
  /// The member of `models`.
  let model: JSONValue
  /// The standard deviation of the series: the unit of errors where forecasts are small.
  let deviation: Double
  /// Whether the answer was evaluated at the reference's parameters: no optimiser excuses a difference.
  let isExact: Bool
  /// Whether means are compared where the criterion is equally good.
  var comparesMeans = true
  /// Whether bounds are compared where the criterion is equally good.
  var comparesBounds = true

  private enum Standing { case equal, better, reference, worse }

  /// What is wrong with the answer, or nil if it passes.
  func complaint(_ answer: GoldenAnswer) -> String? {
    guard let expected = model[isExact ? "at_R" : "expected"] else { return nil }
    var loose = 1.0
    var standing = Standing.equal
    for (name, given) in [("aicc", answer.aicc), ("mse", answer.mse), ("sse", answer.sse)] {
      guard let given, let tolerance = tolerance(name), let golden = expected[name].flatMap(number)
      else { continue }
      let difference = name == "aicc" ? given - golden : given / golden - 1
      if isExact {
        if abs(difference) > tolerance { return "\(name) differs by \(difference)" }
        continue
      }
      if abs(difference) > 0.1 * tolerance { loose = 10 }
      if difference < -tolerance { standing = .better }
      if difference > tolerance {
        let reference = model["reference_" + name].flatMap(number) ?? -.infinity
        let limit = name == "aicc" ? reference + tolerance : reference * (1 + tolerance)
        standing = given <= limit ? .reference : .worse
        if standing == .worse { return "\(name) is worse by \(difference)" }
      }
    }
    guard standing == .equal else { return nil }
    return forecastComplaint(answer, expected, loose)
  }

  private func forecastComplaint(
    _ answer: GoldenAnswer, _ expected: JSONValue, _ loose: Double
  ) -> String? {
    if comparesMeans, let limit = tolerance("mean"), let golden = expected["mean"].flatMap(numbers) {
      let error = error(answer.mean, golden)
      if !(error <= loose * limit) { return "the mean differs by \(error)" }
    }
    guard comparesBounds, let limit = tolerance("interval") else { return nil }
    for (name, bound) in answer.bounds {
      guard let golden = expected[name].flatMap(numbers), !golden.isEmpty else { continue }
      let error = error(bound, golden)
      if !(error <= loose * limit) { return "\(name) differs by \(error)" }
    }
    return nil
  }

  private func tolerance(_ name: String) -> Double? {
    guard isExact else { return model["tolerance"]?[name].flatMap(number) }
    switch name {
    case "aicc": return 1e-3
    case "mean": return 1e-6
    case "interval": return model["at_R"]?["intervals"] == .string("simulated") ? nil : 1e-5
    default: return nil
    }
  }

  private func error(_ a: [Double], _ b: [Double]) -> Double {
    guard a.count == b.count, !b.isEmpty else { return .infinity }
    let largest = zip(a, b).reduce(0) { max($0, ($1.0 - $1.1).magnitude) }
    let size = b.reduce(0) { $0 + $1.magnitude } / Double(b.count)
    return largest / max(size, deviation, 1e-12)
  }
}
