import ArgumentParser
import Forecasters
import Layers
import Runs
import Training

/// The values of the training recipe; what each means and accepts is said by `TrainingRecipe.fields`.
struct TrainingOptions: ParsableArguments {
  @Option(help: .recipe("epochs", "n"))
  var epochs: String?

  @Option(help: .recipe("batchSize", "n"))
  var batchSize: String?

  @Option(help: .recipe("learningRate", "rate"))
  var learningRate: String?

  @Option(help: .recipe("schedule", "schedule"))
  var schedule: String?

  @Option(help: .recipe("patience", "n"))
  var patience: String?

  @Option(help: .recipe("optimizer", "name"))
  var optimizer: String?

  @Option(help: .recipe("weightDecay", "lambda"))
  var weightDecay: String?

  @Option(help: .recipe("rho", "rho"))
  var rho: String?

  @Flag(help: .recipe("isAdaptive"))
  var adaptive = false

  @Option(help: .recipe("sam", "form"))
  var sam: String?

  @Option(help: .recipe("samParameters", "part"))
  var samParameters: String?

  @Option(help: .recipe("loss", "loss"))
  var loss: String?

  @Option(
    help: ArgumentHelp(
      "Probabilities of the quantiles that --loss quantile learns. (default: 0.1,0.5,0.9)",
      valueName: "0.1,0.5,0.9"))
  var quantiles: String?

  @Option(help: .recipe("gradientLimit", "norm"))
  var clip: String?

  @Option(help: .recipe("averaging", "mean"))
  var averaging: String?

  func validate() throws {
    if quantiles != nil, let loss, loss.hasPrefix("quantile:") {
      throw ValidationError("--loss \(loss) names its quantiles itself; leave out --quantiles")
    }
    if quantiles != nil, loss != "quantile" {
      throw ValidationError("--quantiles needs --loss quantile, which learns them")
    }
    let changes = try changes()
    try idleOption(rho: changes.rho, epochs: changes.epochs)?.refuseArguments()
  }

  /// The first option that would change nothing.
  ///
  /// - Parameters:
  ///   - rho: The radius of the recipe; nil if it is not known yet.
  ///   - epochs: Its epochs; nil if they are not known yet.
  func idleOption(rho: Float?, epochs: Int?) throws -> IdleOption? {
    if adaptive, rho == 0 {
      return IdleOption(
        "--adaptive scales the radius of SAM, which is 0; give one with --rho, or leave it out")
    }
    if let epochs, epochs > 0, case .stochastic(let first)?? = try changes().averaging, first > epochs {
      return IdleOption(
        "--averaging swa:\(first) begins behind the last epoch, \(epochs); name an earlier one, or train longer with "
          + "--epochs")
    }
    return nil
  }

  /// The values that were given, read as the recipe's fields say.
  func changes() throws -> RecipeChanges {
    var changes = RecipeChanges()
    for (key, option, text) in try given() {
      guard let text else { continue }
      do { try changes.set(key, to: text) } catch .invalidValue(_, let value, let accepted) {
        throw ValidationError("\(option) \(value) is not accepted; use \(accepted)")
      }
    }
    return changes
  }

  /// Runs `body`; where it finds nothing to train, the refusal names the options that were given.
  ///
  /// - Parameter others: Other options that are about training, with whether they were given.
  func naming<Result>(besides others: [String: Bool] = [:], _ body: () throws -> Result) throws -> Result {
    do { return try body() } catch RequestError.nothingToTrain(let models) {
      let names =
        (try given().filter { $0.text != nil }.map(\.option) + others.filter(\.value).map(\.key).sorted())
        .joined(separator: ", ")
      throw CommandFailure(
        .usage,
        models == [Auto.card.name]
          ? "\(names): options of training belong to one model; name it, as in --model samformer"
          : "\(RequestError.nothingToTrain(models: models)) (\(names))")
    }
  }

  /// The loss with what belongs to it.
  private var lossText: String? {
    get throws {
      guard let loss, let quantiles else { return loss }
      let probabilities = try QuantileList(quantiles).probabilities.map { "\($0)" }
      return "\(loss):\(probabilities.joined(separator: ","))"
    }
  }

  private func given() throws -> [(key: String, option: String, text: String?)] {
    [
      ("epochs", "--epochs", epochs), ("batchSize", "--batch-size", batchSize),
      ("learningRate", "--learning-rate", learningRate), ("schedule", "--schedule", schedule),
      ("patience", "--patience", patience), ("optimizer", "--optimizer", optimizer),
      ("weightDecay", "--weight-decay", weightDecay), ("rho", "--rho", rho),
      ("isAdaptive", "--adaptive", adaptive ? "true" : nil), ("sam", "--sam", sam),
      ("samParameters", "--sam-parameters", samParameters),
      ("loss", "--loss", try lossText),
      ("gradientLimit", "--clip", clip), ("averaging", "--averaging", averaging),
    ]
  }
}

extension ArgumentHelp {
  /// What the field of a recipe means, and its choices if it has some.
  fileprivate static func recipe(_ key: String, _ valueName: String? = nil) -> ArgumentHelp {
    guard let field = TrainingRecipe.fields.first(where: { $0.key == key }) else {
      preconditionFailure("a recipe has no \(key)")
    }
    let sentence = field.summary.prefix(1).uppercased() + field.summary.dropFirst()
    let choices = valueName != nil && field.accepted.contains(" | ") ? ": \(field.accepted)" : ""
    // A flag has no value that the model could have instead.
    let usual = valueName == nil ? "" : " (default: the model's)"
    return ArgumentHelp("\(sentence)\(choices).\(usual)", valueName: valueName)
  }
}
