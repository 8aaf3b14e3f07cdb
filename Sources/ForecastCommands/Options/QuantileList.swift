import ArgumentParser
import Text

/// Probabilities of quantiles as an option gives them: shares between commas.
struct QuantileList {
  /// The probabilities, ascending, each once.
  let probabilities: [Double]

  /// - Throws: `ValidationError` for what is no probability.
  init(_ text: String?) throws {
    let parts = text.map { $0.split(separator: ",", omittingEmptySubsequences: false) } ?? []
    probabilities = try Set(
      parts.map { part in
        guard let probability = Double(part), probability > 0, probability < 1 else {
          throw ValidationError(
            "--quantiles \(String(part).quoted) is not a probability between 0 and 1, such as 0.9")
        }
        return probability
      }
    ).sorted()
  }
}
