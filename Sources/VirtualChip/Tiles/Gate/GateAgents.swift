import ByteFormats
import ChipPrograms
import DenseAlgebra
import HardwareSpecs
import RandomStreams

/// The gate agents of one row: sixteen stand side by side in lanes.
struct GateAgents {
  private let threshold: GateThreshold
  private let law: GateLaw
  private let width: Int
  private let context: TileContext
  private let devices: GateDevices

  init(_ threshold: GateThreshold, width: Int, in context: TileContext) {
    self.threshold = threshold
    law = GateLaw(threshold, context.chip.devices)
    self.width = width
    self.context = context
    devices = GateDevices(law, width: width, in: context)
  }

  /// Runs all gates of a row: firings of each gate, and what they did.
  func fire(_ fields: [Float]) -> (counts: [Float], outcome: GateOutcome) {
    let samples = context.settings.samples
    let agents = context.chip.geometry.gateAgents
    let steps = threshold == .zeroTemperature
    var counts = [Float](repeating: 0, count: width)
    var outcome = GateOutcome(
      updates: 0, firings: 0,
      slowest_s: [Double](repeating: 0, count: ceilingDivide(width, agents)))
    var draws = LaneStream(context.streams.key(.gate), stream: context.token)
    let converter = FieldConverter(context.chip.devices)
    let regular = context.settings.draws == .systematic
    let fields = fields.span
    for first in stride(from: 0, to: width, by: 16) {
      let count = min(16, width - first)
      var x = count == 16 ? fields.lanes(first) : fields.lanes(first, count: count, filler: 0)
      if let converter { x = converter(x) }
      let fired: (counts: Lanes, intervals: Lanes)
      if steps {
        fired = (devices.decide(x, first: first, draws: &draws), Lanes(repeating: 0))
      } else if regular {
        fired = devices.integrate(
          x, first: first, samples: samples, draws: &draws)
      } else if devices.areIdeal {
        fired = Self.ideal(law, x, samples: samples, draws: &draws)
      } else {
        fired = devices.tick(x, first: first, samples: samples, draws: &draws)
      }
      for lane in 0..<count {
        counts[first + lane] = fired.counts[lane]
        outcome.firings += Int(fired.counts[lane])
        let round = (first + lane) / agents
        let time = Double(fired.intervals[lane]) / context.chip.timing.gateRate_Hz
        if time > outcome.slowest_s[round] { outcome.slowest_s[round] = time }
      }
    }
    outcome.updates = steps ? width : (regular ? outcome.firings : width * samples)
    return (counts, outcome)
  }

  /// Sixteen ideal Poisson agents: S ticks each. At a tick a Gaussian threshold lies below x with
  /// probability Φ(x), which a uniform number decides; nothing else would see the threshold's value.
  ///
  /// The sum of four exponential intervals −Σ ln uᵢ is taken as −ln Πuᵢ.
  ///
  /// - Returns: Firings, and the time of the last tick in mean intervals.
  @inline(__always)
  static func ideal(
    _ law: GateLaw, _ x: Lanes, samples: Int, draws: inout LaneStream
  ) -> (counts: Lanes, intervals: Lanes) {
    let p = law.probability(x)
    var counts = Lanes(repeating: 0)
    var time = Lanes(repeating: 0)
    var tick = 0
    while tick < samples {
      let last = min(tick &+ 4, samples)
      var product = Lanes(repeating: 1)
      while tick < last {
        product *= draws.openUniforms()
        counts += Lanes(repeating: 0).replacing(with: 1, where: draws.uniforms() .< p)
        tick &+= 1
      }
      time -= VectorFunctions.log(product)
    }
    return (counts, time)
  }
}
