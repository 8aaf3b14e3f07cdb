import LinearMaps
import Testing

/// What gains show of the next one.
@Suite struct ShownGainTests {
  /// The mean, 0.1, is two standard errors.
  @Test func theStandardErrorOfTheMeanDecides() {
    let spread = 0.75.squareRoot() * 0.1
    let four = [0.1 - spread, 0.1 - spread, 0.1 + spread, 0.1 + spread]
    #expect(abs(ShownGain.part(four, from: 1, to: 3) - 0.5) < 1e-12)
    #expect(ShownGain.part(four, from: 2.1, to: 3) == 0)
    #expect(ShownGain.part(four, from: 0, to: 1.9) == 1)
  }

  @Test func gainsThatAreAllAlikeShowThemselves() {
    #expect(ShownGain.part([0.1, 0.1, 0.1], from: 1, to: 2) == 1)
    #expect(ShownGain.part([0, 0, 0], from: 1, to: 2) == 0)
    #expect(ShownGain.part([-0.1, -0.1], from: 1, to: 2) == 0)
    #expect(ShownGain.part([-0.1], from: 1, to: 2) == 1)
  }

  @Test func noGainIsOfAnySize() {
    #expect(ShownGain.of(0, over: 1) == 0.25 && ShownGain.of(9, over: 1) == -0.25)
    #expect(abs(ShownGain.of(1, over: 1.1) - 0.0953) < 1e-4)
    #expect(ShownGain.of(0, over: 0) == 0 && ShownGain.of(1, over: 0) == 0)
  }
}
