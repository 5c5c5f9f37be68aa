import HardwareSpecs
import IsingModels
import Synchronization

/// The lattice tiles of one manufactured chip with a program's couplings in them.
struct LatticeDie {
  let couplings: LatticeCouplings
  /// Rows of links as this die stores them.
  let links: [LatticeLink]
  let devices: ChipDevices
  let law: AgentLaw
  /// Mean rate of an agent's clock.
  let rate_Hz: Double
  let temperatureFactor: Double
  /// By agent, the constant offset of its input; empty where there are none.
  let offsets: [Double]
  /// By agent, the factor on its input; empty where all are 1.
  let slopes: [Double]
  /// By agent, the factor on its rate; empty where all are 1.
  let rateFactors: [Double]
  /// By agent, the state at which it is stuck, or 0; empty where none is.
  let stuck: [Int8]

  /// Couplings in the tiles of a die.
  init(_ couplings: LatticeCouplings, in die: Die, rate_Hz: Double) {
    self.couplings = couplings
    self.rate_Hz = rate_Hz
    links = couplings.links(
      variation: die.couplings(ofArray: 0, count: couplings.stored.bonds.count))
    devices = die.devices
    law = devices.law
    temperatureFactor = die.temperatureFactor
    let count = couplings.fields.count
    offsets = die.offsets(of: .lattice, count: count)
    slopes = die.slopes(of: .lattice, count: count)
    rateFactors = die.rates(of: .lattice, count: count)
    stuck = die.stuckStates(of: .lattice, count: count)
  }

  /// Whether agents draw by the ideal law; delays and rates may still differ.
  var drawsIdeally: Bool { law.drawsIdeally && devices.fieldBits == nil }

  /// Whether each link holds a copy of its source's state.
  var hasCopies: Bool { devices.couplingDelay_s > 0 && devices.delayLaw == .exponential }

  /// Whether flips wait in line.
  var hasLine: Bool { devices.couplingDelay_s > 0 && devices.delayLaw == .fixed }

  /// The sum of the clock rates of free agents.
  func tickRate_Hz(held: [Int8]) -> Double {
    ClockChoice.total_Hz(
      agents: held.indices.filter { held[$0] == 0 }.map { Int32($0) }, rate_Hz: rate_Hz,
      factors: rateFactors)
  }
}

/// A program's couplings on the dies that sessions run on: the last one is kept, since replicas share it.
final class LatticeDies: Sendable {
  let couplings: LatticeCouplings
  private let last = Mutex<(die: Die, lattice: LatticeDie)?>(nil)

  init(_ couplings: LatticeCouplings) { self.couplings = couplings }

  /// The tiles of a session.
  ///
  /// What a measured device is at rest, and the converter's bits, every fidelity follows; memory, drift,
  /// noise, variation and delay only `event`.
  func lattice(of chip: ChipSpec, _ settings: RunSettings) -> LatticeDie {
    var devices = chip.devices
    if settings.fidelity.word != .event {
      devices = ChipDevices()
      devices.table = chip.devices.table?.atRest
      devices.fieldBits = chip.devices.fieldBits
      devices.fieldRange = chip.devices.fieldRange
    }
    let die = Die(devices: devices, seed: settings.seed, number: settings.fidelity.die)
    return last.withLock { last in
      if let last, last.die == die { return last.lattice }
      let lattice = LatticeDie(couplings, in: die, rate_Hz: chip.timing.latticeRate_Hz)
      last = (die, lattice)
      return lattice
    }
  }
}
