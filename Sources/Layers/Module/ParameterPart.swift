/// A part of a model's parameters, told by their names.
public enum ParameterPart: String, Sendable, CaseIterable {
  /// Every parameter.
  case all
  /// Gains and offsets of normalisations: below a name that holds `norm` or is `revin`.
  case normalization
  /// What attention layers learn: below a name that holds `attention`, or of SAMformer's `compute_…`.
  case attention
  /// The map that makes the forecast: below `linear_forecaster`, `head` or `projection`.
  case lastLayer = "last-layer"

  /// Whether a parameter of a full name such as `encoder.0.norm1.weight` belongs to the part.
  public func contains(_ name: String) -> Bool {
    let names = name.split(separator: ".").dropLast()
    switch self {
    case .all: return true
    case .normalization: return names.contains { $0 == "revin" || $0.contains("norm") }
    case .attention: return names.contains { $0.contains("attention") || $0.hasPrefix("compute_") }
    case .lastLayer:
      return names.first.map { ["linear_forecaster", "head", "projection"].contains($0) } ?? false
    }
  }
}
