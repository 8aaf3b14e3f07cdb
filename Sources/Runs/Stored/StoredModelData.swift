import Forecasting
import Text
import TimeSeries

/// The rows that a stored model is used on.
package struct StoredModelData {
  /// The model's columns, in the model's order.
  package var panel: Panel
  /// What messages call the data.
  package let name: String
  /// The path and the digest of the data.
  let file: ModelDescription.DataFile
  /// Whether these are the bytes that the model was fitted on.
  let isTheFittedOne: Bool
  /// The series one below the other, where they are the channels of the panel.
  var joined: Panel?
  /// What is worth saying about the source of what is known ahead, one line each.
  var futureNotes: [String] = []

  /// A warning if rows are missing between those that a model has seen and the first of the data.
  func gapNotes(_ count: Int) -> [String] {
    guard count > 0 else { return [] }
    let rows = "\(TextFormatting.count(count, "row")) \(count == 1 ? "is" : "are") missing"
    return ["\(name): \(rows) between those that the model has seen and the new ones"]
  }

  /// A warning if the data is not what the model was fitted on.
  package var notes: [String] {
    isTheFittedOne ? [] : ["\(name): not the file that the model was fitted on; errors are for these rows"]
  }
}
