import Forecasting
import Optimizers
import Persistence
import Tensors
import Testing
import Training

struct RecipeTests {
  @Test func aRecipeIsReadBackEqual() throws {
    var recipe = TrainingRecipe()
    recipe.schedule = .warmUpCosine(warmUpEpochs: 7, finalFraction: 0)
    recipe.optimizer = .adamw
    recipe.loss = .huber(delta: 0.25)
    recipe.gradientLimit = 1.5
    recipe.learningRate = 0.1
    #expect(try TrainingRecipe(json: JSONReader(recipe.json)) == recipe)
  }

  @Test func schedulesAndLossesAreReadFromTheirNames() {
    #expect(LearningRateSchedule("cosine-restarts") == .cosineRestarts(period: 5, floor: 1e-6))
    #expect(LearningRateSchedule("halving:3") == .halving(firstHalvedEpoch: 3))
    #expect(LearningRateSchedule("halving:0") == nil)
    #expect(LearningRateSchedule("constant:3") == nil)
    #expect(ObjectiveChoice("huber") == .huber(delta: 1))
    #expect(ObjectiveChoice("huber:-1") == nil)
    #expect(ObjectiveChoice("rmse") == nil)
  }
}
