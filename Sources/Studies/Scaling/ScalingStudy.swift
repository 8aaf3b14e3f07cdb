import Layers
import Platform
import Tensors
import Training

/// FANformer's main claim: it has the loss of a Transformer with 69.2 % of the parameters, or with 20.3 % fewer tokens
/// (Dong et al. 2025, https://arxiv.org/abs/2502.21309, §4.2).
///
/// A scaled-down analogue: models of ten thousand to a hundred and fifty thousand parameters that read up to a million bytes of a text once, where
/// the article's have 0.3 to 7 billion and read hundreds of billions of tokens.
public struct ScalingStudy: Study {
  /// A file, or a folder whose files of Perl hold documentation.
  public var text = StudyText.usual
  /// Widths, separated by commas, multiples of 8.
  public var sizes = "16,24,32,48,64"
  /// Numbers of tokens, separated by commas.
  public var tokens = "62500,125000,250000,500000,1000000"
  /// The width at which tokens are varied.
  public var usualSize = 32
  /// The tokens with which widths are varied.
  public var usualTokens = 500_000
  /// Layers.
  public var layerCount = 2
  /// Attention heads.
  public var headCount = 4
  /// Tokens of a window.
  public var contextLength = 64
  /// Windows of a step.
  public var batchSize = 16
  /// The largest learning rate of AdamW.
  public var learningRate: Float = 8e-3
  /// Of AdamW.
  public var weightDecay: Float = 0.1
  /// Tokens that are scored.
  public var validationTokens = 65_536
  /// Seeds 1, 2, …
  public var seedCount = 3

  /// The sizes above.
  public init() {}

  /// What it is called.
  public static let card = StudyCard(
    name: "scaling",
    summary: "next bytes of a text: loss of FANformer and Transformer over parameters and tokens",
    source: "Dong et al. 2025, https://arxiv.org/abs/2502.21309, §4.2")

  /// One seed, few tokens.
  public static var quick: ScalingStudy {
    var study = ScalingStudy()
    (study.sizes, study.tokens) = ("16,24,32", "32768,65536,131072")
    (study.usualSize, study.usualTokens) = (16, 65_536)
    (study.validationTokens, study.seedCount) = (16_384, 1)
    return study
  }

  /// Every setting, described.
  public static let fields: [Field<Self>] = [
    .text(
      "text", \.text, "a path", "a file of text, or a folder of Perl's modules for their documentation",
      write: { $0 }, read: { $0.isEmpty ? nil : $0 }),
    .text(
      "sizes", \.sizes, "multiples of 8 from 8 to 4096, separated by commas", "widths of tokens",
      write: { $0 },
      read: { list($0) { (8...4096).contains($0) && $0.isMultiple(of: 8) } == nil ? nil : $0 }),
    .text(
      "tokens", \.tokens, "numbers from 1 to 1000000000, separated by commas", "tokens to train on",
      write: { $0 }, read: { list($0) { (1...1_000_000_000).contains($0) } == nil ? nil : $0 }),
    .integer("usualSize", \.usualSize, in: 8...4096, "the width at which tokens are varied"),
    .integer("usualTokens", \.usualTokens, in: 1...1_000_000_000, "the tokens with which widths are varied"),
    .integer("layerCount", \.layerCount, in: 1...64, "layers"),
    .integer("headCount", \.headCount, in: 1...64, "attention heads"),
    .integer("contextLength", \.contextLength, in: 2...65_536, "tokens of a window"),
    .integer("batchSize", \.batchSize, in: 1...1_000_000, "windows of a step"),
    .number("learningRate", \.learningRate, in: Float.leastNonzeroMagnitude...10, "largest rate of AdamW"),
    .number("weightDecay", \.weightDecay, in: 0...100, "of AdamW"),
    .integer("validationTokens", \.validationTokens, in: 1...1_000_000_000, "tokens that are scored"),
    .integer("seedCount", \.seedCount, in: 1...1000, "seeds of weights and windows, from 1"),
  ]

  private static func list(_ text: String, _ isAccepted: (Int) -> Bool) -> [Int]? {
    ListSetting.values(of: text) { part in Int(part).flatMap { isAccepted($0) ? $0 : nil } }
  }

