import EnergyBudgets
import ExecutionRecords
import HardwareSpecs
import Testing

/// The model of a GPU against measurements that others published (docs/hardware.md has the table).
@Suite struct DeviceValidationTests {
  struct Product: Sendable {
    var m: Int
    var n: Int
    var k: Int
    var measured_s: Double
  }

  /// fp16 products on an A100, PyTorch, launch and framework included (LLMCompass, ISCA 2024,
  /// ae/figure5/ab/real_hardware/matmul_A100.csv).
  static let products = [
    Product(m: 64, n: 12288, k: 12288, measured_s: 0.1900e-3),
    Product(m: 16384, n: 12288, k: 12288, measured_s: 17.0307e-3),
    Product(m: 8192, n: 1024, k: 1024, measured_s: 0.0927e-3),
    Product(m: 8192, n: 64, k: 64, measured_s: 0.0296e-3),
  ]

  /// Within the 5.6 % that the fit left as its worst error, after adding the framework's launch time.
  @Test(arguments: products) func matrixProductsOnAnA100(_ product: Product) throws {
    var device = try SpecLibrary.device("a100-sxm")
    // The measurement contains the framework, which is the upper end of the launch latency; bytes came
    // from main memory in these large products.
    device.launchLatency_s.band.nominal = device.launchLatency_s.band.high
    device.memory.cache_B = 0
    // The stretch by the power limit is a model of energy; the fit of times did not have it.
    device.energy.limit_W = .infinity
    let (m, n, k) = (product.m, product.n, product.k)
    let kernel = KernelTrace.Kernel(
      kind: .matrixProduct, name: "product", layer: nil, shape: [1, m, n, k],
      flops: UInt64(2 * m * n * k), weightBytes: UInt64(2 * n * k), readBytes: UInt64(2 * m * k),
      writtenBytes: UInt64(2 * m * n))
    let budget = DeviceBudget(
      trace: KernelTrace(bytesPerElement: 2, kernels: [kernel]), device: device, batch: 1)
    #expect(abs(budget.time_s.nominal / product.measured_s - 1) < 0.06)
  }

  /// A row of the ML.ENERGY leaderboard: one H100 SXM, bf16, vLLM.
  struct Decoding: Sendable, CustomTestStringConvertible {
    var name: String
    /// Parameters read in a step (all but the input embedding).
    var parameters: Double
    var layers: Double
    /// Query heads × head size.
    var queryWidth: Double
    /// Bytes of keys and values of one token of context.
    var cacheBytes: Double
    /// Mean number of sequences.
    var sequences: Double
    /// Tokens of a prompt: fitted for lm-arena-chat (850), assumed for gpqa (250), see docs/hardware.md.
    var prompt: Double
    /// Mean tokens of an answer.
    var answer: Double
    var measured_JPerToken: Double
    var measured_tokensPerSecond: Double
    /// Relative error of the model's energy as docs/hardware.md states it, and half a unit of its last
    /// digit. The model is no sample: nothing in it is random, and its energy must have this error.
    var energyError: (value: Double, rounding: Double)
    /// The same of its time for a step, which is shorter than measured ones (no scheduler, no sampling).
    var timeError: (value: Double, rounding: Double)
    var testDescription: String { name }

    /// One step of all sequences, with its share of prefilling, as 7 products a layer.
    var step: KernelTrace {
      let context = prompt + answer / 2
      let tokens = sequences * (1 + prompt / answer)
      let count = 7 * layers + 1
      let flops = 2 * parameters * tokens + 4 * queryWidth * layers * context * sequences
      let kernel = KernelTrace.Kernel(
        kind: .matrixProduct, name: "step", layer: nil, shape: [1, 1, 1, 1],
        flops: UInt64(flops / count), weightBytes: UInt64(2 * parameters / count),
        readBytes: UInt64(sequences * context * cacheBytes / count), writtenBytes: 0)
      return KernelTrace(
        bytesPerElement: 2,
        kernels: [KernelTrace.Kernel](repeating: kernel, count: Int(count)))
    }
  }

  /// Llama-3.1-8B was part of the fit of the energy prices, Qwen3-14B was not.
  static let decodings = [
    Decoding(
      name: "Llama-3.1-8B, 8 sequences", parameters: 7.50e9, layers: 32, queryWidth: 4096,
      cacheBytes: 131_072, sequences: 7.98, prompt: 850, answer: 388.7,
      measured_JPerToken: 0.4548, measured_tokensPerSecond: 1069.6,
      energyError: (-0.02, 0.005), timeError: (-0.24, 0.005)),
    Decoding(
      name: "Llama-3.1-8B, 512 sequences", parameters: 7.50e9, layers: 32, queryWidth: 4096,
      cacheBytes: 131_072, sequences: 510.9, prompt: 850, answer: 396.7,
      measured_JPerToken: 0.0702, measured_tokensPerSecond: 9805.6,
      energyError: (0.004, 0.0005), timeError: (-0.01, 0.005)),
    Decoding(
      name: "Qwen3-14B gpqa, 8 sequences", parameters: 13.99e9, layers: 40, queryWidth: 5120,
      cacheBytes: 163_840, sequences: 8, prompt: 250, answer: 6930.4,
      measured_JPerToken: 0.8741, measured_tokensPerSecond: 553.3,
      energyError: (-0.05, 0.005), timeError: (-0.29, 0.005)),
    Decoding(
      name: "Qwen3-14B gpqa, 64 sequences", parameters: 13.99e9, layers: 40, queryWidth: 5120,
      cacheBytes: 163_840, sequences: 59.0, prompt: 250, answer: 6710.8,
      measured_JPerToken: 0.2796, measured_tokensPerSecond: 2146.2,
      energyError: (-0.14, 0.005), timeError: (-0.19, 0.005)),
    Decoding(
      name: "Qwen3-14B chat, 8 sequences", parameters: 13.99e9, layers: 40, queryWidth: 5120,
      cacheBytes: 163_840, sequences: 7.99, prompt: 850, answer: 619.5,
      measured_JPerToken: 0.7061, measured_tokensPerSecond: 627.4,
      energyError: (0.14, 0.005), timeError: (-0.19, 0.005)),
    Decoding(
      name: "Qwen3-14B chat, 64 sequences", parameters: 13.99e9, layers: 40, queryWidth: 5120,
      cacheBytes: 163_840, sequences: 63.8, prompt: 850, answer: 617.2,
      measured_JPerToken: 0.1672, measured_tokensPerSecond: 3140.3,
      energyError: (0.01, 0.005), timeError: (-0.22, 0.005)),
  ]

  /// Energy and time of a step, against the measured ones and what docs/hardware.md says of them, and the
  /// band around the energy.
  @Test(arguments: decodings) func energyPerTokenOnAnH100(_ row: Decoding) throws {
    let device = try SpecLibrary.device("h100-sxm")
    let budget = DeviceBudget(trace: row.step, device: device, batch: 1)
    let energy = budget.energy_J.nominal / row.sequences / row.measured_JPerToken - 1
    #expect(abs(energy - row.energyError.value) <= row.energyError.rounding, "\(energy)")
    #expect(budget.energy_J.low / row.sequences < row.measured_JPerToken)
    #expect(budget.energy_J.high / row.sequences > row.measured_JPerToken)
    let time = budget.time_s.nominal / (row.sequences / row.measured_tokensPerSecond) - 1
    #expect(abs(time - row.timeError.value) <= row.timeError.rounding, "\(time)")
  }
}
