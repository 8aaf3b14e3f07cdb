import Runs
import Text

/// Forecasters beside each other, for a terminal and for the README.
package struct ModelTable {
  private let models: [ModelOverview]

  package init(_ models: [ModelOverview]) {
    self.models = models
  }

  /// What the numbers are for.
  private static let sizes =
    "lookback \(ModelOverview.task.lookback), horizon \(ModelOverview.task.horizon), "
    + "\(ModelOverview.task.channelCount) channels"

  /// Parameters and work of the first model, in a line.
  package var sizes: String {
    guard let model = models.first else { return "" }
    return "\(TextFormatting.count(model.parameterCount, "parameter")) and "
      + "\(TextFormatting.count(model.multiplyAdds, "multiply-add")) a window at \(Self.sizes)"
  }

  /// A table with aligned columns.
  package var text: String {
    let rows = models.map { model in
      [
        model.card.name, TextFormatting.grouped(model.parameterCount),
        TextFormatting.grouped(model.multiplyAdds),
        "  " + model.card.summary, model.card.paper,
      ]
    }
    let titles = ["", "parameters", "multiply-adds", "  summary", "paper"]
    let texts = ([titles] + rows).map { Array($0[3...]) }.leftAligned
    let numbers = zip([titles] + rows, texts).map { Array($0[..<3]) + $1 }
    return TextFormatting.table(numbers) + "\nparameters, and multiply-adds of one window, at \(Self.sizes)\n"
  }

  /// A table in Markdown, with links to the papers.
  package var markdown: String {
    let rows = models.map { model in
      let paper = model.card.address.map { "[\(model.card.paper)](\($0))" } ?? model.card.paper
      return "| `\(model.card.name)` | \(TextFormatting.grouped(model.parameterCount)) "
        + "| \(TextFormatting.grouped(model.multiplyAdds)) | \(model.card.summary) | \(paper) |\n"
    }
    return "| model | parameters | multiply-adds a window | what it is | paper |\n|---|--:|--:|---|---|\n"
      + rows.joined() + "\n(at \(Self.sizes))\n"
  }
}
