import Forecasting

extension UpdateError {
  /// The message in the words of the command line.
  var sentence: String {
    switch self {
    case .notUpdatable(let model):
      "\(model) keeps no state that new rows could move; fit it again: forecast fit DATA --model \(model)"
    default: description
    }
  }
}
