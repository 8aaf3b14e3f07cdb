import Forecasters
import Forecasting

extension UpdateError {
  /// The message in the words of the command line.
  var sentence: String {
    switch self {
    case .notUpdatable(let model):
      "\(model) keeps no state that new rows could move; fit it again: forecast fit DATA --model \(model)"
    case .memberNotUpdatable(let model, let member):
      "\(model) has \(member) as a member, which keeps no state that new rows could move; fit it again: forecast fit DATA --model \(model)"
    case .momentsNotKept(let model):
      "\(model) was stored without the moments that new rows are added to; fit it again: forecast fit DATA --model \(model) --set keepsMoments=true"
        + (model == LinearClosedForm.card.name
          ? ", or of parts: forecast solve PARTS --set keepsMoments=true" : "")
    case .noWindow: "\(description); leave out --window"
    case .windowTooShort(let window, let needed):
      "a window of \(window) rows holds no training window; use --window \(needed) or more"
    case .unknownRows: "\(description) (--set keepsRows=true)"
    default: description
    }
  }

  /// Whether other options would do.
  var isOfOptions: Bool {
    switch self {
    case .noWindow, .windowTooShort: true
    default: false
    }
  }
}
