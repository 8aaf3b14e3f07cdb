import Layers
import Optimizers
import Persistence
import Tensors
import Testing
import Training

struct RecipeTests {
  @Test func aRecipeIsReadBackEqual() throws {
    var recipe = TrainingRecipe()
    recipe.schedule = .warmUpCosine(warmUpEpochs: 7, finalFraction: 0.25)
    recipe.optimizer = .adamw
    recipe.loss = .huber(delta: 0.25)
    recipe.gradientLimit = 1.5
    recipe.averaging = .exponential(decay: 0.9)
    recipe.learningRate = 0.1
    #expect(try TrainingRecipe(json: JSONReader(recipe.json)) == recipe)
    #expect(try TrainingRecipe(json: JSONReader(JSONValue(parsing: recipe.json.text()))) == recipe)
  }

  @Test func numbersMayBeginWithAPoint() throws {
    var changes = FieldChanges<TrainingRecipe>()
    try changes.set("rho", to: ".25")
    #expect(changes.applied(to: TrainingRecipe()).rho == 0.25)
    for text in [".", "-.5", "inf", "nan", "0x1p3"] {
      #expect(throws: ConfigurationError.self, "\(text)") { try changes.set("rho", to: text) }
    }
  }

  /// A recipe that shortens gradients can be told not to.
  @Test func anOptionalNumberIsRemovedByNone() throws {
    var recipe = TrainingRecipe()
    for text in ["none", "null"] {
      recipe.gradientLimit = 1
      try recipe.set("gradientLimit", to: text)
      #expect(recipe.gradientLimit == nil, "\(text)")
    }
    #expect(throws: ConfigurationError.self) { try recipe.set("gradientLimit", to: "no") }
  }

  /// Runs are named by the digest of this text.
  @Test func theTextOfARecipeStays() {
    var recipe = TrainingRecipe()
    recipe.schedule = .cosineRestarts(period: 5, floor: 1e-6)
    #expect(
      recipe.json.text()
        == #"{"epochs":100,"batchSize":32,"learningRate":0.001,"schedule":"cosine-restarts:5","patience":5,"#
        + #""optimizer":"adam","weightDecay":0.0,"rho":0.0,"isAdaptive":false,"loss":"mse","gradientLimit":null,"#
        + #""averaging":null}"#
    )
  }

  private static let refused: [(key: String, value: JSONValue)] = [
    ("epochs", -1), ("epochs", 1_000_001), ("batchSize", 0), ("batchSize", 1.5), ("learningRate", 0),
    ("learningRate", -1), ("learningRate", 1e300), ("schedule", "cosine-restarts:0"),
    ("schedule", "warmup-cosine:5:2"), ("patience", 0), ("optimizer", "adm"), ("weightDecay", -1),
    ("rho", -0.5),
    ("isAdaptive", "yes"), ("loss", "huber:0"), ("gradientLimit", 0), ("averaging", "ema:1"),
    ("averaging", "swa:0"), ("averaging", "mean"), ("noSuchKey", 1),
  ]

  @Test(arguments: refused)
  func whatIsOutOfBoundsIsRefusedInFilesAndText(_ key: String, _ value: JSONValue) throws {
    guard case .object(var object) = TrainingRecipe().json else { return }
    object[key] = value
    let error = #expect(throws: ConfigurationError.self) {
      try TrainingRecipe(json: JSONReader(.object(object)))
    }
    #expect(error?.description.contains(key) == true)
    var changes = FieldChanges<TrainingRecipe>()
    #expect(throws: ConfigurationError.self) { try changes.set(key, to: value.text()) }
    #expect(changes == FieldChanges())
  }

  @Test(
    arguments: [
      { $0.batchSize = 0 }, { $0.patience = 0 }, { $0.epochs = -1 }, { $0.learningRate = .nan },
      { $0.rho = -1 },
      { $0.weightDecay = .infinity }, { $0.gradientLimit = 0 },
      { $0.averaging = .exponential(decay: 1) }, { $0.averaging = .stochastic(firstEpoch: 0) },
      { $0.schedule = .cosineRestarts(period: 0, floor: 0) }, { $0.schedule = .halving(firstHalvedEpoch: 0) },
      { $0.schedule = .warmUpCosine(warmUpEpochs: 1, finalFraction: 3) },
    ] as [@Sendable (inout TrainingRecipe) -> Void])
  func whatIsOutOfBoundsInSwiftIsRefusedBeforeAnythingIsTrained(
    _ change: @Sendable (inout TrainingRecipe) -> Void
  ) {
    var recipe = TrainingRecipe()
    change(&recipe)
    var model = LineModel()
    let plan = TrainingPlan(recipe: recipe, seed: 1, workers: Workers(threadCount: 1))
    let points = LinePoints(count: 8)
    let error = #expect(throws: TrainingError.self) {
      try Trainer(plan, TrainingControl()).fit(
        &model, on: points, validatedBy: points.validation(of: LineModel.self))
    }
    guard case .recipe = error else {
      Issue.record("\(error.map { "\($0)" } ?? "nothing thrown")")
      return
    }
  }

  @Test func changesReplaceTheirOwnMembersOnly() throws {
    var (first, second) = (FieldChanges<TrainingRecipe>(), FieldChanges<TrainingRecipe>())
    first.epochs = 3
    try first.set("loss", to: "mae")
    second.epochs = 4
    try second.set("gradientLimit", to: "2")
    var published = TrainingRecipe()
    published.learningRate = 0.5
    let changed = first.overridden(by: second).applied(to: published)
    #expect(changed.epochs == 4 && changed.loss == .absoluteError && changed.gradientLimit == 2)
    #expect(changed.learningRate == 0.5 && changed.batchSize == published.batchSize)
    first.epochs = nil
    #expect(first.epochs == nil && first.loss == .absoluteError && first.rho == nil)
  }

  @Test func lossesAreReadFromTheirNames() {
    #expect(ObjectiveChoice("huber") == .huber(delta: 1))
    #expect(ObjectiveChoice("huber:-1") == nil)
    #expect(ObjectiveChoice("rmse") == nil)
  }
}
