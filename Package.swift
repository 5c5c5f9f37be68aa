// swift-tools-version: 6.2
import Foundation
import PackageDescription

// Kernel targets are compiled for the CPU named by ISING_NPU_MARCH (default: this one). The flag goes
// through clang because `-Xcc -march` also decides the instruction set of Swift code (docs/decisions).
let march = ProcessInfo.processInfo.environment["ISING_NPU_MARCH"] ?? "native"

let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]
let kernel: [SwiftSetting] = strict + [.unsafeFlags(["-Xcc", "-march=\(march)"])]

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let orderedCollections = Target.Dependency.product(
  name: "OrderedCollections", package: "swift-collections")

/// The hardware descriptions that the binary carries.
let specs = [
  "chips/ceas-ising-5w.yaml", "chips/digital-pbit-22nm.yaml", "chips/crossbar-z1-prices.yaml",
  "chips/digital-pbit-four-dies.yaml", "chips/extropic-z1.yaml", "devices/a100-sxm.yaml",
  "devices/a100-sxm-40gb.yaml", "devices/a100-sxm-int8.yaml", "devices/b200-sxm.yaml",
  "devices/b200-sxm-fp8.yaml", "devices/h100-sxm.yaml", "devices/h100-sxm-fp8.yaml",
  "devices/h200-sxm.yaml", "devices/jetson-agx-orin.yaml", "devices/l4.yaml",
  "devices/rtx-4090.yaml", "devices/xeon-8480.yaml", "measured/cloud-ai-100.yaml",
  "reference/fpga-kv260-fixed.yaml", "reference/fpga-kv260-writable.yaml",
  "reference/macro-22nm-dcim.yaml", "reference/macro-65nm-ripple.yaml",
  "reference/mesh-32nm-piton.yaml",
]

/// The published results that the binary carries.
let publishedResults = [
  "analog-22nm.yaml",
  "analog-65nm.yaml",
  "and-gate.yaml",
  "asic-28nm.yaml",
  "colonnade-65nm.yaml",
  "cubic-critical-point.yaml",
  "cubic-ratios.yaml",
  "dac-bits.yaml",
  "dbm-niazi.yaml",
  "dsim.yaml",
  "dynamic-exponent.yaml",
  "gpu-bert.yaml",
  "gset.yaml",
  "houtappel.yaml",
  "kv260.yaml",
  "late-reads.yaml",
  "macro-22nm-dcim.yaml",
  "macros-28nm.yaml",
  "mesh-32nm.yaml",
  "neurram-130nm.yaml",
  "onsager.yaml",
  "pbit-llm-qwen.yaml",
  "peretto.yaml",
  "processor-22nm.yaml",
  "santa.yaml",
  "smtj-switching.yaml",
  "square-ratios.yaml",
  "wannier.yaml",
  "z1t-bill.yaml",
]

/// The fuzzer of readers, whose program has no `main` but that of libFuzzer: `make fuzz` alone builds it.
let fuzzer: [Target] =
  ProcessInfo.processInfo.environment["ISING_NPU_FUZZER"] == nil
  ? []
  : [
    .target(
      name: "ReaderFuzzerEntry", dependencies: ["FuzzedReaders"], path: "scripts/fuzzer/entry",
      swiftSettings: strict),
    .executableTarget(
      name: "reader-fuzzer", dependencies: ["ReaderFuzzerEntry"], path: "scripts/fuzzer/program"),
  ]

