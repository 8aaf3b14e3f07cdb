extension PublishedTable {
  /// The SAMformer paper's main table.
  static let samformer = PublishedTable(
    id: "samformer-paper",
    source: "Ilbert et al. 2024, https://arxiv.org/abs/2402.10198, Table 1 (mean of 5 seeds, lookback 512)",
    kind: .publication,
    note:
      "rho was tuned for each cell. The squared errors agree with the improvements that the authors' README prints to "
      + "all digits; absolute errors and deviations could not be checked against the paper.",
    results: PublishedRow.results("SAMformer", forecaster: "samformer", lookback: 512, samformerRows)
      + PublishedRow.results("Transformer (without SAM)", lookback: 512, transformerRows)
      + PublishedRow.results("TSMixer+SAM", lookback: 512, tsmixerSAMRows)
      + PublishedRow.results("TSMixer", lookback: 512, tsmixerRows))

  private static let samformerRows = [
    PublishedRow(
      data: "ETTh1", mse: [0.381, 0.409, 0.423, 0.427], mae: [0.402, 0.418, 0.425, 0.449],
      deviation: [0.003, 0.002, 0.001, 0.002]),
    PublishedRow(
      data: "ETTh2", mse: [0.295, 0.340, 0.350, 0.391], mae: [0.358, 0.386, 0.395, 0.428],
      deviation: [0.002, 0.002, 0.000, 0.001]),
    PublishedRow(
      data: "ETTm1", mse: [0.329, 0.353, 0.382, 0.429], mae: [0.363, 0.378, 0.394, 0.418],
      deviation: [0.001, 0.006, 0.001, 0.000]),
    PublishedRow(
      data: "ETTm2", mse: [0.181, 0.233, 0.285, 0.375], mae: [0.274, 0.306, 0.338, 0.390],
      deviation: [0.005, 0.002, 0.001, 0.001]),
    PublishedRow(
      data: "electricity", mse: [0.155, 0.168, 0.183, 0.219], mae: [0.252, 0.263, 0.277, 0.306],
      deviation: [0.002, 0.001, 0.000, 0.000]),
    PublishedRow(
      data: "exchange_rate", mse: [0.161, 0.246, 0.368, 1.003], mae: [0.306, 0.371, 0.453, 0.750],
      deviation: [0.007, 0.009, 0.006, 0.018]),
    PublishedRow(
      data: "traffic", mse: [0.407, 0.415, 0.421, 0.456], mae: [0.292, 0.294, 0.292, 0.311],
      deviation: [0.001, 0.005, 0.001, 0.003]),
    PublishedRow(
      data: "weather", mse: [0.197, 0.235, 0.276, 0.334], mae: [0.249, 0.277, 0.304, 0.342],
      deviation: [0.001, 0.000, 0.001, 0.000]),
  ]

  private static let transformerRows = [
    PublishedRow(
      data: "ETTh1", mse: [0.509, 0.535, 0.570, 0.601], deviation: [0.031, 0.043, 0.016, 0.036]),
    PublishedRow(
      data: "ETTh2", mse: [0.396, 0.413, 0.414, 0.424], deviation: [0.017, 0.010, 0.002, 0.009]),
    PublishedRow(
      data: "ETTm1", mse: [0.384, 0.400, 0.461, 0.463], deviation: [0.022, 0.026, 0.017, 0.046]),
    PublishedRow(
      data: "ETTm2", mse: [0.200, 0.273, 0.310, 0.426], deviation: [0.036, 0.013, 0.022, 0.025]),
    PublishedRow(data: "electricity", mse: [0.182, 0.202, 0.212, 0.238]),
    PublishedRow(
      data: "exchange_rate", mse: [0.292, 0.372, 0.494, 1.323], deviation: [0.045, 0.035, 0.033, 0.192]),
    PublishedRow(data: "traffic", mse: [0.420, 0.441, 0.501, 0.468]),
    PublishedRow(
      data: "weather", mse: [0.227, 0.256, 0.278, 0.353], deviation: [0.012, 0.018, 0.001, 0.002]),
  ]

  private static let tsmixerSAMRows = [
    PublishedRow(data: "ETTh1", mse: [0.388, 0.421, 0.430, 0.440]),
    PublishedRow(data: "ETTh2", mse: [0.305, 0.350, 0.360, 0.402]),
    PublishedRow(data: "ETTm1", mse: [0.327, 0.356, 0.387, 0.441]),
    PublishedRow(data: "ETTm2", mse: [0.190, 0.250, 0.301, 0.389]),
    PublishedRow(data: "electricity", mse: [0.171, 0.191, 0.198, 0.230]),
    PublishedRow(data: "exchange_rate", mse: [0.233, 0.342, 0.474, 1.078]),
    PublishedRow(data: "traffic", mse: [0.409, 0.433, 0.424, 0.488]),
    PublishedRow(data: "weather", mse: [0.189, 0.228, 0.271, 0.331]),
  ]

  private static let tsmixerRows = [
    PublishedRow(data: "ETTh1", mse: [0.398, 0.426, 0.435, 0.498]),
    PublishedRow(data: "ETTh2", mse: [0.308, 0.352, 0.360, 0.409]),
    PublishedRow(data: "ETTm1", mse: [0.336, 0.362, 0.391, 0.450]),
    PublishedRow(data: "ETTm2", mse: [0.211, 0.252, 0.303, 0.390]),
    PublishedRow(data: "electricity", mse: [0.173, 0.204, 0.217, 0.242]),
    PublishedRow(data: "exchange_rate", mse: [0.343, 0.342, 0.484, 1.204]),
    PublishedRow(data: "traffic", mse: [0.409, 0.637, 0.747, 0.688]),
    PublishedRow(data: "weather", mse: [0.214, 0.231, 0.279, 0.343]),
  ]

  /// The published recipe in PyTorch.
  static let samformerTorch = PublishedTable(
    id: "samformer-pytorch", source: "the published recipe run in PyTorch for this project",
    kind: .rerun, note: "rho 0.7 in all cells.",
    results: PublishedRow.results(
      "SAMformer", forecaster: "samformer", lookback: 512,
      [PublishedRow(data: "ETTh1", mse: [0.370, 0.405, 0.429, 0.461])]))

  /// Somebody's runs of the authors' TensorFlow code without SAM.
  static let samformerIssue = PublishedTable(
    id: "samformer-issue-17", source: "https://github.com/romilbert/samformer/issues/17",
    kind: .rerun, note: "The authors' TensorFlow code with SAM switched off.",
    results: PublishedRow.results(
      "Transformer (without SAM)", lookback: 512,
      [PublishedRow(data: "ETTh1", mse: [0.373, 0.439, 0.466, 0.531])]))

  /// SAMformer as a baseline of a later paper.
  static let timeStacker = PublishedTable(
    id: "timestacker", source: "TimeStacker (ICML 2025), SAMformer as a baseline", kind: .rerun, note: "",
    results: PublishedRow.results(
      "SAMformer", forecaster: "samformer", lookback: 96,
      [
        PublishedRow(data: "ETTh1", mse: [0.383, 0.438, 0.475, 0.478], mae: [0.392, 0.423, 0.445, 0.468]),
        PublishedRow(data: "ETTh2", mse: [0.289, 0.401, 0.419, 0.421], mae: [0.338, 0.398, 0.428, 0.440]),
        PublishedRow(data: "ETTm1", mse: [0.352, 0.392, 0.425, 0.490], mae: [0.374, 0.392, 0.413, 0.449]),
        PublishedRow(data: "weather", mse: [0.193, 0.242, 0.284, 0.358], mae: [0.205, 0.274, 0.309, 0.351]),
        PublishedRow(
          data: "exchange_rate", mse: [0.088, 0.176, 0.322, 0.799], mae: [0.209, 0.299, 0.414, 0.673]),
      ])
      + PublishedRow.results(
        "SAMformer", forecaster: "samformer", lookback: 336,
        [
          PublishedRow(data: "ETTh1", mse: [0.385, 0.419, 0.451, 0.454]),
          PublishedRow(data: "ETTh2", mse: [0.283, 0.360, 0.364, 0.405]),
          PublishedRow(data: "exchange_rate", mse: [0.098, 0.196, 0.347, 0.856]),
        ])
      + PublishedRow.results(
        "SAMformer", forecaster: "samformer", lookback: 720,
        [
          PublishedRow(data: "ETTh1", mse: [0.389, 0.425, 0.456, 0.467]),
          PublishedRow(data: "ETTh2", mse: [0.279, 0.360, 0.365, 0.400]),
          PublishedRow(data: "exchange_rate", mse: [0.122, 0.229, 0.385, 0.957]),
        ]))
}