  /// What is fitted: a width and a number of tokens.
  struct Cell: Hashable {
    var size: Int
    var tokenCount: Int

    var task: String { "\(size) wide, \(tokenCount) tokens" }
  }

  static let kinds: [SequenceModel.Kind] = [.transformer, .fanformer]
  /// The widths at the usual number of tokens.
  var sizeCells: [Cell] {
    (Self.list(sizes) { _ in true } ?? []).map { Cell(size: $0, tokenCount: usualTokens) }
  }
  /// The numbers of tokens at the usual width.
  var tokenCells: [Cell] {
    (Self.list(tokens) { _ in true } ?? []).map { Cell(size: usualSize, tokenCount: $0) }
  }
  /// All, each once.
  var cells: [Cell] { sizeCells + tokenCells.filter { !sizeCells.contains($0) } }

  /// The choice of widths and tokens does not change a case.
  public static let choosingKeys: Set<String> = ["sizes", "tokens", "usualSize", "usualTokens", "seedCount"]

  /// Both models for every cell and seed.
  public var cases: [StudyCase] {
    StudyCase.all(tasks: cells.map(\.task), models: Self.kinds.map(\.rawValue), seedCount: seedCount)
  }

  /// The text.
  public func files(_ context: StudyContext) -> [String] { [context.path(of: text)] }

  /// The text as tokens, in two parts.
  ///
  /// - Throws: `ConfigurationError` if there is none, or too little for the numbers of tokens.
  public func material(_ context: StudyContext) throws -> StudyText {
    let text = try StudyText(path: context.path(of: text))
    let wanted = (cells.map(\.tokenCount).max() ?? 0) + contextLength
    guard text.training.count > wanted, text.validation.count > contextLength else {
      throw ConfigurationError.invalidValue(
        key: "text", value: self.text,
        accepted: "one of more than \(wanted * 10 / 9) bytes for so many tokens: it has \(text.byteCount)")
    }
    return text
  }

  /// Runs one case.
  public func run(
    _ study: StudyCase, on text: StudyText, _ context: StudyContext
  ) throws(TrainingError) -> StudyRecord? {
    guard let cell = cells.first(where: { $0.task == study.task }),
      let kind = SequenceModel.Kind(rawValue: study.model)
    else { return nil }
    var generator = SeededGenerator(seed: study.seed, purpose: .initialisation)
    let sizes = SequenceModel.Sizes(
      tokenCount: 256, size: cell.size, layerCount: layerCount, headCount: headCount)
    var model: SequenceModel
    do { model = try SequenceModel(kind, sizes, using: &generator) } catch { throw .recipe(error) }
    let training = training(cell, of: text, seed: study.seed)
    let scored = StudyText.windowCount(of: text.validation, length: contextLength)
    let validation = StudyText.windows(
      of: text.validation, length: contextLength,
      at: 0..<max(1, min(scored, validationTokens / contextLength)))
    var fit = SequenceFit()
    (fit.batchSize, fit.learningRate, fit.weightDecay) = (batchSize, learningRate, weightDecay)
    fit.measuringEvery = max(1, fit.stepCount(examples: training.count) / 5)
    let trace = try fit.run(&model, on: training, seed: study.seed, context) { model in
      SequenceScore(of: model, on: validation, workers: context.workers).loss
    }
    guard let trace, let loss = trace.validation.y.last else { return nil }
    var record = StudyRecord(study)
    record.figures = [
      .init("loss", loss), .init("bits_per_byte", loss / Mathematics.logarithm(2)),
      .init("parameters", Double(model.parameterCount)),
      .init("tokens", Double(training.count * contextLength)), .init("text_digest", text.digest),
      .init("text_bytes", Double(text.byteCount)),
    ]
    record.curves = [trace.training, trace.validation]
    return record
  }

  /// Windows of the whole text in an order of the seed, as many as the tokens make.
  private func training(_ cell: Cell, of text: StudyText, seed: UInt64) -> TokenSequences {
    var order = Array(0..<StudyText.windowCount(of: text.training, length: contextLength))
    var generator = SeededGenerator(seed: seed, purpose: .synthesis)
    generator.shuffle(&order)
    return StudyText.windows(
      of: text.training, length: contextLength, at: order.prefix(max(1, cell.tokenCount / contextLength)))
  }
}