// The table of docs/architecture.md: each target lists exactly the project modules that it imports.
let package = Package(
  name: "ising-npu",
  products: [
    .executable(name: "ising-npu", targets: ["CommandLineTool"]),
    // What docs/library.md describes.
    .library(
      name: "IsingNPU",
      targets: [
        "ChipComponents", "HardwareSpecs", "ChipPrograms", "ModelCompiler", "VirtualChip",
        "ExecutionRecords", "EnergyBudgets", "TransformerModels", "DenseExecutor", "MappingChecks",
        "IsingModels",
        "Sampling", "LatticePhysics", "ProblemSearch", "SampleStatistics", "MoebiusGeometry",
        "RandomStreams", "Jobs", "Reports", "CriticalControl",
      ]),
    .library(name: "IsingTestSupport", targets: ["IsingTestSupport"]),
    // For the package of benchmarks.
    .library(name: "Sampling", targets: ["Sampling", "IsingModels", "RandomStreams"]),
    .library(name: "TransformerModels", targets: ["TransformerModels"]),
    .library(name: "DenseExecutor", targets: ["DenseExecutor", "DenseAlgebra"]),
    .library(
      name: "ChipSimulation",
      targets: [
        "HardwareSpecs", "ChipPrograms", "ExecutionRecords", "ModelCompiler", "VirtualChip",
      ]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", exact: "1.5.0"),
  ],
  targets: [
    // Level 0
    .systemLibrary(name: "CGSL", pkgConfig: "gsl", providers: [.apt(["libgsl-dev"])]),
    .systemLibrary(name: "COneDNN", providers: [.apt(["libdnnl-dev"])]),
    .systemLibrary(
      name: "CCairo", pkgConfig: "cairo", providers: [.apt(["libcairo2-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "RandomStreams", swiftSettings: kernel),
    .target(name: "ByteFormats", swiftSettings: strict),
    .target(name: "ChipComponents", swiftSettings: strict),
    .target(name: "ExecutionRecords", swiftSettings: strict),
    .target(
      name: "EmbeddedSpecs", path: "hardware-specs",
      resources: specs.map { .embedInCode($0) }, swiftSettings: strict),
    .target(
      name: "EmbeddedResults", path: "published-results",
      resources: publishedResults.map { .embedInCode($0) }, swiftSettings: strict),
    // Level 1
    .target(name: "MoebiusGeometry", dependencies: ["RandomStreams"], swiftSettings: strict),
    .target(name: "CriticalControl", dependencies: ["RandomStreams"], swiftSettings: strict),
    .target(name: "SampleStatistics", dependencies: ["CGSL"], swiftSettings: strict),
    .target(name: "DenseAlgebra", dependencies: ["COneDNN"], swiftSettings: kernel),
    .target(
      name: "HardwareSpecs",
      dependencies: [
        "ByteFormats", "ChipComponents", "ExecutionRecords", "EmbeddedSpecs", "RandomStreams", yams,
        orderedCollections,
      ],
      swiftSettings: strict),
    // Level 2
    .target(
      name: "IsingModels",
      dependencies: ["ByteFormats", "CZlib", "RandomStreams", "MoebiusGeometry"],
      swiftSettings: strict),
    .target(
      name: "TransformerModels", dependencies: ["ByteFormats", "MoebiusGeometry"],
      swiftSettings: strict),
    .target(name: "Jobs", dependencies: ["ByteFormats"], swiftSettings: strict),
    // Level 3
    .target(
      name: "Sampling", dependencies: ["ByteFormats", "IsingModels", "RandomStreams"],
      swiftSettings: kernel),
    .target(
      name: "DenseExecutor",
      dependencies: [
        "ByteFormats", "RandomStreams", "TransformerModels", "DenseAlgebra", "ExecutionRecords",
        "MoebiusGeometry",
      ],
      swiftSettings: kernel),
    .target(
      name: "ChipPrograms",
      dependencies: [
        "ByteFormats", "HardwareSpecs", "IsingModels", "RandomStreams", "MoebiusGeometry",
      ],
      swiftSettings: strict),
    .target(
      name: "EnergyBudgets",
      dependencies: ["ChipComponents", "ExecutionRecords", "HardwareSpecs", "RandomStreams"],
      swiftSettings: strict),
    .target(
      name: "LatticePhysics",
      dependencies: [
        "ByteFormats", "Jobs", "Sampling", "SampleStatistics", "IsingModels", "RandomStreams",
      ],
      swiftSettings: strict),
    .target(
      name: "ProblemSearch",
      dependencies: ["ByteFormats", "Jobs", "Sampling", "IsingModels", "RandomStreams"],
      swiftSettings: strict),
    // Level 4
    .target(
      name: "ModelCompiler",
      dependencies: [
        "ByteFormats", "TransformerModels", "ChipPrograms", "HardwareSpecs", "RandomStreams",
        "MoebiusGeometry",
      ],
      swiftSettings: kernel),
    .target(
      name: "VirtualChip",
      dependencies: [
        "ByteFormats", "Jobs", "CriticalControl", "ChipPrograms", "HardwareSpecs",
        "ExecutionRecords", "IsingModels", "RandomStreams", "DenseAlgebra", "MoebiusGeometry",
      ],
      swiftSettings: kernel),
    .target(
      name: "Reports",
      dependencies: [
        "ByteFormats", "ExecutionRecords", "HardwareSpecs", "IsingModels",
        "CCairo",
      ],
      swiftSettings: strict),
    // Level 5
    .target(
      name: "MappingChecks",
      dependencies: [
        "ByteFormats", "RandomStreams", "Reports", "Jobs", "EnergyBudgets", "VirtualChip",
        "ModelCompiler", "ChipPrograms", "DenseExecutor", "TransformerModels", "HardwareSpecs",
        "SampleStatistics",
        "ExecutionRecords",
      ],
      swiftSettings: strict),
    // Level 6
    .target(
      name: "Runs",
      dependencies: [
        "ByteFormats", "ChipComponents", "CriticalControl", "EmbeddedResults", "Reports",
        "EnergyBudgets", "VirtualChip",
        "ModelCompiler", "ChipPrograms",
        "DenseExecutor", "DenseAlgebra", "TransformerModels", "HardwareSpecs", "SampleStatistics",
        "ExecutionRecords", "IsingModels", "Sampling", "MoebiusGeometry", "Jobs",
        "LatticePhysics", "ProblemSearch", "MappingChecks",
      ],
      swiftSettings: strict),
    // Level 7
    .executableTarget(
      name: "CommandLineTool",
      dependencies: [
        "Runs", "CriticalControl", "MappingChecks", "LatticePhysics", "Jobs", "Reports", "Sampling",
        "ChipPrograms", "VirtualChip", "DenseExecutor", "DenseAlgebra", "HardwareSpecs",
        "MoebiusGeometry",
        argumentParser,
      ],
      swiftSettings: strict),
    .target(
      name: "FuzzedReaders",
      dependencies: [
        "ByteFormats", "ChipPrograms", "HardwareSpecs", "IsingModels", "Jobs", "LatticePhysics",
        "ModelCompiler", "Reports", "Runs", "TransformerModels", "VirtualChip",
      ],
      swiftSettings: strict),
    .target(
      name: "IsingTestSupport",
      dependencies: [
        "SampleStatistics", "IsingModels", "RandomStreams", "Sampling", "TransformerModels",
      ],
      swiftSettings: strict),
  ]
    + [
      "ByteFormats", "ChipComponents", "RandomStreams", "MoebiusGeometry", "IsingModels",
      "Sampling", "ExecutionRecords",
      "SampleStatistics", "CriticalControl", "DenseAlgebra", "HardwareSpecs",
      "TransformerModels", "DenseExecutor", "ChipPrograms", "ModelCompiler", "VirtualChip",
      "EnergyBudgets", "Jobs", "LatticePhysics", "ProblemSearch", "Reports", "MappingChecks",
      "Runs", "CommandLineTool", "FuzzedReaders",
    ].map { testTarget(of: $0) }
    // Sees what is public, as a program outside this package does.
    + [
      .testTarget(
        name: "LibraryExampleTests",
        dependencies: [
          "ChipPrograms", "EnergyBudgets", "ExecutionRecords", "HardwareSpecs", "ModelCompiler",
          "TransformerModels", "VirtualChip", "IsingTestSupport",
        ],
        packageAccess: false, swiftSettings: strict)
    ]
    + fuzzer
)

/// The test target of a module may import what the module may, and the oracles.
func testTarget(of module: String) -> Target {
  // Tests that read files find them beside their sources.
  let withFixtures: Set = [
    "TransformerModels", "VirtualChip", "DenseExecutor", "IsingModels", "MoebiusGeometry",
    "Sampling", "SampleStatistics", "ChipPrograms", "EnergyBudgets", "FuzzedReaders",
    "CriticalControl", "CommandLineTool", "Runs",
  ]
  let further: [String: [String]] = [
    "CriticalControl": ["RandomStreams"],
    "CommandLineTool": ["Jobs"],
    "ByteFormats": ["RandomStreams"],
    "IsingModels": ["RandomStreams", "MoebiusGeometry"],
    "Sampling": ["IsingModels", "RandomStreams"],
    "HardwareSpecs": ["ChipComponents", "ExecutionRecords"],
    "DenseExecutor": [
      "ByteFormats", "TransformerModels", "DenseAlgebra", "ExecutionRecords", "MoebiusGeometry",
    ],
    "ChipPrograms": [
      "ExecutionRecords", "HardwareSpecs", "IsingModels", "MoebiusGeometry", "ByteFormats",
    ],
    "ModelCompiler": ["TransformerModels", "ChipPrograms", "HardwareSpecs"],
    "VirtualChip": [
      "ByteFormats", "ChipPrograms", "HardwareSpecs", "ExecutionRecords", "RandomStreams",
      "DenseAlgebra",
      "ModelCompiler", "TransformerModels", "IsingModels", "Sampling",
      "MoebiusGeometry",
    ],
    "EnergyBudgets": ["ChipComponents", "ExecutionRecords", "HardwareSpecs"],
    "Reports": ["ExecutionRecords", "HardwareSpecs", "IsingModels"],
    "LatticePhysics": ["Sampling", "IsingModels"],
    "ProblemSearch": ["Sampling", "IsingModels", "RandomStreams"],
    "MappingChecks": [
      "ChipPrograms", "ExecutionRecords", "HardwareSpecs", "ModelCompiler", "Reports",
      "TransformerModels", "VirtualChip",
    ],
    "Runs": [
      "CriticalControl", "MappingChecks", "Jobs", "LatticePhysics", "ProblemSearch", "Sampling",
      "TransformerModels",
      "HardwareSpecs",
      "ChipPrograms", "ModelCompiler", "VirtualChip",
      "EnergyBudgets", "DenseExecutor", "ExecutionRecords", "Reports", "IsingModels",
      "MoebiusGeometry",
    ],
  ]
  let modules = Set([module, "IsingTestSupport", "SampleStatistics"] + (further[module] ?? []))
  return .testTarget(
    name: "\(module)Tests",
    dependencies: modules.sorted().map { .byName(name: $0) },
    exclude: withFixtures.contains(module) ? ["Fixtures"] : [],
    swiftSettings: strict)
}
