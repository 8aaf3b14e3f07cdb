// swift-tools-version: 6.2

import PackageDescription

// What a package that uses this one writes; it gives an address and a version where this one gives a path.
let package = Package(
  name: "forecast-examples",
  dependencies: [.package(name: "forecast", path: "..")],
  targets: [
    .executableTarget(
      name: "FirstForecast", dependencies: [.product(name: "Forecast", package: "forecast")]),
    .executableTarget(
      name: "Pages",
      dependencies: ["Classical", "Experiments", "Forecast", "ForecasterConformance", "Forecasters"].map {
        .product(name: $0, package: "forecast")
      }),
    .target(name: "OwnForecaster", dependencies: [.product(name: "Forecasters", package: "forecast")]),
    .testTarget(
      name: "OwnForecasterTests",
      dependencies: [
        "OwnForecaster", .product(name: "Forecast", package: "forecast"),
        .product(name: "ForecasterConformance", package: "forecast"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)
