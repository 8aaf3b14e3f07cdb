import Studies
import Tensors
import Testing
import Training

struct SymbolicStudyTests {
  /// J₀(0) = 1, J₀(2.404825557695773) = 0 (Abramowitz and Stegun, table 9.5); the others by hand.
  @Test func formulasHaveTheirValues() {
    #expect(SymbolicFormula.bessel([0]) == 1)
    #expect(abs(SymbolicFormula.bessel([2.404825557695773 / 20])) < 1e-12)
    #expect(abs(SymbolicFormula.exponential([0.5, 0]) - 2.718281828459045) < 1e-12)
    #expect(SymbolicFormula.product([0.5, -0.25]) == -0.125)
    // sin π/2 = 1 twice, over 2: e.
    let half = 0.5.squareRoot()
    #expect(abs(SymbolicFormula.four([half, 0, 0, half]) - 2.718281828459045) < 1e-9)
  }

  @Test func aStudyOfOneWidthRunsAndLBFGSHelps() throws {
    var study = SymbolicStudy()
    (study.widths, study.trainingCount, study.testCount) = ("8", 128, 64)
    (study.epochs, study.steps, study.seedCount) = (5, 15, 1)
    let report = try StudyRun(study, in: nil, StudyContext(workers: Workers(threadCount: 2))).finished { _ in
    }
    #expect(report.failures.isEmpty && report.rows.count == 4 * 5)
    #expect(report.claims.count == 1 && report.claims[0].verdict != .open)
  }

  @Test func widthsAreRead() throws {
    var study = SymbolicStudy()
    try study.set("widths", to: "8,12")
    #expect(study.cases.count == 4 * 5 * 2 * 3)
    for text in ["", "8,", "6", "8,8", "many"] {
      #expect(throws: (any Error).self) { try study.set("widths", to: text) }
    }
  }
}
