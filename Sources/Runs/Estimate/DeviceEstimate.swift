import DenseExecutor
import EnergyBudgets
import ExecutionRecords
import HardwareSpecs
import TransformerModels

/// A reference device on the same work, by the kernels that it launches.
struct DeviceEstimate: Sendable {
  /// What a phase takes.
  struct Phase: Sendable {
    let kind: PhaseEstimate.Kind
    /// Texts, or texts times tokens.
    let units: Int
    /// Of the batch in seconds.
    let time_s: Band
    /// Of a text or token in joules, all devices together.
    let energy_J: Band
    /// Floating-point operations of the batch.
    let flops: Double
  }

  let name: String
  let precision: String
  let phases: [Phase]
  /// Bytes of weights, keys and values, and of the largest kernel's activations.
  let memory_B: Double
  /// Devices that hold them; `nil` where the description states no capacity.
  let devices: Int?
  /// Bytes of one device.
  let capacity_B: Double

  /// Counts and prices.
  ///
  /// Weights that do not fit one device lie on several, layer behind layer: they work one after the other and wait
  /// meanwhile. Nothing is charged for the way from one to the next.
  init(
    of graph: ModelGraph, on device: DeviceSpec, batch: Int, _ work: TextWork, stateElements: Int
  ) {
    name = device.name
    precision = device.precision.rawValue
    let isDecoder = graph.head?.task == .nextToken
    let bytes = device.precision.bytes
    func budget(_ tokens: Int, earlier: Int) -> (DeviceBudget, KernelTrace) {
      let trace = KernelTrace.trace(
        of: graph, tokenCounts: [Int](repeating: tokens, count: batch),
        earlier: [Int](repeating: earlier, count: batch), includesHead: isDecoder,
        bytesPerElement: bytes)
      return (DeviceBudget(trace: trace, device: device, batch: batch), trace)
    }
    let (text, trace) = budget(work.context, earlier: 0)
    let activations = trace.kernels.reduce(UInt64(0)) { max($0, $1.readBytes + $1.writtenBytes) }
    memory_B =
      Double(graph.parameterCount * bytes)
      + Double(stateElements * device.precision.resultBytes * batch)
      + Double(activations) / Double(bytes) * Double(device.precision.resultBytes)
    capacity_B = device.memory.capacity_B
    devices =
      capacity_B > 0 ? max(1, Int(exactly: (memory_B / capacity_B).rounded(.up)) ?? .max) : nil
    let others = Double((devices ?? 1) - 1)
    let waiting = device.energy.waiting_W.band
    func phase(
      _ kind: PhaseEstimate.Kind, _ time: Band, _ energy: Band, flops: Double, units: Int
    ) -> Phase {
      // Ends of time and of waiting power go together.
      let idle = Band { others * waiting[$0] * time[$0] }
      return Phase(
        kind: kind, units: units, time_s: time, energy_J: (energy + idle) / Double(units),
        flops: flops)
    }
    var phases = [
      phase(
        work.newTokens == 0 ? .text : .prompt, text.time_s, text.energy_J,
        flops: Double(trace.flops), units: batch)
    ]
    if work.newTokens > 0 {
      // Steps cost more as contexts grow, nearly in a straight line: Simpson's rule over three of them.
      let last = work.newTokens - 1
      var (time, energy, flops) = (Band.zero, Band.zero, 0.0)
      for (step, weight) in [(0, 1.0), (last / 2, 4), (last, 1)] {
        let token = budget(1, earlier: work.context + step)
        let share = weight / 6 * Double(work.newTokens)
        time += token.0.time_s * share
        energy += token.0.energy_J * share
        flops += Double(token.1.flops) * share
      }
      phases.append(
        phase(.continuation, time, energy, flops: flops, units: batch * work.newTokens))
    }
    self.phases = phases
  }
}
