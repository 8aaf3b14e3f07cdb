import Optimizers
import Tensors
import Testing

struct LearningRateScheduleTests {
  private func rates(_ schedule: LearningRateSchedule, epochs: Int, first: Float = 1) -> [Float] {
    (0..<epochs).map { schedule.rate(atEpoch: $0, of: epochs, first: first) }
  }

  private func expectRates(_ schedule: LearningRateSchedule, _ expected: [Float]) {
    let ours = rates(schedule, epochs: expected.count)
    #expect(zip(ours, expected).allSatisfy { abs($0 - $1) < 1e-5 }, "\(ours)")
  }

  @Test func schedulesFollowTheirFormulas() {
    expectRates(.constant, [1, 1, 1])
    expectRates(
      .cosineRestarts(period: 5, floor: 1e-6),
      [1, 0.904_508_6, 0.654_508_8, 0.345_492_2, 0.095_492_4, 1, 0.904_508_6])
    expectRates(.halving(firstHalvedEpoch: 2), [1, 0.5, 0.25, 0.125])
    expectRates(.halving(firstHalvedEpoch: 3), [1, 1, 0.5, 0.25])
    expectRates(.warmUpCosine(warmUpEpochs: 2, finalFraction: 0), [0.5, 1, 1, 0.75, 0.25])
  }

  @Test(arguments: [Float(1e-9), 1e-6, 1e-3, 2]) func noRateIsEverAboveTheFirst(_ first: Float) {
    let schedules: [LearningRateSchedule] = [
      .constant, .cosineRestarts(period: 5, floor: 1e-6), .cosineRestarts(period: 3, floor: 1),
      .halving(firstHalvedEpoch: 1), .warmUpCosine(warmUpEpochs: 3, finalFraction: 1),
    ]
    for schedule in schedules {
      #expect(rates(schedule, epochs: 12, first: first).allSatisfy { $0 <= first && $0 >= 0 }, "\(schedule)")
    }
  }

  @Test func nothingIsLostInTheTextOfASchedule() {
    let schedules: [LearningRateSchedule] = [
      .constant, .cosineRestarts(period: 5, floor: 1e-6), .cosineRestarts(period: 7, floor: 0),
      .cosineRestarts(period: 7, floor: 2.5e-5), .halving(firstHalvedEpoch: 3),
      .warmUpCosine(warmUpEpochs: 7, finalFraction: 0), .warmUpCosine(warmUpEpochs: 7, finalFraction: 0.1),
    ]
    for schedule in schedules { #expect(LearningRateSchedule(schedule.description) == schedule) }
  }

  @Test func schedulesAreReadFromTheirNames() {
    #expect(LearningRateSchedule("cosine-restarts") == .cosineRestarts(period: 5, floor: 1e-6))
    #expect(LearningRateSchedule("halving:3") == .halving(firstHalvedEpoch: 3))
    let wrong = [
      "", "cosine", "halving:0", "halving:3:1", "constant:3", "cosine-restarts:", "cosine-restarts:5:-1",
      "cosine-restarts:5:nan", "warmup-cosine:5:1.5", "warmup-cosine:5:0:0", "cosine-restarts:9999999",
    ]
    for text in wrong { #expect(LearningRateSchedule(text) == nil, "\(text)") }
  }
}
