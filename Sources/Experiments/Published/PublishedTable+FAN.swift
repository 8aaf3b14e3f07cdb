extension PublishedTable {
  private static let fanSource =
    "Dong et al. 2024, https://arxiv.org/abs/2410.02675 (NeurIPS 2025 version; one seed, lookback 96)"

  /// The FAN paper's forecasting table.
  static let fan = PublishedTable(
    id: "fan-table-6", source: "\(fanSource), Table 6", kind: .publication,
    note: "Windows are not normalised.",
    results: PublishedRow.results(
      "LSTM", forecaster: "lstm", lookback: 96,
      [
        PublishedRow(data: "weather", mse: [1.069, 1.090, 0.992, 1.391], mae: [0.742, 0.778, 0.727, 0.892]),
        PublishedRow(
          data: "exchange_rate", mse: [0.938, 1.241, 1.645, 1.949], mae: [0.794, 0.899, 1.048, 1.170]),
        PublishedRow(data: "traffic", mse: [0.659, 0.668, 0.644, 0.654], mae: [0.359, 0.360, 0.342, 0.351]),
        PublishedRow(data: "ETTh1", mse: [0.999, 1.059, 1.147, 1.206], mae: [0.738, 0.759, 0.820, 0.847]),
      ])
      + PublishedRow.results(
        "Mamba", forecaster: "mamba", lookback: 96,
        [
          PublishedRow(
            data: "weather", mse: [0.552, 0.700, 0.841, 1.171], mae: [0.519, 0.595, 0.667, 0.803]),
          PublishedRow(
            data: "exchange_rate", mse: [0.908, 1.328, 1.512, 2.350], mae: [0.748, 0.925, 0.992, 1.271]),
          PublishedRow(
            data: "traffic", mse: [0.666, 0.671, 0.665, 0.662], mae: [0.377, 0.381, 0.374, 0.364]),
          PublishedRow(data: "ETTh1", mse: [0.860, 0.849, 1.005, 0.994], mae: [0.697, 0.700, 0.745, 0.758]),
        ])
      + PublishedRow.results(
        "Transformer", forecaster: "transformer", lookback: 96,
        [
          PublishedRow(
            data: "weather", mse: [0.413, 0.582, 0.751, 0.967], mae: [0.438, 0.540, 0.626, 0.715]),
          PublishedRow(
            data: "exchange_rate", mse: [0.777, 1.099, 1.614, 2.163], mae: [0.681, 0.800, 1.029, 1.204]),
          PublishedRow(
            data: "traffic", mse: [0.656, 0.672, 0.673, 0.701], mae: [0.357, 0.363, 0.360, 0.380]),
          PublishedRow(data: "ETTh1", mse: [1.139, 1.373, 1.261, 1.056], mae: [0.853, 0.932, 0.924, 0.819]),
        ])
      + PublishedRow.results(
        "Transformer with FAN (gated)", lookback: 96,
        [
          PublishedRow(
            data: "weather", mse: [0.292, 0.535, 0.637, 0.845], mae: [0.380, 0.550, 0.602, 0.706]),
          PublishedRow(
            data: "exchange_rate", mse: [0.685, 0.998, 1.511, 1.658], mae: [0.644, 0.757, 0.961, 1.104]),
          PublishedRow(
            data: "traffic", mse: [0.647, 0.649, 0.665, 0.682], mae: [0.355, 0.353, 0.358, 0.369]),
          PublishedRow(data: "ETTh1", mse: [0.842, 0.885, 0.980, 1.002], mae: [0.736, 0.748, 0.770, 0.798]),
        ])
      + PublishedRow.results(
        "Transformer with FAN", lookback: 96,
        [
          PublishedRow(
            data: "weather", mse: [0.313, 0.472, 0.719, 0.732], mae: [0.431, 0.525, 0.581, 0.670]),
          PublishedRow(
            data: "exchange_rate", mse: [0.657, 0.968, 1.266, 1.857], mae: [0.623, 0.741, 0.905, 1.145]),
          PublishedRow(
            data: "traffic", mse: [0.643, 0.657, 0.656, 0.673], mae: [0.347, 0.354, 0.353, 0.363]),
          PublishedRow(data: "ETTh1", mse: [0.873, 0.914, 0.999, 1.031], mae: [0.707, 0.741, 0.793, 0.818]),
        ]))

  /// The FAN paper's table with instance normalisation.
  static let fanNormalized = PublishedTable(
    id: "fan-table-12", source: "\(fanSource), Table 12", kind: .publication,
    note: "Windows are normalised to mean 0 and deviation 1.",
    results: PublishedRow.results(
      "Transformer", lookback: 96,
      [
        PublishedRow(
          data: "weather", mse: [0.1772, 0.2438, 0.3077, 0.4253], mae: [0.2301, 0.2844, 0.3267, 0.3982]),
        PublishedRow(
          data: "exchange_rate", mse: [0.1433, 0.2563, 0.5273, 1.7401], mae: [0.2653, 0.3552, 0.5218, 0.9273]),
        PublishedRow(data: "traffic", mse: [0.6160, 0.6329, 0.6369, 0.6555]),
        PublishedRow(
          data: "ETTh1", mse: [0.3881, 0.5766, 0.5782, 0.5841], mae: [0.4097, 0.4999, 0.5100, 0.5230]),
      ])
      + PublishedRow.results(
        "Transformer with FAN (gated)", lookback: 96,
        [
          PublishedRow(
            data: "weather", mse: [0.1864, 0.2445, 0.3156, 0.3909], mae: [0.2352, 0.2834, 0.3320, 0.3782]),
          PublishedRow(
            data: "exchange_rate", mse: [0.1157, 0.2539, 0.4329, 1.5783],
            mae: [0.2452, 0.3611, 0.4891, 0.9303]),
          PublishedRow(data: "traffic", mse: [0.6030, 0.6239, 0.6416, 0.6645]),
          PublishedRow(
            data: "ETTh1", mse: [0.4082, 0.4695, 0.5556, 0.5070], mae: [0.4292, 0.4514, 0.5012, 0.4943]),
        ])
      + PublishedRow.results(
        "Transformer with FAN", lookback: 96,
        [
          PublishedRow(
            data: "weather", mse: [0.1756, 0.2327, 0.3118, 0.4113], mae: [0.2247, 0.2760, 0.3291, 0.3906]),
          PublishedRow(
            data: "exchange_rate", mse: [0.1436, 0.2651, 0.5092, 1.0599],
            mae: [0.2666, 0.3757, 0.5326, 0.7657]),
          PublishedRow(data: "traffic", mse: [0.6109, 0.6258, 0.6200, 0.6412]),
          PublishedRow(
            data: "ETTh1", mse: [0.3833, 0.5039, 0.5417, 0.5272], mae: [0.4149, 0.4640, 0.4940, 0.4951]),
        ]))
}
