import Moments
import Runs

extension MomentsError {
  /// The message in the words of the command line.
  var sentence: String {
    switch self {
    case .noMoments, .damaged: "\(description); forecast moments DATA makes such a file"
    case .noWindow: "\(description) (--lookback)"
    case .onePart: "\(description): --set normalization=last --set ridge=0.1"
    case .deviations: "\(description): --set normalization=last"
    default: description
    }
  }

  /// Whether other options would do, and not other files.
  var isOfOptions: Bool {
    switch self {
    case .onePart, .deviations: true
    default: false
    }
  }
}
