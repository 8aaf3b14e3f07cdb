import Runs
import Training

extension Reproduction {
  /// SAMformer as its authors train it.
  static let samformer = Reproduction(
    name: "samformer", summary: "SAMformer with the published recipe and rho 0.7, lookback 512",
    lookback: 512,
    data: ["ETTh1"], seeds: [1, 2, 3],
    entries: [
      Entry(
        model: .init(name: "samformer", label: "samformer", settings: [], training: .init(), grid: []),
        table: .named("samformer-paper"), row: "SAMformer")
    ],
    tolerance:
      "On ETTh1 the limit of a cell is 2 % above what the published recipe gives in PyTorch with one rho for all cells; "
      + "elsewhere it is 5 % above the paper, which tunes rho for each cell.",
    statedLimits: [(96, 0.378), (192, 0.412), (336, 0.437), (720, 0.470)].map {
      StatedLimit(label: "samformer", data: "ETTh1", horizon: $0.0, mse: $0.1)
    },
    relativeTolerance: 0.05)

  /// Transformers with and without FAN layers, with and without normalised windows; those with FAN also at the learning rate of
  /// their released script for the transformer data, a tenth of the other's.
  static let fan = Reproduction(
    name: "fan", summary: "Transformers with and without FAN layers, lookback 96", lookback: 96,
    data: ["ETTh1"], seeds: [1],
    entries: entries(of: "fan-table-12", normalization: "instance", suffix: "")
      + entries(of: "fan-table-6", normalization: "none", suffix: "-not-normalised"),
    tolerance:
      "The paper has one seed, no deviation, and does not state its recipe: the limit is 5 % above its number. Models called "
      + "slow are trained at 1e-5, as the released script for ETT trains FAN but not the Transformer; the others at 1e-4.",
    statedLimits: [], relativeTolerance: 0.05)

  private static func entries(of table: String, normalization: String, suffix: String) -> [Entry] {
    func entry(_ name: String, _ row: String, learningRate: Float? = nil) -> Entry {
      var training = RecipeChanges()
      training.learningRate = learningRate
      return Entry(
        model: .init(
          name: name, label: name + (learningRate == nil ? "" : "-slow") + suffix,
          settings: [(key: "normalization", value: normalization)], training: training, grid: []),
        table: .named(table), row: row)
    }
    let (plain, gated) = ("Transformer with FAN", "Transformer with FAN (gated)")
    return [
      entry("transformer", "Transformer"), entry("transformer-fan", plain),
      entry("transformer-fan", plain, learningRate: 1e-5), entry("transformer-fan-gated", gated),
      entry("transformer-fan-gated", gated, learningRate: 1e-5),
    ]
  }

  /// The closed-form linear map and the naive forecast.
  static let linear = Reproduction(
    name: "linear", summary: "closed-form linear map and last value, lookback 512", lookback: 512,
    data: ["ETTh1", "ETTh2", "exchange_rate"], seeds: [1],
    entries: [
      Entry(
        model: .init(
          name: "linear-closed-form", label: "linear-closed-form",
          settings: [(key: "normalization", value: "instance")], training: .init(), grid: []),
        table: .named("closed-form"), row: "closed-form linear"),
      Entry(
        model: .init(name: "last-value", label: "last-value", settings: [], training: .init(), grid: []),
        table: .named("naive"), row: "last value"),
    ],
    tolerance:
      "Nothing is random here: the limit is 2 % above the reference, for a ridge that validation may choose otherwise.",
    statedLimits: [], relativeTolerance: 0.02)

  /// The default forecaster and the stack of linear maps, beside the best published maps.
  static let auto = Reproduction(
    name: "auto", summary: "the default forecaster and its stack of linear maps, lookback 512", lookback: 512,
    data: ["ETTh1", "ETTh2", "exchange_rate"], seeds: [1],
    entries: ["auto", "linear-stack"].map { name in
      Entry(
        model: .init(name: name, label: name, settings: [], training: .init(), grid: []),
        table: .named("searchcast"), row: "SearchCast")
    },
    tolerance:
      "Not the published models, but held against them: the limit is 2 % above the best published closed-form maps that "
      + "drop no test window.",
    statedLimits: [], relativeTolerance: 0.02)
}
