import Forecasting

/// Every forecaster: one line each, in the order in which `forecast models` lists them.
///
/// ```swift
/// for type in ForecasterCatalog.forecasters {
///   print("\(type.card.name): \(type.card.summary)")
/// }
/// ```
public enum ForecasterCatalog {
  /// The types; `any` appears here and where one of them is opened, nowhere else.
  public static let forecasters: [any Forecaster.Type] = [
    LastValue.self,
    SeasonalNaive.self,
    Mean.self,
    Drift.self,
    LinearClosedForm.self,
    LinearForecaster.self,
    NLinear.self,
    DLinear.self,
    RLinear.self,
    SAMformer.self,
    FAN.self,
    FANformer.self,
    Transformer.self,
    TransformerFAN.self,
    TransformerFANGated.self,
    MLP.self,
    KAN.self,
    LSTMForecaster.self,
    Mamba.self,
    TSMixer.self,
    PatchTST.self,
    ITransformer.self,
    CycleNet.self,
  ]

  /// The names of all forecasters.
  public static var names: [String] { forecasters.map { $0.card.name } }

  /// The forecaster called `name`, nil if there is none.
  public static func forecaster(named name: String) -> (any Forecaster.Type)? {
    forecasters.first { $0.card.name == name }
  }
}
