// swift-tools-version: 6.2
import PackageDescription

/// A program with what it times.
func benchmark(_ name: String, _ products: String...) -> Target {
  .executableTarget(
    name: name,
    dependencies: ["BenchmarkSupport"] + products.map { .product(name: $0, package: "ising-npu") },
    swiftSettings: [.treatAllWarnings(as: .error)])
}

let package = Package(
  name: "benchmarks",
  dependencies: [.package(name: "ising-npu", path: "..")],
  targets: [
    .target(name: "BenchmarkSupport", swiftSettings: [.treatAllWarnings(as: .error)]),
    benchmark("npu-benchmarks", "TransformerModels", "DenseExecutor"),
    benchmark("decoder-benchmarks", "TransformerModels", "DenseExecutor"),
    benchmark("compile-benchmarks", "TransformerModels", "ChipSimulation"),
    benchmark("simulation-benchmarks", "TransformerModels", "ChipSimulation"),
    benchmark("event-benchmarks", "Sampling"),
    benchmark("tile-benchmarks", "ChipSimulation"),
    benchmark("sampler-benchmarks", "Sampling"),
    benchmark("bit-benchmarks", "Sampling"),
    benchmark("lane-benchmarks", "Sampling"),
    benchmark("anneal-benchmarks", "Sampling"),
    benchmark("chain-benchmarks", "Sampling"),
    benchmark("dynamics-benchmarks", "Sampling"),
    benchmark("rate-benchmarks", "Sampling"),
  ]
)
