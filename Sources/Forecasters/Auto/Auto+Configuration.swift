import Forecasting
import Layers
import Persistence
import TimeSeries
import Training

extension Auto {
  /// The values that a user may set.
  public struct Configuration: ForecasterConfiguration {
    /// Who may be a member.
    public var members = Members.suiting
    /// How much work the choice may take.
    public var budget = WorkBudget(seconds: 60)
    /// How often each network is trained, from other first weights.
    public var networkSeeds = 1

    /// The defaults.
    public init() {}

    /// Every value, described.
    public static let fields: [ConfigurationField<Self>] = [
      ConfigurationField(
        "members", \.members,
        "forecasters to combine; suiting: those that suit the data",
        accepted: "suiting, or names such as ets+theta",
        encode: \.json, decode: { Members(json: $0) }),
      .text(
        "budget", \.budget, "a time such as 30s, 1m or 2h",
        "work that the choice may take, as multiply-adds that two cores do in so long", write: \.description,
        read: { WorkBudget($0) }),
      .integer(
        "networkSeeds", \.networkSeeds, in: 1...20,
        "how often each network is trained, from other first weights; each is a candidate of its own"),
    ]
  }

  /// Who may be a member of a combination.
  public enum Members: Sendable, Equatable {
    /// Those that suit the data.
    case suiting
    /// Forecasters with their default settings, by name.
    case named([String])
    /// Those that a fit has chosen.
    case fitted([StoredMember])

    /// `suiting`, names with `+` between them, or what is stored of those chosen.
    var json: JSONValue {
      switch self {
      case .suiting: .string("suiting")
      case .named(let names): .string(names.joined(separator: "+"))
      case .fitted(let members): .array(members.map(\.json))
      }
    }

    /// Reads ``json``; nil for what is none, and for forecasters that are not there.
    init?(json: JSONValue) {
      switch json {
      case .string("suiting"): self = .suiting
      case .string(let text):
        let names = text.split(separator: "+", omittingEmptySubsequences: false).map(String.init)
        guard names.allSatisfy(Self.isMember), Set(names).count == names.count else { return nil }
        self = .named(names)
      case .array(let values):
        let members = values.compactMap { StoredMember(json: JSONReader($0)) }
        guard !members.isEmpty, members.count == values.count,
          members.allSatisfy({ Self.isMember($0.model) })
        else { return nil }
        self = .fitted(members)
      default: return nil
      }
    }

    private static func isMember(_ name: String) -> Bool {
      name != Auto.card.name && ForecasterCatalog.forecaster(named: name) != nil
    }
  }

  /// What a model file says of a member, besides what it has learnt.
  public struct StoredMember: Sendable, Equatable {
    /// Name of the forecaster.
    public let model: String
    /// Rows of history that it is given.
    public let lookback: Int
    /// Its whole configuration, with what its fit has chosen.
    public let configuration: JSONValue

    init(model: String, lookback: Int, configuration: JSONValue) {
      (self.model, self.lookback, self.configuration) = (model, lookback, configuration)
    }

    var json: JSONValue {
      ["model": .string(model), "lookback": .integer(lookback), "configuration": configuration]
    }

    init?(json: JSONReader) {
      guard let model = try? json.member("model").string(),
        let lookback = try? json.member("lookback").positiveInteger(),
        let configuration = try? json.member("configuration").value
      else { return nil }
      self.init(model: model, lookback: lookback, configuration: configuration)
    }
  }
}
