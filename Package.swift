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
    .library(name: "Forecasters", targets: ["Forecasters"]),
    .library(name: "TimeSeries", targets: ["TimeSeries"]),
    .library(name: "Tensors", targets: ["Tensors"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // C libraries of the system.
    .systemLibrary(name: "CLibCSV", providers: [.apt(["libcsv-dev"])]),
    .systemLibrary(name: "CLibMD", providers: [.apt(["libmd-dev"])]),

    // C and C++ of our own.
    .target(
      name: "CKernels",
      linkerSettings: [.linkedLibrary("m", .when(platforms: [.linux]))]),
    .target(name: "CWorkers"),
    .target(
      name: "CTableReader", dependencies: ["CLibCSV"], linkerSettings: [.linkedLibrary("csv")]),

    // Swift, from the bottom up; imports never point down this list.
    .target(name: "Persistence", dependencies: ["CLibMD"], swiftSettings: strict),
    .target(
      name: "Tensors", dependencies: ["CKernels", "CWorkers", "Persistence"],
      swiftSettings: strict),
    .target(
      name: "TimeSeries", dependencies: ["CTableReader", "Persistence", "Tensors"],
      swiftSettings: strict),
    .target(name: "Classical", swiftSettings: strict),
    .target(name: "Layers", dependencies: ["Persistence", "Tensors"], swiftSettings: strict),
    .target(name: "Optimizers", dependencies: ["Layers", "Tensors"], swiftSettings: strict),
    .target(
      name: "Forecasting",
      dependencies: ["Layers", "Optimizers", "Persistence", "Tensors", "TimeSeries"],
      swiftSettings: strict),
    .target(
      name: "Forecasters",
      dependencies: ["Forecasting", "Layers", "Optimizers", "Tensors", "TimeSeries"],
      swiftSettings: strict),
    .target(
      name: "Experiments",
      dependencies: [
        "Forecasters", "Forecasting", "Layers", "Optimizers", "Persistence", "Tensors", "TimeSeries",
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: strict),
    .target(
      name: "ForecastCommands",
      dependencies: [
        "Experiments", "Forecasters", "Forecasting", "Layers", "Optimizers", "Persistence", "Tensors",
        "TimeSeries",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .executableTarget(name: "forecast", dependencies: ["ForecastCommands"], swiftSettings: strict),
    .executableTarget(
      name: "forecast-bench",
      dependencies: [
        "Experiments", "Forecasters", "Forecasting", "Layers", "Optimizers", "Persistence",
        "Tensors", "TimeSeries",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    .testTarget(name: "PersistenceTests", dependencies: ["Persistence"], swiftSettings: testing),
    .testTarget(
      name: "TensorsTests", dependencies: ["Persistence", "Tensors"], swiftSettings: testing),
    .testTarget(name: "ClassicalTests", dependencies: ["Classical", "Persistence"], swiftSettings: testing),
    .testTarget(name: "LayersTests", dependencies: ["Layers", "Tensors"], swiftSettings: testing),
    .testTarget(
      name: "OptimizersTests", dependencies: ["Optimizers", "Layers", "Tensors"],
      swiftSettings: testing),
    .testTarget(
      name: "TimeSeriesTests", dependencies: ["Persistence", "TimeSeries", "Tensors"], swiftSettings: testing),
    .testTarget(
      name: "ForecastingTests",
      dependencies: ["Forecasting", "Forecasters", "Layers", "TimeSeries", "Persistence", "Tensors"],
      swiftSettings: testing),
    .testTarget(
      name: "ForecastersTests",
      dependencies: ["Forecasters", "Forecasting", "TimeSeries", "Tensors", "Layers"],
      swiftSettings: testing),
    .testTarget(
      name: "ExperimentsTests",
      dependencies: ["Experiments", "Forecasters", "Forecasting", "Persistence", "Tensors", "TimeSeries"],
      swiftSettings: testing),
    .testTarget(
      name: "GoldenTests",
      dependencies: ["Forecasters", "Forecasting", "Layers", "Optimizers", "Persistence", "Tensors"],
      swiftSettings: testing),
    .testTarget(
      name: "CommandTests",
      dependencies: ["Persistence", "Tensors", "forecast", "forecast-bench"],
      swiftSettings: testing),
  ],
  cxxLanguageStandard: .cxx17
)
