import Experiments
import Persistence
import Platform
import Studies
import Tensors
import TestSupport
import Testing
import Training

struct LinearRegressionTests {
  /// Four points by hand: slope 4/5 with residuals .2, −.6, .6, −.2, so σ² = .4, and Σ(x − x̄)² = 5.
  @Test func errorsAreThoseByHand() throws {
    let fit = try #require(
      LinearRegression([[1, 0], [1, 1], [1, 2], [1, 3]], [1, 1, 3, 3]))
    #expect(abs(fit.coefficients[0] - 0.8) < 1e-12 && abs(fit.coefficients[1] - 0.8) < 1e-12)
    let slope = fit.interval(of: 1)
    // t of 97.5 % with two degrees of freedom is 4.302653.
    let reach = 4.302653 * (0.4 / 5.0).squareRoot()
    #expect(abs(slope.high - slope.value - reach) < 1e-6 && abs(slope.value - slope.low - reach) < 1e-6)
    #expect(LinearRegression([[1, 0], [1, 1]], [1, 2]) == nil)
    #expect(LinearRegression([[1, 1], [1, 1], [1, 1]], [1, 2, 3]) == nil)
  }
}

struct ScalingLawTests {
  /// Losses that follow `x^−0.1` exactly; the rival needs three fifths of the size.
  @Test func anExactLawIsFound() throws {
    let points = [1e4, 3e4, 1e5, 3e5].flatMap { size in
      [false, true].map { isRival in
        ScalingLaw.Point(
          size: size, loss: 5 * Mathematics.power(isRival ? size / 0.6 : size, -0.1), isRival: isRival)
      }
    }
    let law = try #require(ScalingLaw(points))
    #expect(abs(law.share.value - 0.6) < 1e-6 && law.share.high - law.share.low < 1e-5)
    #expect(abs(law.exponents.model.value - 0.1) < 1e-9 && abs(law.exponents.rival.value - 0.1) < 1e-9)
    #expect(ScalingLaw(points.filter { !$0.isRival }) == nil && ScalingLaw([]) == nil)
  }

  /// One seed in which one is ahead by chance tells nothing: 1 is within the interval.
  @Test func noiseWidensTheInterval() throws {
    let noise = [0.02, -0.02, 0.015, -0.01, -0.015, 0.01, -0.02, 0.02]
    let points = noise.enumerated().map { index, noise in
      let size = [1e4, 3e4, 1e5, 3e5][index / 2]
      return ScalingLaw.Point(
        size: size, loss: 5 * Mathematics.power(size, -0.1) * (1 + noise), isRival: index % 2 == 1)
    }
    let share = try #require(ScalingLaw(points)).share
    #expect(share.low < 1 && share.high > 1 && share.low < share.value && share.value < share.high)
  }
}

struct StudyTextTests {
  @Test func everyTenthStretchIsHeldBack() {
    let bytes = (0..<8_192 * 21 + 5).map { (place: Int) -> UInt8 in UInt8(place / 8_192) }
    let text = StudyText(bytes)
    #expect(Set(text.validation) == [9, 19] && text.validation.count == 2 * 8_192)
    #expect(text.training.count + text.validation.count == bytes.count && text.training.last == 21)
  }

  /// A twentieth is a stretch, so that there is something to score on.
  @Test func aShortTextHasTwoStretchesToScoreOn() {
    let bytes = (0..<200).map { UInt8($0) }
    #expect(StudyText(bytes).validation == Array(bytes[90..<100] + bytes[190..<200]))
  }

  @Test func documentationIsWhatStandsBetweenItsMarks() {
    let source = "use strict;\n=head1 NAME\n\nA thing\n\n=over 4\n\n=cut\n\nmy $x =\n=1;\n=pod\n\nMore\n"
    let text = String(decoding: StudyText.documentation(of: Array(source.utf8)), as: UTF8.self)
    #expect(text == "=head1 NAME\n\nA thing\n\n=over 4\n\n=pod\n\nMore\n\n")
  }

  /// Each byte with the one that follows it, also over the end of a window.
  @Test func windowsStandBesideEachOther() {
    let bytes: [UInt8] = [1, 2, 3, 4, 5, 6, 7]
    #expect(StudyText.windowCount(of: bytes, length: 3) == 2)
    let windows = StudyText.windows(of: bytes, length: 3, at: [1, 0])
    #expect(windows.sequences == [[4, 5, 6], [1, 2, 3]] && windows.classes == [[5, 6, 7], [2, 3, 4]])
  }

  @Test func aTextThatIsMissingIsNamedWithItsPackage() {
    let error = #expect(throws: (any Error).self) { try StudyText(path: "/nowhere/text") }
    let sentence = error.map { "\($0)" } ?? ""
    #expect(sentence.contains("/nowhere/text") && sentence.contains("apt-get install perl-modules-5.36"))
  }

