import ArgumentParser
import Forecasting
import Persistence
import Presentation
import Runs
import Tensors
import Text
import TimeSeries

struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect", abstract: "Shows what is in a model file.")

  @Argument(help: ArgumentHelp("Model file.", valueName: "model"))
  var model: String = ModelOptions.defaultModel

  @OptionGroup var printing: PrintingOptions

  func run() throws {
    let content = try reportingFailures(model: model) {
      let file = try ModelFile(reading: model)
      let stored = StoredModel(file)
      return ModelContent(
        path: model, file: file, parameterCount: try stored.parameterCount(), summary: stored.summary)
    }
    try Console.standardOutput.print(
      printing.json
        ? content.json.line : content.text + (printing.quiet ? "" : content.warnings))
  }
}

/// What is in a model file.
private struct ModelContent {
  let path: String
  let file: ModelFile
  /// Number of learnt values, to which the file adds what is not learnt, such as running statistics; nil if some of them
  /// are no numbers.
  let parameterCount: Int?
  /// The model itself where people can read it; empty for others.
  let summary: [String]

  var json: JSONValue {
    let tensors: [JSONValue] = file.tensors.map { name, value in
      var object: JSONObject = JSONObject([
        (key: "name", value: .string(name)), (key: "shape", value: .array(value.shape.map { .integer($0) })),
      ])
      if value.nonFiniteCount > 0 { object["non_finite"] = .integer(value.nonFiniteCount) }
      return .object(object)
    }
    let shown: JSONValue = summary.isEmpty ? .null : .array(summary.map { .string($0) })
    return [
      "file": .string(path), "config": file.description.json, "summary": shown,
      "parameters": parameterCount.map { .integer($0) } ?? .null,
      "values": .integer(valueCount), "non_finite": .integer(nonFiniteCount),
      "weights_sha256": .string(file.weightsSHA256), "tensors": .array(tensors),
    ]
  }

  var text: String {
    let intervals = file.intervals.map { intervals in
      "intervals  up to \(TextFormatting.level(intervals.highestLevel)) %, of \(intervals.origin)"
    }
    let lines = file.description.lines + (intervals.map { [$0] } ?? [])
    let head = lines.map(\.printable).joined(separator: "\n") + "\n\n"
    guard summary.isEmpty else {
      return head + summary.map { $0.printable + "\n" }.joined()
        + "\n\(TextFormatting.grouped(valueCount)) \(valueWords), SHA-256 \(file.weightsSHA256)\n"
    }
    let rows = file.tensors.map { name, value in
      ["  \(name.printable)", "\(value.shape)", TextFormatting.grouped(value.count)]
    }
    let size = parameterCount.map { "\(TextFormatting.grouped($0)) parameters" }
    return head
      + "\(size ?? "\(TextFormatting.grouped(valueCount)) values that make no model"), SHA-256 "
      + "\(file.weightsSHA256)\n" + TextFormatting.table(rows)
  }

  /// Weights that are no numbers, a line each.
  var warnings: String {
    guard summary.isEmpty else { return "" }
    return file.tensors.filter { $0.value.nonFiniteCount > 0 }.map { name, value in
      "warning: \(TextFormatting.count(value.nonFiniteCount, "value")) of \(name.quoted) are infinite or no numbers\n"
    }.joined()
  }

  private var valueWords: String {
    file.numbers.count == file.tensors.count ? "numbers in double precision" : "values"
  }

  private var valueCount: Int { file.tensors.reduce(0) { $0 + $1.value.count } }
  private var nonFiniteCount: Int { file.tensors.reduce(0) { $0 + $1.value.nonFiniteCount } }
}

extension Tensor {
  fileprivate var nonFiniteCount: Int { isFinite ? 0 : values.count { !$0.isFinite } }
}

extension ModelDescription {
  /// The description as lines for a reader.
  fileprivate var lines: [String] {
    let settings = JSONReader(configuration)
    let values = ((try? settings.members()) ?? []).map { "\($0.key)=\($0.reader.value.plainText)" }
    return [
      "model      \(model) \(values.joined(separator: " "))",
      "task       lookback \(shape.lookback), horizon \(shape.horizon), features \(shape.features)"
        + (shape.target.map { ", target \($0)" } ?? ""),
      "columns    \(columns.time); \(columns.channels.joined(separator: ", "))"
        + (columns.roles.map { "; \(roleWords($0))" } ?? "")
        + (columns.fixed.names.isEmpty
          ? "" : "; one value a series: \(columns.fixed.names.joined(separator: ", "))"),
      "frequency  \(columns.frequency)",
      "data       \(data.path) (SHA-256 \(data.sha256))",
      "split      \(split.rule): rows \(split.rows.train), \(split.rows.validation), \(split.rows.test)",
      series.isEmpty
        ? nil
        : "series     \(TextFormatting.grouped(series.members.count))\(series.isChosen ? ", chosen by name" : ""), each divided and scaled by itself"
          + (series.fallback.map { "; those shorter than the lookback by \($0)" } ?? ""),
      joinsSeries ? "channels   the series of a long file, side by side" : nil,
      "recipe     \(recipe?.summary ?? "nothing to train"), seed \(seed)",
      "training   \(TextFormatting.count(training.epochs, "epoch")), kept the weights of epoch \(training.bestEpoch)",
    ].compactMap(\.self)
  }

  /// The columns that are no channel of the history like others.
  private func roleWords(_ roles: ColumnRoles) -> String {
    let words: [(ColumnRole, String)] = [
      (.target, "forecast"), (.past, "known in the past"), (.future, "known ahead"),
    ]
    return words.compactMap { role, word in
      let names = roles.columns(role).map { columns.channels[$0] }
      return names.isEmpty ? nil : "\(word): \(names.joined(separator: ", "))"
    }.joined(separator: "; ")
  }
}
