import Studies
import Tensors
import Testing
import Training

struct AdditionTaskTests {
  /// By hand.
  @Test func answersAreSums() {
    #expect(AdditionTask.modular.answer(to: .init(56, 56)) == 112)
    #expect(AdditionTask.modular.answer(to: .init(57, 56)) == 0)
    #expect(AdditionTask.modular.answer(to: .init(112, 112)) == 111)
    #expect(AdditionTask.linear.answer(to: .init(0, 0)) == 3)
    #expect(AdditionTask.linear.answer(to: .init(99, 99)) == 300)
    #expect(AdditionTask.linear.answer(to: .init(1, 10)) == 24)
  }

  @Test(arguments: [(AdditionTask.modular, 12_769, 46...66), (.linear, 10_000, 40...60)])
  func theHoleIsASquareInTheMiddle(_ task: AdditionTask, _ count: Int, _ range: ClosedRange<Int>) {
    let pairs = task.pairs
    let hole = pairs.filter { task.distance(of: $0) <= 0 }
    #expect(pairs.count == count && Set(pairs).count == count && hole.count == 441)
    #expect(hole.allSatisfy { range.contains($0.a) && range.contains($0.b) })
    #expect(pairs.allSatisfy { (0..<task.classCount).contains(task.answer(to: $0)) })
    #expect(task.distance(of: .init(task.centre, task.centre)) == -10)
    #expect(task.distance(of: .init(range.lowerBound, task.centre)) == 0)
    #expect(task.distance(of: .init(range.upperBound + 1, task.centre)) == 1)
  }

  /// Nothing of the hole is trained on, everything else is trained on or held back, and every number is trained on.
  @Test(arguments: AdditionTask.allCases)
  func partsAreThePairsOutsideTheHole(_ task: AdditionTask) {
    let (training, validation) = task.parts(validationShare: 0.05)
    let outside = Set(task.pairs.filter { task.distance(of: $0) > 0 })
    #expect(validation.count == Int(0.05 * Double(outside.count)))
    #expect(Set(training).isDisjoint(with: validation) && Set(training + validation) == outside)
    #expect(training.count + validation.count == outside.count)
    #expect(Set(training.map(\.a)).count == task.numberCount)
    #expect(Set(training.map(\.b)).count == task.numberCount)
  }
}

struct ModularStudyTests {
  private var tiny: ModularStudy {
    var study = ModularStudy()
    (study.size, study.headCount, study.epochs, study.seedCount) = (8, 2, 1, 1)
    (study.batchSize, study.validationShare, study.tasks) = (512, 0.7, "linear")
    return study
  }

  @Test func aStudyOfAFewStepsLeavesMapsAndIsTheSameOnAnyNumberOfThreads() throws {
    let reports = try [1, 3].map { threads in
      try StudyRun(tiny, in: nil, StudyContext(workers: Workers(threadCount: threads))).finished { _ in }
    }
    let report = reports[0]
    #expect(report.failures.isEmpty && report.missingCount == 0 && report.rows.count == 4)
    // All but the seconds.
    #expect(report.rows.map { $0.dropLast() } == reports[1].rows.map { $0.dropLast() })
    #expect(report.galleries[0].maps.count == 4 && report.galleries[0].maps[0].rows.count == 100)
    #expect(report.galleries[1].charts[0].lines.count == 4)
  }

  /// Figures that say what the article says, and figures that say the contrary.
  @Test func theVerdictsFollowTheFigures() {
    var study = ModularStudy()
    study.seedCount = 1
    func claims(transformer: Double, fanformer: Double, around: Double = 0.99) -> [StudyReport.Verdict] {
      let records = study.cases.map { one -> StudyRecord in
        var record = StudyRecord(one)
        let inside = one.model == "fanformer" ? fanformer : transformer
        record.figures = [.init("validation_accuracy", around), .init("hole_accuracy", inside)]
        return record
      }
      return study.report(records).claims.map(\.verdict)
    }
    #expect(claims(transformer: 0.1, fanformer: 0.97) == [.reproduced, .reproduced, .reproduced])
    #expect(claims(transformer: 1, fanformer: 0.5) == [.notReproduced, .notReproduced, .notReproduced])
    // Who has not learnt the sums has no hole in them.
    #expect(claims(transformer: 0, fanformer: 0, around: 0.1) == [.open, .open, .open])
    #expect(study.report([]).claims.map(\.verdict) == [.open, .open, .open])
  }

  @Test func tasksAreChosenByName() throws {
    var study = ModularStudy()
    #expect(study.cases.count == 2 * 4 * 3)
    try study.set("tasks", to: "linear")
    #expect(Set(study.cases.map(\.task)) == ["linear"])
    #expect(throws: (any Error).self) { try study.set("tasks", to: "linear,linear") }
  }
}
