// swift-tools-version: 6.2

import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .strictMemorySafety(),
]

let testing: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
]

let package = Package(
  name: "forecast",
  products: [
    .executable(name: "forecast", targets: ["forecast"]),
    .executable(name: "forecast-bench", targets: ["forecast-bench"]),
    .library(
      name: "Forecast",
      targets: [
        "Backtests", "Checks", "Moments", "Runs", "Residuals", "Conformal", "Diagnosis", "Forecasting",
        "Tensors", "TimeSeries", "Training",
      ]),
    .library(
      name: "Forecasters",
      targets: [
        "Forecasters", "NeuralForecasters", "LinearMaps", "LocalForecasters", "Forecasting", "Layers",
        "Optimizers", "Training",
      ]),
    .library(name: "ForecasterConformance", targets: ["ForecasterConformance"]),
    .library(name: "Experiments", targets: ["Studies", "Experiments", "Specs", "Diagnosis", "Drawing"]),
    .library(name: "TimeSeries", targets: ["Datasets", "TimeSeries"]),
    .library(name: "Classical", targets: ["Classical", "Arima", "Smoothing", "LocalModels"]),
    .library(name: "Tensors", targets: ["LeastSquares", "Tensors"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0")
  ],
  targets: [
    // C libraries of the system.
    .systemLibrary(name: "CLibCSV", providers: [.apt(["libcsv-dev"])]),
    .systemLibrary(name: "CLibYAML", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),

    // C and C++ of our own.
    .target(
      name: "CKernels",
      linkerSettings: [.linkedLibrary("m", .when(platforms: [.linux]))]),
    .target(name: "CWorkers"),
    .target(name: "CHash"),
    .target(
      name: "CTableReader", dependencies: ["CHash", "CLibCSV", "CZlib"],
      linkerSettings: [.linkedLibrary("csv"), .linkedLibrary("z")]),

    // Swift, from the bottom up; imports never point down this list.
    .target(name: "Platform", swiftSettings: strict),
    .target(name: "Text", swiftSettings: strict),
    .target(name: "Persistence", dependencies: ["CHash", "Platform", "Text"], swiftSettings: strict),
    .target(name: "LeastSquares", dependencies: ["CKernels"], swiftSettings: strict),
    .target(
      name: "Tensors", dependencies: ["CKernels", "CWorkers", "Platform"], swiftSettings: strict),
    .target(
      name: "Safetensors", dependencies: ["Persistence", "Platform", "Text"],
      swiftSettings: strict),
    .target(name: "Calendar", dependencies: ["Platform", "Text"], swiftSettings: strict),
    .target(name: "Stamps", dependencies: ["Calendar", "Text"], swiftSettings: strict),
    .target(name: "Grids", dependencies: ["Calendar", "Stamps", "Text"], swiftSettings: strict),
    .target(
      name: "Reading",
      dependencies: ["Calendar", "CTableReader", "Grids", "Persistence", "Platform", "Stamps", "Text"],
      swiftSettings: strict),
    .target(
      name: "TimeSeries",
      dependencies: ["Calendar", "CTableReader", "Grids", "Reading", "Stamps", "Tensors", "Text"],
      swiftSettings: strict),
    .target(
      name: "Datasets", dependencies: ["Persistence", "Platform", "Tensors", "TimeSeries"],
      swiftSettings: strict),
    .target(name: "LocalModels", dependencies: ["Platform", "Text"], swiftSettings: strict),
    .target(name: "Smoothing", dependencies: ["LocalModels", "Text"], swiftSettings: strict),
    .target(name: "Arima", dependencies: ["LocalModels", "Text"], swiftSettings: strict),
    .target(
      name: "Classical", dependencies: ["Arima", "LocalModels", "Smoothing", "Text"], swiftSettings: strict),
    .target(
      name: "Layers", dependencies: ["LeastSquares", "Persistence", "Tensors", "Text"], swiftSettings: strict),
    .target(name: "Optimizers", dependencies: ["Layers", "Tensors"], swiftSettings: strict),
    .target(
      name: "Training", dependencies: ["Layers", "Optimizers", "Persistence", "Platform", "Tensors"],
      swiftSettings: strict),
    .target(
      name: "Diagnosis", dependencies: ["Layers", "Persistence", "Platform", "Tensors", "Training"],
      swiftSettings: strict),
    .target(
      name: "Conformal", dependencies: ["LocalModels", "Tensors", "TimeSeries"], swiftSettings: strict),
    .target(
      name: "Forecasting",
      dependencies: [
        "Conformal", "Safetensors", "Layers", "LeastSquares", "LocalModels", "Optimizers", "Persistence",
        "Platform", "Tensors", "Text", "TimeSeries", "Training",
      ],
      swiftSettings: strict),
    .target(
      name: "LocalForecasters",
      dependencies: [
        "Arima", "Classical", "Forecasting", "Layers", "LocalModels", "Smoothing", "Tensors", "Text",
        "TimeSeries", "Training",
      ],
      swiftSettings: strict),
    .target(
      name: "LinearMaps",
      dependencies: [
        "Forecasting", "Layers", "LeastSquares", "Platform", "Tensors", "TimeSeries", "Training",
      ],
      swiftSettings: strict),
    .target(
      name: "NeuralForecasters",
      dependencies: ["Forecasting", "Layers", "Optimizers", "Tensors", "TimeSeries", "Training"],
      swiftSettings: strict),
    .target(
      name: "Forecasters",
      dependencies: [
        "Classical", "Forecasting", "Layers", "LeastSquares", "LinearMaps", "LocalForecasters", "LocalModels",
        "NeuralForecasters", "Optimizers", "Persistence", "Smoothing", "Tensors", "Text", "TimeSeries",
        "Training",
      ],
      swiftSettings: strict),
    .target(
      name: "ForecasterConformance",
      dependencies: [
        "Safetensors", "Forecasting", "Layers", "Persistence", "Tensors", "TimeSeries", "Training",
      ],
      swiftSettings: strict),
    .target(
      name: "Residuals", dependencies: ["Forecasting", "LocalModels", "Text", "TimeSeries"],
      swiftSettings: strict),
    .target(
      name: "Runs",
      dependencies: [
        "Conformal", "Diagnosis", "Safetensors", "Forecasters", "Forecasting", "Layers", "LocalModels",
        "Optimizers", "Persistence", "Platform", "Residuals", "Tensors", "Text", "TimeSeries", "Training",
      ],
      swiftSettings: strict),
    .target(
      name: "Moments",
      dependencies: [
        "Forecasters", "Forecasting", "Layers", "LinearMaps", "Persistence", "Platform", "Runs",
        "Safetensors", "Tensors", "Text", "TimeSeries", "Training",
      ],
      swiftSettings: strict),
    .target(
      name: "Checks",
      dependencies: ["Forecasters", "Forecasting", "LocalModels", "Persistence", "Runs", "TimeSeries"],
      swiftSettings: strict),
    .target(
      name: "Backtests",
      dependencies: [
        "Conformal", "Forecasters", "Forecasting", "Persistence", "Runs", "Tensors", "Text", "TimeSeries",
        "Training",
      ],
      swiftSettings: strict),
    .target(name: "Drawing", dependencies: ["Text"], swiftSettings: strict),
    .target(
      name: "Specs", dependencies: ["CLibYAML", "Persistence", "Platform", "Text"], swiftSettings: strict),
    .target(
      name: "Experiments",
      dependencies: [
        "Backtests", "Calendar", "Classical", "Datasets", "Drawing", "Forecasters", "Forecasting", "Layers",
        "LocalModels", "Persistence", "Platform", "Reading", "Residuals", "Runs", "Specs", "Tensors", "Text",
        "TimeSeries", "Training",
      ],
      resources: [
        "samformer-paper", "samformer-pytorch", "samformer-issue-17", "timestacker", "fan-table-6",
        "fan-table-12", "ltsf-linear", "closed-form", "naive", "searchcast", "toner-darlow", "timebridge",
        "competition-m1", "competition-m3", "competition-m3-packages", "competition-tourism",
        "competition-tourism-monash",
      ].map { .embedInCode("Published/Tables/\($0).json") },
      swiftSettings: strict),
    .target(
      name: "Studies",
      dependencies: [
        "Diagnosis", "Drawing", "Experiments", "Forecasters", "Forecasting", "Layers", "LeastSquares",
        "LocalModels", "Optimizers", "Persistence", "Platform", "Runs", "Specs", "Tensors", "Text",
        "TimeSeries", "Training",
      ],
      swiftSettings: strict),
    .target(
      name: "Presentation",
      dependencies: [
        "Backtests", "Conformal", "Experiments", "Forecasters", "Forecasting", "Persistence", "Platform",
        "Residuals", "Runs", "Text", "TimeSeries", "Training",
      ],
      swiftSettings: strict),
    .target(
      name: "ForecastCommands",
      dependencies: [
        "Backtests", "Checks", "Classical", "Datasets", "Drawing", "Experiments", "Forecasters",
        "Forecasting", "Layers", "LocalModels", "Moments", "Persistence", "Platform", "Presentation", "Runs",
        "Safetensors", "Specs", "Studies", "Tensors", "Text", "TimeSeries", "Training",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .executableTarget(name: "forecast", dependencies: ["ForecastCommands"], swiftSettings: strict),
    .executableTarget(
      name: "forecast-bench",
      dependencies: [
        "Classical", "Datasets", "Forecasters", "Forecasting", "Layers", "LocalModels", "Persistence",
        "Platform", "Reading", "Tensors", "Text", "TimeSeries", "Training",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    .target(
      name: "TestSupport", dependencies: ["Layers", "Persistence", "Platform", "Tensors", "Text"],
      path: "Tests/TestSupport",
      swiftSettings: testing),
    .testTarget(
      name: "PersistenceTests", dependencies: ["Persistence", "Platform", "TestSupport", "Text"],
      swiftSettings: testing),
    .testTarget(
      name: "TensorsTests",
      dependencies: ["Safetensors", "CKernels", "LeastSquares", "Persistence", "Platform", "Tensors"],
      swiftSettings: testing),
    .testTarget(
      name: "ClassicalTests",
      dependencies: [
        "Arima", "Classical", "LocalModels", "Persistence", "Platform", "Smoothing", "TestSupport",
      ],
      swiftSettings: testing),
    .testTarget(
      name: "LayersTests", dependencies: ["Layers", "Tensors", "TestSupport"], swiftSettings: testing),
    .testTarget(
      name: "OptimizersTests", dependencies: ["Optimizers", "Layers", "Tensors"],
      swiftSettings: testing),
    .testTarget(
      name: "TrainingTests",
      dependencies: ["Layers", "Optimizers", "Persistence", "Tensors", "TestSupport", "Training"],
      swiftSettings: testing),
    .testTarget(
      name: "TimeSeriesTests",
      dependencies: [
        "Calendar", "Datasets", "Grids", "Persistence", "Platform", "Reading", "Stamps", "TestSupport",
        "Tensors", "Text", "TimeSeries",
      ],
      swiftSettings: testing),
    .testTarget(
      name: "ForecastingTests",
      dependencies: [
        "Conformal", "Safetensors", "Forecasting", "Forecasters", "Layers", "LocalModels", "Optimizers",
        "TimeSeries", "Training", "Persistence", "Platform", "Tensors", "TestSupport",
      ],
      swiftSettings: testing),
    .testTarget(
      name: "DiagnosisTests", dependencies: ["Diagnosis", "Layers", "Platform", "Tensors", "Training"],
      swiftSettings: testing),
    .testTarget(
      name: "ForecastersTests",
      dependencies: [
        "Classical", "ForecasterConformance", "Forecasters", "Forecasting", "Layers", "LeastSquares",
        "LinearMaps", "LocalForecasters", "LocalModels", "Persistence", "Tensors", "TestSupport",
        "TimeSeries", "Training",
      ],
      swiftSettings: testing),
    .testTarget(
      name: "RunsTests",
      dependencies: [
        "Classical", "Datasets", "Forecasters", "Forecasting", "Layers", "LocalModels", "Platform",
        "Residuals", "Runs", "Smoothing", "Tensors", "TestSupport", "TimeSeries", "Training",
      ],
      swiftSettings: testing),
    .testTarget(
      name: "BacktestsTests", dependencies: ["Backtests", "Runs", "Tensors", "TestSupport", "TimeSeries"],
      swiftSettings: testing),
    .testTarget(
      name: "DrawingTests", dependencies: ["Drawing", "TestSupport", "TimeSeries"], swiftSettings: testing),
    .testTarget(
      name: "ExperimentsTests",
      dependencies: [
        "Backtests", "Calendar", "Datasets", "Experiments", "Forecasters", "Forecasting", "Persistence",
        "Platform",
        "Runs", "Specs", "Tensors", "TestSupport", "Text", "TimeSeries", "Training",
      ],
      swiftSettings: testing),
    .testTarget(
      name: "StudiesTests",
      dependencies: [
        "Datasets", "Diagnosis", "Experiments", "Forecasting", "Layers", "Persistence", "Platform", "Runs",
        "Specs", "Studies", "Tensors", "TestSupport", "TimeSeries", "Training",
      ],
      swiftSettings: testing),
    .testTarget(
      name: "LinearMapsTests",
      dependencies: [
        "Forecasters", "Forecasting", "Layers", "LeastSquares", "LinearMaps", "Moments", "Persistence",
        "Platform", "Runs", "Tensors", "TestSupport", "TimeSeries", "Training",
      ],
      swiftSettings: testing),
    .testTarget(name: "ArchitectureTests", swiftSettings: testing),
    .testTarget(
      name: "GoldenTests",
      dependencies: [
        "Safetensors", "Forecasters", "Forecasting", "Layers", "Optimizers", "Persistence", "Platform",
        "Tensors", "TestSupport", "Training",
      ],
      swiftSettings: testing),
    .testTarget(
      // The programs that it runs are built with all tests. They are no dependencies: it is the largest of the test modules, and
      // would be compiled last and alone.
      name: "CommandTests",
      dependencies: [
        "Safetensors", "Persistence", "Platform", "Tensors", "TestSupport", "Text", "TimeSeries",
      ],
      swiftSettings: testing),
  ],
  cxxLanguageStandard: .cxx17
)
