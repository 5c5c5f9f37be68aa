import EnergyBudgets
import ExecutionRecords
import HardwareSpecs
import Testing

/// What devices with laws of times launch at once.
@Suite struct FusionTests {
  static func product(_ name: String, n: Int, k: Int, m: Int = 8) -> KernelTrace.Kernel {
    KernelTrace.Kernel(
      kind: .matrixProduct, name: name, layer: 0, shape: [1, m, n, k], flops: UInt64(2 * m * n * k),
      weightBytes: UInt64(2 * n * k), readBytes: UInt64(2 * m * k), writtenBytes: UInt64(2 * m * n))
  }

  static func rows(_ kind: KernelTrace.Kind, _ name: String, read: Int, written: Int)
    -> KernelTrace.Kernel
  {
    KernelTrace.Kernel(
      kind: kind, name: name, layer: 0, shape: [1, 8, written / 16, 1], flops: UInt64(written),
      weightBytes: 0, readBytes: UInt64(read), writtenBytes: UInt64(written))
  }

  /// Attention of 2 heads of 4 on 8 tokens, in its three kernels.
  static var attention: [KernelTrace.Kernel] {
    func batched(_ name: String, _ shape: [Int], read: Int, written: Int) -> KernelTrace.Kernel {
      KernelTrace.Kernel(
        kind: .batchedMatrixProduct, name: name, layer: 0, shape: shape, flops: 1024,
        weightBytes: 0, readBytes: UInt64(read), writtenBytes: UInt64(written))
    }
    return [
      batched("a.scores", [2, 8, 8, 4], read: 256, written: 256),
      rows(.softmax, "a.softmax", read: 256, written: 256),
      batched("a.values", [2, 8, 4, 8], read: 384, written: 128),
    ]
  }

  static let layer =
    [product("q", n: 8, k: 8), product("k", n: 8, k: 8), product("v", n: 8, k: 8)] + attention
    + [
      product("out", n: 8, k: 8), rows(.elementwise, "add", read: 256, written: 128),
      rows(.norm, "norm", read: 128, written: 128), product("up", n: 32, k: 8),
      rows(.elementwise, "gelu", read: 512, written: 512), product("down", n: 8, k: 32),
    ]

  @Test func aLayerIsSixLaunches() throws {
    let budget = DeviceBudget(
      trace: KernelTrace(bytesPerElement: 2, kernels: Self.layer),
      device: try SpecLibrary.device("h100-sxm"), batch: 1)
    #expect(budget.kernels.map(\.name) == ["q + k + v", "a", "out", "norm", "up", "down"])
    #expect(
      budget.kernels.map(\.kind) == [
        .matrixProduct, .batchedMatrixProduct, .matrixProduct, .norm, .matrixProduct,
        .matrixProduct,
      ])
  }

  /// Queries, keys and values take the time of one wider product, and what is element-wise behind a product
  /// takes none.
  @Test func fusedKernelsTakeTheTimeOfOne() throws {
    let device = try SpecLibrary.device("h100-sxm")
    func time(_ kernels: [KernelTrace.Kernel]) -> Double {
      DeviceBudget(
        trace: KernelTrace(bytesPerElement: 2, kernels: kernels), device: device, batch: 1
      ).time_s.nominal
    }
    let three = ["q", "k", "v"].map { Self.product($0, n: 512, k: 512) }
    #expect(time(three) == time([Self.product("qkv", n: 1536, k: 512)]))
    let gelu = Self.rows(.elementwise, "gelu", read: 512, written: 512)
    #expect(
      time([Self.product("up", n: 32, k: 8), gelu]) == time([Self.product("up", n: 32, k: 8)]))
    // A norm is a launch of its own.
    let norm = Self.rows(.norm, "norm", read: 512, written: 512)
    #expect(
      time([Self.product("up", n: 32, k: 8), norm]) > time([Self.product("up", n: 32, k: 8)]))
  }

  /// Texts of 8 and 16 tokens have as many scores as two texts of √160 tokens.
  @Test func textsOfDifferentLengthsCountByTheirScores() throws {
    let device = try SpecLibrary.device("h100-sxm")
    var kernels = Self.attention
    kernels[0].shape = [4, 16, 16, 4]
    kernels[0].writtenBytes = UInt64(2 * 2 * (64 + 256))
    kernels[0].readBytes = UInt64(2 * 24 * 2 * 2 * 4)
    kernels[2].writtenBytes = UInt64(2 * 24 * 2 * 4)
    let budget = DeviceBudget(
      trace: KernelTrace(bytesPerElement: 2, kernels: kernels), device: device, batch: 1)
    let length = 160.0.squareRoot()
    let work = AttentionWork(heads: 4, keyHeads: 4, queries: length, keys: length, size: 4)
    let time = try #require(device.attentionLaw).time_s(work, units: 132, on: device)
    #expect(agree(budget.time_s.nominal, time))
  }

  /// Copies of a text lengthen products with weights and multiply heads.
  @Test func copiesScaleTheirShapes() throws {
    let device = try SpecLibrary.device("h100-sxm")
    let trace = KernelTrace(bytesPerElement: 2, kernels: [Self.product("p", n: 512, k: 512)])
    let copies = DeviceBudget(trace: trace.replicated(64), device: device, batch: 64)
    let law = try #require(device.productLaw)
    #expect(
      copies.time_s.nominal == law.time_s(ProductShape(m: 512, n: 512, k: 512), on: device))
  }
}
