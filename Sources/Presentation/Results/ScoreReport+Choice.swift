import Runs
import Text

extension ScoreReport {
  /// What the model was chosen or combined from.
  var candidateTable: String {
    guard !candidates.isEmpty else { return "" }
    let rows = candidates.filter { $0.weight != nil }.map { candidate in
      [
        candidate.name, candidate.validation.map { TextFormatting.fixed($0.mseNorm) } ?? "–",
        candidate.validation.map { TextFormatting.fixed($0.maeNorm) } ?? "–",
        candidate.weight.map { TextFormatting.fixed($0) } ?? "–", TextFormatting.duration(candidate.seconds),
      ]
    }
    return TextFormatting.table([["validation", "mse_norm", "mae_norm", "weight", "fitted in"]] + rows)
      + candidateNotes + candidateSentence + "\n"
  }

  /// What limited candidates or why they were left out, those of one reason in a line.
  private var candidateNotes: String {
    let notes = candidates.compactMap(\.note)
    return notes.indices.filter { notes.firstIndex(of: notes[$0]) == $0 }.map { place in
      let names = candidates.filter { $0.note == notes[place] }.map(\.name)
      return "\(names.joined(separator: ", ")): \(notes[place])\n"
    }.joined()
  }

  /// Why the weights are as they are, in words.
  private var candidateSentence: String {
    let members = candidates.filter { ($0.weight ?? 0) > 0 }.map(\.name)
    let first = members.first ?? ""
    // Of series too many for `scum`, models that are faster are believed in.
    let believed = candidates.first { $0.name == "scum" }.map { scum in
      scum.weight == nil ? ["ets", "ces", "dotm", "auto-theta"] : ["scum"]
    }
    let prior =
      members.contains("linear-stack") && !members.contains { believed?.contains($0) ?? false }
      ? "those of the stack" : "what does well for most short series"
    return switch reason {
    case .combination where hasBetterCandidate, .single where hasBetterCandidate:
      "what has a smaller error above is not surely better on validation rows that were held back\n"
    case .tooFewRows where members.count > 1:
      "too few rows to choose on: \(members.dropLast().joined(separator: ", ")) and \(members[members.count - 1]) count alike\n"
    case .tooFewRows: "too few rows to choose on; \(first) does well for most short series\n"
    case .fewWindows:
      "few rows to choose on: weights stay close to \(prior)\n"
    case .earlierRows:
      "few validation windows: tried on the last third of the training rows too, after fits to those before it\n"
    case .combination:
      "a combination of \(members.count) does better than each alone on validation rows that were held back\n"
    case .single: "\(first) alone does best on validation rows that were held back\n"
    case .only, nil: ""
    }
  }

  /// Whether a candidate has a clearly smaller validation error than what was chosen.
  private var hasBetterCandidate: Bool {
    guard let own = validation?.mseNorm else { return false }
    return candidates.contains { candidate in candidate.validation.map { $0.mseNorm < 0.999 * own } ?? false }
  }
}
