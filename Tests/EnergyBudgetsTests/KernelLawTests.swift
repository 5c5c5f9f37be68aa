import EnergyBudgets
import ExecutionRecords
import HardwareSpecs
import Testing

/// The laws of kernel times in Swift against those of the script that fitted them.
@Suite struct KernelLawTests {
  @Test func productsAgreeWithTheFit() throws {
    let rows = try MeasuredRows("law_products").rows
    #expect(rows.count == 140)
    for row in rows {
      let device = try SpecLibrary.device(row.device)
      let shape = ProductShape(m: row.sizes[0], n: row.sizes[1], k: row.sizes[2])
      let time = try #require(device.productLaw).time_s(
        shape, on: device, quantises: device.precision.bytes == 1)
      #expect(agree(time, row.time_s, 1e-9), "\(row)")
    }
  }

  @Test func attentionAgreesWithTheFit() throws {
    let rows = try MeasuredRows("law_attention", hasKind: true).rows
    #expect(Set(rows.map(\.kind)) == ["encoder", "context", "generation"])
    for row in rows {
      let device = try SpecLibrary.device(row.device)
      let time = try #require(device.attentionLaw).time_s(
        DeviceValidationTests.attention(row), units: device.products.units, on: device)
      #expect(agree(time, row.time_s, 1e-9), "\(row)")
    }
  }

  /// One tile on one unit by hand: 4 units, peak 4000 FLOP/s, 100 B/s, exponent 1.
  @Test func aProductByHand() {
    var device = DeviceBudgetTests.device()
    device.compute.fp16Peak_perSecond = 4_096_000
    device.memory.bandwidth_BPerSecond = 1e6
    device.products = ProductLaw().with {
      ($0.units, $0.ramp_s, $0.wave_s, $0.exponent) = (4, 3, 0.5, 1)
    }
    // 16 × 64 × 64 needs one tile of 16 × 64 (1024 elements): 131 072 FLOP at 1 024 000 FLOP/s a unit is 0.128 s;
    // 2 (1024 + 4096 + 1024) B = 0.012 288 s.
    let shape = ProductShape(m: 16, n: 64, k: 64)
    #expect(agree(device.products.time_s(shape, on: device), 3 + 0.128 + 0.012_288 + 0.5))
    // Five such products on four units: two rounds, still one wave of four tiles a unit.
    let five = ProductShape(count: 5, m: 16, n: 64, k: 64)
    #expect(agree(device.products.time_s(five, on: device), 3 + 0.256 + 0.061_44 + 0.5))
    // A sum of 1024 in 4 parts on 4 units: 0.512 s in place of 2.048 s, and 1 s for adding them up.
    device.products.split_s = 1
    let long = ProductShape(m: 16, n: 64, k: 1024)
    // 2 (16 · 1024 + 64 · 1024 + 1024) B = 0.165 888 s.
    let expected: Double = 3 + 0.512 + 0.165_888 + 0.5 + 1
    #expect(agree(device.products.time_s(long, on: device), expected))
  }

  /// A kernel with more of anything takes no less time.
  @Test(arguments: ["a100-sxm", "h100-sxm", "h100-sxm-fp8", "b200-sxm"])
  func largerProductsTakeNoLessTime(_ name: String) throws {
    let device = try SpecLibrary.device(name)
    let law = try #require(device.productLaw)
    let sizes = [1, 7, 16, 17, 64, 100, 384, 1000, 4096, 10_000]
    for (small, large) in zip(sizes, sizes.dropFirst()) {
      for other in sizes {
        for last in sizes {
          let (a, b) = (
            ProductShape(m: small, n: other, k: last), ProductShape(m: large, n: other, k: last)
          )
          #expect(law.time_s(a, on: device) <= law.time_s(b, on: device), "\(a)")
          let (c, d) = (
            ProductShape(m: other, n: last, k: small), ProductShape(m: other, n: last, k: large)
          )
          #expect(law.time_s(c, on: device) <= law.time_s(d, on: device), "\(c)")
        }
      }
    }
  }

  /// Key heads that are shared move fewer bytes; a causal query sees half of the keys of a long text.
  @Test func attentionFollowsItsWork() throws {
    let device = try SpecLibrary.device("h100-sxm")
    let law = try #require(device.attentionLaw)
    func time(_ change: (inout AttentionWork) -> Void) -> Double {
      var work = AttentionWork(heads: 512, keyHeads: 512, queries: 8192, keys: 8192, size: 64)
      change(&work)
      return law.time_s(work, units: device.products.units, on: device)
    }
    let whole = time { _ in }
    #expect(time { $0.keyHeads = 64 } < whole)
    let causal = time { $0.isCausal = true } / whole
    #expect(causal > 0.5 && causal < 0.56, "\(causal)")
    #expect(time { $0.appends = true } > whole)
  }
}
