import EnergyBudgets
import ExecutionRecords
import HardwareSpecs
import Testing

@Suite struct DeviceBudgetTests {
  /// A device with round figures and no laws: 100 FLOP/s in matrices (η ½, F½ 10), 10 in vectors, 8 B/s, cache
  /// of 20 B, 1 s a launch.
  static func device(limit: Double = 1000, launch: Double = 1) -> DeviceSpec {
    func exactly(_ value: Double) -> Price { Samples.price(value, value, value) }
    return DeviceSpec().with { device in
      device.name = "round"
      device.compute = DeviceCompute().with {
        $0.fp16Peak_perSecond = 100
        $0.tf32Peak_perSecond = 50
        $0.vectorPeak_perSecond = 10
        $0.matrixEfficiency = 0.5
        $0.matrixHalfWork_FLOP = exactly(10)
      }
      device.memory = DeviceMemory().with {
        $0.capacity_B = 1000
        $0.bandwidth_BPerSecond = 8
        $0.cache_B = 20
        $0.bandwidthShare = [.softmax: 0.5]
      }
      device.launchLatency_s = exactly(launch)
      device.energy = DeviceEnergy().with {
        $0.matrixFLOP_J = exactly(2)
        $0.vectorFLOP_J = exactly(3)
        $0.memoryByte_J = exactly(5)
        $0.onChipByte_J = exactly(1)
        $0.idle_W = exactly(4)
        $0.waiting_W = exactly(7)
        $0.active_W = exactly(7)
        $0.limit_W = limit
      }
    }
  }

  static func kernel(
    _ kind: KernelTrace.Kind, flops: UInt64, weights: UInt64 = 0, read: UInt64 = 0,
    written: UInt64 = 0
  ) -> KernelTrace.Kernel {
    .init(
      kind: kind, name: "k", layer: nil, shape: [1, 1, 1, 1], flops: flops, weightBytes: weights,
      readBytes: read, writtenBytes: written)
  }

  static func budget(_ kernels: [KernelTrace.Kernel], bytes: Int = 2, limit: Double = 1000)
    -> DeviceBudget
  {
    DeviceBudget(
      trace: KernelTrace(bytesPerElement: bytes, kernels: kernels), device: device(limit: limit),
      batch: 1)
  }

  @Test func computeBoundProduct() {
    // e = ½·90/100, so 90 / (100·0.45) = 2 s, against 12 B / 8 = 1.5 s.
    let result = Self.budget([
      Self.kernel(.matrixProduct, flops: 90, weights: 6, read: 4, written: 2)
    ])
    #expect(agree(result.time_s.nominal, 1 + 2))
    #expect(agree(result.energy_J.nominal, 213 /* 90·2 + 12·1 + 7·3 */))
  }

  @Test func memoryBoundProduct() {
    // 36 / 8 = 4.5 s, against (10 + 10)/50 = 0.4 s. 32 B of weights do not fit the cache.
    let result = Self.budget([Self.kernel(.matrixProduct, flops: 10, weights: 32, read: 4)])
    #expect(agree(result.time_s.nominal, 1 + 4.5))
    #expect(agree(result.energy_J.nominal, 254.5 /* 10·2 + 36·1 + 32·5 + 7·5.5 */))
  }

  @Test func vectorKernelsUseTheirRateAndShare() {
    let compute = Self.budget([Self.kernel(.elementwise, flops: 30, read: 2, written: 2)])
    #expect(agree(compute.time_s.nominal, 1 + 3))
    #expect(agree(compute.energy_J.nominal, 122 /* 30·3 + 4·1 + 7·4 */))
    // 40 B reach half the bandwidth: 40 / 4 = 10 s.
    let memory = Self.budget([Self.kernel(.softmax, flops: 1, read: 20, written: 20)])
    #expect(agree(memory.time_s.nominal, 1 + 10))
  }

  @Test func elementsAreScaledToTheDevicesPrecision() {
    let wide = Self.budget(
      [Self.kernel(.matrixProduct, flops: 10, weights: 64, read: 8)], bytes: 4)
    let narrow = Self.budget([Self.kernel(.matrixProduct, flops: 10, weights: 32, read: 4)])
    #expect(wide.time_s == narrow.time_s && wide.energy_J == narrow.energy_J)
  }

