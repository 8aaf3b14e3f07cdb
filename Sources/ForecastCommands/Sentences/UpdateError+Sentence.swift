import Forecasters
import Forecasting

extension UpdateError {
  /// The message in the words of the command line.
  var sentence: String {
    switch self {
    case .notUpdatable(let model): Self.stateless(model, model)
    case .membersNotUpdatable(let model, let members):
      Self.stateless("\(model), of \(members.joined(separator: " and ")),", model)
    case .momentsNotKept(let model):
      "\(model) was stored without the moments that new rows are added to: forecast predict MODEL DATA goes on from new rows with the model as it is; for one that takes them in, fit it again: forecast fit DATA --model \(model) --set keepsMoments=true"
        + (model == LinearClosedForm.card.name
          ? ", or of parts: forecast solve PARTS --set keepsMoments=true" : "")
    case .noWindow: "\(description); leave out --window"
    case .windowTooShort(let window, let needed):
      "a window of \(window) rows holds no training window; use --window \(needed) or more"
    case .unknownRows: "\(description) (--set keepsRows=true)"
    case .changedRow(_, _, _, _, _, hasOthers: true): "\(description): --series with their names"
    case .severalSeries: "\(description) (--series with its name)"
    default: description
    }
  }

  /// What to do with a model that looks back at the rows that it is given.
  ///
  /// - Parameter subject: The model as the sentence calls it, perhaps with its members.
  private static func stateless(_ subject: String, _ model: String) -> String {
    let goesOn =
      "\(subject) keeps no state that new rows could move: forecast predict MODEL DATA goes on from them with the model as it is"
    let isUntrained = ForecasterCatalog.forecaster(named: model) is any UntrainedForecaster.Type
    return isUntrained
      ? goesOn : "\(goesOn); to learn from them, fit it again: forecast fit DATA --model \(model)"
  }

  /// Whether it is about rows of the data, and not about the model.
  var isOfRows: Bool {
    switch self {
    case .changedRow, .absentRow, .offGrid, .tooFar, .countedRows, .severalSeries, .nothingKnown: true
    default: false
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
