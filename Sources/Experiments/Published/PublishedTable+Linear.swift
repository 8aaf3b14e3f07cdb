extension PublishedTable {
  /// Linear models and the naive forecast.
  static let ltsfLinear = PublishedTable(
    id: "ltsf-linear", source: "Zeng et al. 2023, https://github.com/cure-lab/LTSF-Linear (lookback 336)",
    kind: .publication, note: "The last incomplete batch of test windows is left out there.",
    results: PublishedRow.results(
      "NLinear", forecaster: "nlinear", lookback: 336,
      [
        PublishedRow(data: "ETTh1", mse: [0.374, 0.408, 0.429, 0.440], mae: [0.394, 0.415, 0.427, 0.453]),
        PublishedRow(data: "ETTh2", mse: [0.277, 0.344, 0.357, 0.394], mae: [0.338, 0.381, 0.400, 0.436]),
        PublishedRow(data: "ETTm1", mse: [0.306, 0.349, 0.375, 0.433], mae: [0.348, 0.375, 0.388, 0.422]),
        PublishedRow(data: "weather", mse: [0.182, 0.225, 0.271, 0.338], mae: [0.232, 0.269, 0.301, 0.348]),
        PublishedRow(
          data: "exchange_rate", mse: [0.089, 0.180, 0.331, 1.033], mae: [0.208, 0.300, 0.415, 0.780]),
      ])
      + PublishedRow.results(
        "DLinear", forecaster: "dlinear", lookback: 336,
        [
          PublishedRow(data: "ETTh1", mse: [0.375, 0.405, 0.439, 0.472], mae: [0.399, 0.416, 0.443, 0.490]),
          PublishedRow(data: "ETTh2", mse: [0.289, 0.383, 0.448, 0.605], mae: [0.353, 0.418, 0.465, 0.551]),
          PublishedRow(data: "ETTm1", mse: [0.299, 0.335, 0.369, 0.425], mae: [0.343, 0.365, 0.386, 0.421]),
          PublishedRow(
            data: "weather", mse: [0.176, 0.220, 0.265, 0.323], mae: [0.237, 0.282, 0.319, 0.362]),
          PublishedRow(
            data: "exchange_rate", mse: [0.081, 0.157, 0.305, 0.643], mae: [0.203, 0.293, 0.414, 0.601]),
        ])
      + PublishedRow.results(
        "Repeat", forecaster: "last-value", lookback: 336,
        [
          PublishedRow(data: "ETTh1", mse: [1.295, 1.325, 1.323, 1.339], mae: [0.713, 0.733, 0.744, 0.756]),
          PublishedRow(data: "ETTh2", mse: [0.432, 0.534, 0.591, 0.588], mae: [0.422, 0.473, 0.508, 0.517]),
          PublishedRow(data: "ETTm1", mse: [1.214, 1.261, 1.283, 1.319], mae: [0.665, 0.690, 0.707, 0.729]),
          PublishedRow(
            data: "weather", mse: [0.259, 0.309, 0.377, 0.465], mae: [0.254, 0.292, 0.338, 0.394]),
          PublishedRow(
            data: "exchange_rate", mse: [0.081, 0.167, 0.305, 0.823], mae: [0.196, 0.289, 0.396, 0.681]),
        ]))

  /// A ridge regression of the future on the normalised history.
  static let closedForm = PublishedTable(
    id: "closed-form", source: "computed for this project with NumPy over every test window",
    kind: .reference,
    note:
      "One linear map for all channels after taking mean and deviation out of each window; ridge chosen on "
      + "validation from 0.001, 0.01, 0.1 and 1 times the mean of the Gram matrix's diagonal.",
    results: PublishedRow.results(
      "closed-form linear", forecaster: "linear-closed-form", lookback: 96,
      [
        PublishedRow(
          data: "exchange_rate", mse: [0.0813, 0.1721, 0.3226, 0.8360], mae: [0.1967, 0.2927, 0.4087, 0.6869]),
        PublishedRow(
          data: "ETTh1", mse: [0.3840, 0.4355, 0.4790, 0.4802], mae: [0.3920, 0.4217, 0.4444, 0.4688]),
        PublishedRow(
          data: "ETTh2", mse: [0.2876, 0.3736, 0.4132, 0.4194], mae: [0.3365, 0.3889, 0.4245, 0.4387]),
        PublishedRow(
          data: "ETTm1", mse: [0.3530, 0.3905, 0.4231, 0.4859], mae: [0.3742, 0.3921, 0.4135, 0.4486]),
      ])
      + PublishedRow.results(
        "closed-form linear", forecaster: "linear-closed-form", lookback: 336,
        [
          PublishedRow(
            data: "exchange_rate", mse: [0.0860, 0.1809, 0.3375, 0.8842],
            mae: [0.2025, 0.3000, 0.4196, 0.7017]),
          PublishedRow(
            data: "ETTh1", mse: [0.3707, 0.4049, 0.4305, 0.4404], mae: [0.3918, 0.4122, 0.4286, 0.4565]),
          PublishedRow(
            data: "ETTh2", mse: [0.2712, 0.3332, 0.3570, 0.3890], mae: [0.3338, 0.3753, 0.3986, 0.4278]),
          PublishedRow(
            data: "ETTm1", mse: [0.3007, 0.3359, 0.3709, 0.4276], mae: [0.3427, 0.3635, 0.3837, 0.4162]),
          PublishedRow(
            data: "weather", mse: [0.1745, 0.2177, 0.2653, 0.3333], mae: [0.2242, 0.2602, 0.2949, 0.3421]),
        ])
      + PublishedRow.results(
        "closed-form linear", forecaster: "linear-closed-form", lookback: 512,
        [
          PublishedRow(
            data: "exchange_rate", mse: [0.0856, 0.1795, 0.3397, 0.9382],
            mae: [0.2030, 0.2990, 0.4174, 0.7178]),
          PublishedRow(
            data: "ETTh1", mse: [0.3673, 0.4016, 0.4198, 0.4419], mae: [0.3916, 0.4127, 0.4301, 0.4620]),
          PublishedRow(
            data: "ETTh2", mse: [0.2664, 0.3264, 0.3519, 0.3817], mae: [0.3320, 0.3719, 0.3962, 0.4259]),
          PublishedRow(
            data: "ETTm1", mse: [0.3040, 0.3363, 0.3672, 0.4216], mae: [0.3460, 0.3652, 0.3832, 0.4134]),
          PublishedRow(
            data: "weather", mse: [0.1704, 0.2142, 0.2602, 0.3257], mae: [0.2230, 0.2596, 0.2941, 0.3409]),
        ]))

  /// Forecasts that learn nothing.
  static let naive = PublishedTable(
    id: "naive", source: "computed for this project with NumPy over every test window",
    kind: .reference, note: "",
    results: PublishedRow.results(
      "last value", forecaster: "last-value", lookback: nil,
      [
        PublishedRow(data: "ETTh1", mse: [1.294, 1.325, 1.330, 1.335], mae: [0.713, 0.733, 0.746, 0.755]),
        PublishedRow(data: "ETTh2", mse: [0.432, 0.534, 0.597, 0.594], mae: [0.422, 0.473, 0.511, 0.519]),
        PublishedRow(data: "ETTm1", mse: [1.214, 1.261, 1.287, 1.322], mae: [0.665, 0.690, 0.707, 0.729]),
        PublishedRow(data: "weather", mse: [0.259, 0.309, 0.376, 0.465], mae: [0.254, 0.292, 0.338, 0.394]),
        PublishedRow(
          data: "exchange_rate", mse: [0.081, 0.167, 0.306, 0.810], mae: [0.196, 0.289, 0.398, 0.676]),
      ])
      + PublishedRow.results(
        "value of a season ago", forecaster: "seasonal-naive", lookback: nil,
        [
          PublishedRow(data: "ETTh1", mse: [0.512, 0.581, 0.650, 0.655], mae: [0.433, 0.469, 0.501, 0.514]),
          PublishedRow(data: "ETTh2", mse: [0.391, 0.482, 0.532, 0.525], mae: [0.380, 0.429, 0.466, 0.474]),
          PublishedRow(data: "ETTm1", mse: [0.423, 0.463, 0.496, 0.574], mae: [0.387, 0.406, 0.426, 0.464]),
          PublishedRow(
            data: "weather", mse: [0.317, 0.343, 0.383, 0.443], mae: [0.288, 0.305, 0.331, 0.370]),
          PublishedRow(
            data: "exchange_rate", mse: [0.086, 0.173, 0.312, 0.819], mae: [0.205, 0.295, 0.403, 0.681]),
        ]))
}
