/// Every study.
public enum StudyCatalog {
  /// The studies, in the order in which they are listed.
  public static let studies: [any Study.Type] = [
    ToyStudy.self, PeriodicStudy.self, SharpnessStudy.self, SymbolicStudy.self, ModularStudy.self,
    ScalingStudy.self,
  ]

  /// The names of all studies.
  public static var names: [String] { studies.map { $0.card.name } }

  /// The study of a name; nil if there is none.
  public static func study(named name: String) -> (any Study.Type)? {
    studies.first { $0.card.name == name }
  }
}
