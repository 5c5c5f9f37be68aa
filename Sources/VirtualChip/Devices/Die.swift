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
  /// Its last calibration; `nil` for none.
  private let trim: AgentTrim?

  /// Draws die `number` of a chip.
  package init(devices: ChipDevices, seed: UInt64, number: UInt32, trim: AgentTrim? = nil) {
    self.devices = devices
    self.seed = seed
    self.number = number
    self.trim = trim
  }

  private enum Property: UInt16 {
    case offset = 0
    case rate = 1
    case stuck = 2
    case coupling = 3
    case temperature = 4
    case slope = 5
    case gain = 6
    case biasTrim = 7
    case gainTrim = 8
  }

  private func stream(
    _ property: Property, _ kind: UInt16, _ site: Int, round: UInt32 = 0
  ) -> RandomStream {
    // Each calibration draws anew.
    RandomStream(
      StreamKey(
        seed: seed &+ UInt64(round) &* 0x9e37_79b9_7f4a_7c15, purpose: .deviceVariation,
        stage: property.rawValue << 12 | kind,
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
    // Lattice agents have no bias converter.
    let trim = kind == .race || kind == .gate ? trim : nil
    return (first..<(first + count)).map { agent in
      var stream = stream(.offset, kind.rawValue, agent)
      let offset = law.offset(stream.normal())
      guard let trim else { return offset }
      var counts = self.stream(.biasTrim, kind.rawValue, agent, round: trim.round)
      // Rates of race agents are e^{input}; a gate's Φ is σ(1.702 x) to 0.01.
      return trim.residual(
        of: offset, steepness: kind == .gate ? 1.702 : 1, &counts)
    }
  }

  /// Factors 1 + N(0, σ) on the inputs of `count` agents from `first` on; empty if all are 1.
  package func slopes(of kind: AgentKind, first: Int = 0, count: Int) -> [Double] {
    guard devices.slopeVariation > 0 else { return [] }
    let law = devices.law
    return (first..<(first + count)).map { agent in
      var stream = stream(.slope, kind.rawValue, agent)
      return law.slope(stream.normal())
    }
  }

  /// Factors on the β of the heads of a race: their gains e^{N(0, σ)}, times what a calibration has set their
  /// converters to. A calibration sees the gain with the temperature and the drift of its time.
  ///
  /// - Parameters:
  ///   - race: numbers the race, with converters of its own.
  ///   - count: heads.
  /// - Returns: empty if all are 1.
  package func gains(ofRace race: Int, count: Int) -> [Double] {
    guard devices.gainVariation > 0 || trim?.converter != nil else { return [] }
    let law = devices.law
    return (0..<count).map { head in
      let site = race << 12 | head
      var stream = stream(.gain, AgentKind.race.rawValue, site)
      let gain = law.gainFactor(stream.normal())
      guard let trim else { return gain }
      var counts = self.stream(.gainTrim, AgentKind.race.rawValue, site, round: trim.round)
      return gain
        * trim.correction(
          of: gain * temperatureFactor * law.betaFactor(at: trim.age_s), &counts)
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