  @Test func gatheredTablesComeFromMainMemory() {
    let result = Self.budget([Self.kernel(.gather, flops: 0, weights: 8)])
    #expect(agree(result.time_s.nominal, 1 + 1))
    #expect(agree(result.energy_J.nominal, 62 /* 8·1 + 8·5 + 7·2 */))
  }

  @Test func theLimitStretchesTimeAndNeverSetsTheEstimate() {
    let kernel = Self.kernel(.matrixProduct, flops: 90)
    let free = Self.budget([kernel])
    // 180 J of work above 7 W under a limit of 37 W: 6 s.
    let capped = Self.budget([kernel], limit: 37)
    #expect(agree(free.time_s.nominal, 1 + 2))
    #expect(agree(capped.time_s.nominal, 1 + 6))
    #expect(agree(capped.energy_J.nominal, 229 /* 90·2 + 7·7 */))
    #expect(capped.averagePower_W <= 37)
  }

  @Test func waitingForALaunchHasItsOwnPower() {
    var device = Self.device()
    device.energy.waiting_W = Samples.price(5, 5, 5)
    let result = DeviceBudget(
      trace: KernelTrace(
        bytesPerElement: 2, kernels: [Self.kernel(.elementwise, flops: 30, read: 2, written: 2)]),
      device: device, batch: 1)
    #expect(agree(result.energy_J.nominal, 120 /* 30·3 + 4·1 + 7·3 + 5·1 */))
  }

  @Test func moreOfAnythingCostsMore() throws {
    for name in ["a100-sxm", "h100-sxm", "h200-sxm", "h100-sxm-fp8", "a100-sxm-int8", "b200-sxm"] {
      let device = try SpecLibrary.device(name)
      var last = (time: 0.0, energy: 0.0)
      for size in [1, 10, 100, 1000, 10_000] {
        let kernel = FusionTests.product("p", n: 10 * size, k: 10 * size, m: 10 * size)
        let budget = DeviceBudget(
          trace: KernelTrace(bytesPerElement: 2, kernels: [kernel]), device: device, batch: 1)
        for band in [budget.time_s, budget.energy_J] {
          #expect(band.low <= band.nominal && band.nominal <= band.high)
        }
        #expect(budget.time_s.nominal > last.time && budget.energy_J.nominal > last.energy)
        #expect(budget.averagePower_W < device.energy.limit_W * (1 + 1e-12))
        last = (budget.time_s.nominal, budget.energy_J.nominal)
      }
    }
  }

  @Test func replicasShareWeights() {
    let trace = KernelTrace(
      bytesPerElement: 2,
      kernels: [
        Self.kernel(.matrixProduct, flops: 5, weights: 7, read: 3, written: 2),
        Self.kernel(.gather, flops: 0, weights: 7),
      ])
    let batch = trace.replicated(4)
    #expect(batch.kernels[0].flops == 20 && batch.kernels[0].weightBytes == 7)
    #expect(batch.kernels[0].readBytes == 12 && batch.kernels[0].writtenBytes == 8)
    #expect(batch.kernels[1].weightBytes == 28)
    #expect(trace.replicated(1) == trace)
  }

  @Test func saturationBeatsOneInputAtATime() throws {
    let device = try SpecLibrary.device("h100-sxm")
    // One layer like MiniLM's on 20 tokens.
    let widths: [(Int, Int)] = [(384, 1152), (384, 384), (384, 1536), (1536, 384)]
    let kernels = widths.map { (input: Int, output: Int) -> KernelTrace.Kernel in
      let weights = input * output
      var kernel = Self.kernel(
        .matrixProduct, flops: UInt64(40 * weights), weights: UInt64(4 * weights),
        read: UInt64(80 * input), written: UInt64(80 * output))
      kernel.shape = [1, 20, output, input]
      return kernel
    }
    let trace = KernelTrace(bytesPerElement: 4, kernels: kernels)
    let one = DeviceBudget(trace: trace, device: device, batch: 1)
    var tried: [Int] = []
    let many = DeviceBudget.saturated(on: device) { batch in
      tried.append(batch)
      return trace.replicated(batch)
    }
    #expect(tried == (0...12).map { 1 << $0 })
    #expect(many.batch > 16)
    #expect(many.energyPerInput_J.nominal < one.energyPerInput_J.nominal / 10)
    for batch in tried {
      let other = DeviceBudget(trace: trace.replicated(batch), device: device, batch: batch)
      #expect(many.energyPerInput_J.nominal <= other.energyPerInput_J.nominal * 1.0101)
    }
  }
}
