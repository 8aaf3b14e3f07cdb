import Datasets
import Studies
import Tensors
import TestSupport
import Testing
import TimeSeries
import Training

struct SharpnessStudyTests {
  @Test func everyVariantLeavesErrorCostAndSharpness() throws {
    let folder = try TemporaryFolder()
    try SyntheticDataset.etth.write(to: folder.file("f.csv"), rows: 900, seed: 1)
    var study = SharpnessStudy()
    (study.data, study.variants) = (folder.file("f.csv"), "all")
    (study.lookback, study.horizon, study.epochs, study.seedCount) = (24, 6, 1, 1)
    (study.hessianSteps, study.hessianWindows) = (3, 32)
    let report = try StudyRun(study, in: nil, StudyContext(workers: Workers(threadCount: 2))).finished { _ in
    }
    #expect(report.failures.isEmpty && report.rows.count == study.cases.count)
    let texts = report.rows.map { $0.map(\.text) }
    #expect(texts.allSatisfy { !$0.contains("–") && !$0.contains("nan") }, "\(texts)")
    #expect(report.claims.count == 5)
  }

  @Test func variantsAreChosenByName() throws {
    var study = SharpnessStudy()
    try study.set("variants", to: "sam;gsam")
    #expect(study.cases.map(\.model) == ["sam", "sam", "sam", "gsam", "gsam", "gsam"])
    #expect(throws: (any Error).self) { try study.set("variants", to: "sam;sum") }
  }
}
