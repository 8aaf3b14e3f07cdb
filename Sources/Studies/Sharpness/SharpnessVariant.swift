/// A variant of SAMformer or of its training: settings of the model and values of the recipe that differ from the published ones.
struct SharpnessVariant: Sendable {
  /// The name in tables.
  let name: String
  /// Settings of `samformer`.
  var settings: [(key: String, value: String)] = []
  /// Values of the recipe.
  var recipe: [(key: String, value: String)] = []
  /// Gradients that a step computes.
  var gradients = 2.0

  /// Every variant: training first, then attention.
  static let all: [SharpnessVariant] = [
    .init(name: "sam"),
    .init(name: "no sam", recipe: [("rho", "0")], gradients: 1),
    .init(name: "asam", recipe: [("isAdaptive", "true"), ("rho", "2")]),
    .init(name: "looksam", recipe: [("sam", "looksam:5:0.7")], gradients: 1.2),
    .init(name: "momentum sam", recipe: [("sam", "momentum")], gradients: 1),
    .init(name: "gsam", recipe: [("sam", "gsam:0.4")]),
    .init(name: "f-sam", recipe: [("sam", "fsam:1:0.9")]),
    .init(name: "sam of normalization", recipe: [("samParameters", "normalization")]),
    .init(name: "sam of attention", recipe: [("samParameters", "attention")]),
    .init(name: "sam of last layer", recipe: [("samParameters", "last-layer")]),
    .init(name: "random attention", settings: [("trainsAttention", "false")], gradients: 1),
    .init(name: "identity attention", settings: [("attention", "identity")]),
    .init(name: "uniform attention", settings: [("attention", "uniform")]),
    .init(name: "sigma reparam", settings: [("sigmaReparam", "true")], recipe: [("rho", "0")], gradients: 1),
    .init(name: "sam, no revin", settings: [("usesRevIN", "false")]),
    .init(name: "no sam, no revin", settings: [("usesRevIN", "false")], recipe: [("rho", "0")], gradients: 1),
    .init(
      name: "temporal attention, no sam", settings: [("attention", "temporal")], recipe: [("rho", "0")],
      gradients: 1),
  ]
}
