import Runs

extension FitChoice {
  /// What was chosen, and how to choose otherwise.
  var sentence: String {
    switch self {
    case .lookback(let chosen, let rejected):
      let others = rejected.map { "\($0)" }.joined(separator: ", ")
      return "lookback \(chosen) has a smaller validation error than \(others) (choose with --lookback)"
    }
  }
}
