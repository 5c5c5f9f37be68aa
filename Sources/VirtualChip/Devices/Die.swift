package import HardwareSpecs
import RandomStreams

/// The kinds of agents, each with devices of its own.
package enum AgentKind: UInt16, Sendable {
  case race = 1
  case gate = 2
  case lattice = 3
  case crossbar = 4
}

/// One manufactured chip: the variation of its devices, drawn once and the same for all runs.
///
/// Numbers are keyed by (seed, die, property, kind, agent) alone: an agent's devices depend on no
/// other agent.
package struct Die: Sendable, Equatable {
  /// The law of the variation.
  package let devices: ChipDevices
  private let seed: UInt64
  private let number: UInt32

  /// Draws die `number` of a chip.
  package init(devices: ChipDevices, seed: UInt64, number: UInt32) {
    self.devices = devices
    self.seed = seed
    self.number = number
  }

  private enum Property: UInt16 {
    case offset = 0
    case rate = 1
    case stuck = 2
    case coupling = 3
    case temperature = 4
  }

  private func stream(_ property: Property, _ kind: UInt16, _ site: Int) -> RandomStream {
    RandomStream(
      StreamKey(
        seed: seed, purpose: .deviceVariation, stage: property.rawValue << 12 | kind,
        replica: number), site: UInt32(truncatingIfNeeded: site))
  }

  /// The factor on β of the whole die.
  package var temperatureFactor: Double {
    guard devices.temperatureError > 0 else { return 1 }
    var stream = stream(.temperature, 0, 0)
    return devices.law.temperatureFactor(stream.normal())
  }

  /// Constant offsets of the inputs of `count` agents from `first` on; empty if there are none.
  package func offsets(of kind: AgentKind, first: Int = 0, count: Int) -> [Double] {
    guard devices.offsetVariation > 0 else { return [] }
    let law = devices.law
    return (first..<(first + count)).map { agent in
      var stream = stream(.offset, kind.rawValue, agent)
      return law.offset(stream.normal())
    }
  }

  /// Factors e^{N(0, σ)} on the clock rates of `count` agents from `first` on; empty if all are 1.
  package func rates(of kind: AgentKind, first: Int = 0, count: Int) -> [Double] {
    guard devices.rateVariation > 0 else { return [] }
    let law = devices.law
    return (first..<(first + count)).map { agent in
      var stream = stream(.rate, kind.rawValue, agent)
      return law.rateFactor(stream.normal())
    }
  }

  /// For `count` agents from `first` on the state at which each is stuck, +1 or −1, or 0; empty if none
  /// is.
  package func stuckStates(of kind: AgentKind, first: Int = 0, count: Int) -> [Int8] {
    guard devices.stuckFraction > 0 else { return [] }
    let law = devices.law
    return (first..<(first + count)).map { agent in
      var stream = stream(.stuck, kind.rawValue, agent)
      return law.stuckState(stream.uniform())
    }
  }

  /// Factors 1 + N(0, σ) on couplings 0..<`count` of array `array`; empty if all are 1.
  package func couplings(ofArray array: Int, count: Int) -> [Float] {
    guard devices.couplingVariation > 0 else { return [] }
    var stream = stream(.coupling, UInt16(truncatingIfNeeded: array) & 0xfff, array >> 12)
    return (0..<count).map { _ in 1 + Float(devices.couplingVariation * stream.normal()) }
  }
}