  @Test func aFolderIsReadInTheOrderOfItsNames() throws {
    let folder = try TemporaryFolder()
    try Folder.create(folder.path + "/b")
    for (name, text) in [
      ("c.pod", "=head1 C\n"), ("b/a.pm", "1;\n=head1 A\n=cut\n"), ("d.txt", "=head1 D\n"),
    ] {
      try AtomicFile.write(text, to: "\(folder.path)/\(name)")
    }
    let text = try StudyText(path: folder.path)
    let whole = StudyText(Array("=head1 A\n=head1 C\n\n".utf8))
    #expect(text.training == whole.training && text.validation == whole.validation)
  }
}

struct ScalingStudyTests {
  private func study(_ folder: borrowing TemporaryFolder) throws -> ScalingStudy {
    let text = (0..<4_000).map { "line \($0 % 37) of a text that repeats\n" }.joined()
    try AtomicFile.write(text, to: folder.path + "/text")
    var study = ScalingStudy()
    (study.text, study.sizes, study.tokens) = (folder.path + "/text", "8,16", "512,1024")
    (study.usualSize, study.usualTokens, study.headCount) = (8, 1_024, 2)
    (study.contextLength, study.batchSize, study.validationTokens, study.seedCount) = (16, 4, 512, 2)
    return study
  }

  @Test func aStudyOfAFewTokensFitsItsLaws() throws {
    let folder = try TemporaryFolder()
    let study = try study(folder)
    #expect(study.cases.count == 3 * 2 * 2)  // The cell of both sweeps counts once.
    let reports = try [1, 3].map { threads in
      try StudyRun(study, in: nil, StudyContext(workers: Workers(threadCount: threads))).finished { _ in }
    }
    let report = reports[0]
    #expect(report.failures.isEmpty && report.rows.count == 6 && report.claims.count == 3)
    #expect(report.rows.map { $0.dropLast() } == reports[1].rows.map { $0.dropLast() })
    #expect(report.claims.allSatisfy { $0.verdict != .open })
    #expect(report.introduction.contains { $0.contains("SHA-256") && $0.contains("analogue") == false })
    #expect(report.galleries[0].charts.count == 2)
  }

  /// The path of a text says nothing of what is in it.
  @Test func recordsOfATextThatHasChangedAreRefused() throws {
    let folder = try TemporaryFolder()
    var study = try study(folder)
    (study.sizes, study.tokens, study.seedCount) = ("8", "512", 1)
    let records = StudyFolder(folder.path + "/records")
    let run = StudyRun(study, in: records, StudyContext(workers: Workers(threadCount: 2)))
    let report = try run.finished { _ in }
    #expect(report.missingCount == 0)
    #expect(try run.finished { _ in }.rows == report.rows)
    try AtomicFile.write(String(repeating: "another text\n", count: 10_000), to: study.text)
    let error = #expect(throws: RecordError.self) { try run.finished { _ in } }
    #expect(error?.problem.contains("of data that have changed") == true)
    // Without the text its records are all there is to show.
    try Paths.removeIfPresent(study.text)
    #expect(try run.finished { _ in }.rows == report.rows)
  }

  @Test func tooShortATextIsRefusedBeforeAnythingIsRun() throws {
    let folder = try TemporaryFolder()
    var study = try study(folder)
    study.tokens = "512,1000000"
    let context = StudyContext(workers: Workers(threadCount: 1))
    let error = #expect(throws: (any Error).self) {
      try StudyRun(study, in: nil, context).finished { _ in }
    }
    #expect(error.map { "\($0)" }?.contains("more than") == true)
  }

  /// Figures of exact laws: with the share of the article the claim is reproduced, with none it is not.
  @Test func theVerdictsFollowTheFigures() {
    let study = ScalingStudy()
    func verdicts(_ share: Double) -> [StudyReport.Verdict] {
      let records = study.cases.enumerated().map { index, one -> StudyRecord in
        var record = StudyRecord(one)
        let words = one.task.split(separator: " ")
        let (width, tokens) = (Double(words[0]) ?? 0, Double(words[2]) ?? 0)
        let factor = one.model == "fanformer" ? 1 / share : 1
        let loss = Mathematics.power(width * width * factor, -0.1) * Mathematics.power(tokens * factor, -0.1)
        record.figures = [
          .init("loss", loss * (1 + 0.001 * Double(index % 3))), .init("parameters", width * width),
          .init("tokens", tokens),
        ]
        return record
      }
      return study.report(records).claims.map(\.verdict)
    }
    // The share acts on parameters and on tokens: its square is what a sweep of one of them sees.
    #expect(verdicts(0.692.squareRoot())[0] == .reproduced)
    #expect(verdicts(0.797.squareRoot())[1] == .reproduced)
    #expect(verdicts(0.3)[0] == .partly)
    #expect(verdicts(1.1) == [.notReproduced, .notReproduced, .notReproduced])
    #expect(study.report([]).claims.map(\.verdict) == [.open, .open, .open])
  }
}
