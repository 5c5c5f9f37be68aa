// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "benchmarks",
  dependencies: [.package(name: "ising-npu", path: "..")],
  targets: [
    .target(name: "BenchmarkSupport", swiftSettings: [.treatAllWarnings(as: .error)]),
    .executableTarget(
      name: "npu-benchmarks",
      dependencies: [
        "BenchmarkSupport",
        .product(name: "TransformerModels", package: "ising-npu"),
        .product(name: "DenseExecutor", package: "ising-npu"),
      ],
      swiftSettings: [.treatAllWarnings(as: .error)]),
    .executableTarget(
      name: "simulation-benchmarks",
      dependencies: [
        "BenchmarkSupport",
        .product(name: "TransformerModels", package: "ising-npu"),
        .product(name: "ChipSimulation", package: "ising-npu"),
      ],
      swiftSettings: [.treatAllWarnings(as: .error)]),
    .executableTarget(
      name: "event-benchmarks",
      dependencies: ["BenchmarkSupport", .product(name: "Sampling", package: "ising-npu")],
      swiftSettings: [.treatAllWarnings(as: .error)]),
    .executableTarget(
      name: "dynamics-benchmarks",
      dependencies: ["BenchmarkSupport", .product(name: "Sampling", package: "ising-npu")],
      swiftSettings: [.treatAllWarnings(as: .error)]),
    .executableTarget(
      name: "sampler-benchmarks",
      dependencies: ["BenchmarkSupport", .product(name: "Sampling", package: "ising-npu")],
      swiftSettings: [.treatAllWarnings(as: .error)]),
    .executableTarget(
      name: "anneal-benchmarks",
      dependencies: ["BenchmarkSupport", .product(name: "Sampling", package: "ising-npu")],
      swiftSettings: [.treatAllWarnings(as: .error)]),
    .executableTarget(
      name: "lane-benchmarks",
      dependencies: ["BenchmarkSupport", .product(name: "Sampling", package: "ising-npu")],
      swiftSettings: [.treatAllWarnings(as: .error)]),
  ]
)
