import Forecasters
import Forecasting
import Runs
import Text
import TimeSeries
import Training

extension FitPreview {
  /// Whether there are steps to train.
  var isTrained: Bool { (description.recipe?.epochs ?? 0) > 0 }

  /// How the file was understood, as far as nobody would wonder at it.
  var remarks: [String] { rows.origin.notes.filter(\.isOrdinary).map(\.description) }

  /// What is about to be fitted, in a few lines.
  var lines: [String] {
    let known = rows.series.filter { $0.rowCount > 0 }
    let first = known.map { $0.timestamps[0] }.min().map { rows.stampForm.text(for: $0) } ?? ""
    let last = known.map { $0.timestamps[$0.rowCount - 1] }.max().map { rows.stampForm.text(for: $0) } ?? ""
    let members = description.series.members.map(\.rows)
    let parts = members.isEmpty ? [description.split.rows] : members
    func count(_ part: KeyPath<Split, Range<Int>>) -> String {
      TextFormatting.grouped(parts.reduce(0) { $0 + $1[keyPath: part].count })
    }
    return [
      "\(rows.source): " + (members.isEmpty ? "" : "\(TextFormatting.grouped(rows.series.count)) series, ")
        + "\(TextFormatting.grouped(rows.rowCount)) rows × \(TextFormatting.count(rows.columnCount, "channel")), "
        + "every \(rows.frequency), \(first) to \(last)",
      "split \(description.split.rule): \(count(\.train)) training, \(count(\.validation)) validation, "
        + "\(count(\.test)) test rows",
      modelLine,
      description.recipe.map { "recipe: \($0.summary), seed \(description.seed)" },
    ].compactMap(\.self)
  }
}

extension FitPreview {
  /// The model and its sizes.
  private var modelLine: String {
    let shape = description.shape
    let size =
      description.model == Auto.card.name
      ? "chooses and combines forecasters, lookback \(shape.lookback), "
      : looksBack
        ? "\(TextFormatting.grouped(parameterCount)) parameters, lookback \(shape.lookback), "
        : "fitted to each channel by itself, "
    return "\(description.model): \(size)horizon \(shape.horizon), features \(shape.features)"
  }
}

extension TrainingRecipe {
  /// The recipe in one line.
  var summary: String {
    var parts = [
      "\(TextFormatting.count(epochs, "epoch")) at most (patience \(patience))", "batch size \(batchSize)",
      "loss \(loss)",
      "\(optimizer.rawValue) at learning rate \(learningRate) (\(schedule))",
    ]
    if weightDecay > 0 { parts.append("weight decay \(weightDecay)") }
    if rho > 0 { parts.append(sharpness) }
    if let gradientLimit { parts.append("gradients clipped at \(gradientLimit)") }
    if let averaging { parts.append("mean of the weights \(averaging)") }
    return parts.joined(separator: ", ")
  }

  /// What sharpness-aware minimisation does.
  private var sharpness: String {
    var text = "\(isAdaptive ? "ASAM" : "SAM") with rho \(rho)"
    if sam != .plain { text += " in the form \(sam)" }
    if samParameters != .all { text += " of \(samParameters.rawValue) parameters" }
    return text
  }
}
