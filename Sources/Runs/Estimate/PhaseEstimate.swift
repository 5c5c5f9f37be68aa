import ChipPrograms
import EnergyBudgets
import ExecutionRecords
import HardwareSpecs
import VirtualChip

/// A phase of the work on a machine: counts of the whole batch, and what a text or a token of it costs.
struct PhaseEstimate: Sendable {
  /// What is done.
  enum Kind: String, Sendable {
    /// Texts, whole.
    case text
    /// Prompts, before their continuations.
    case prompt
    /// Token after token.
    case continuation

    /// What a figure is for.
    var unit: String { self == .continuation ? "token" : "text" }
  }

  /// A machine's share.
  struct Cost: Sendable {
    /// Of the batch in seconds.
    let time_s: Double
    /// Of a text or token in joules; `nil` if a price is missing.
    let energy_J: Drawn?

    init(of record: ExecutionRecord, at prices: DrawnPrices, units: Int) {
      time_s = record.timeline.duration_s
      energy_J = prices.energy(of: record.total, seconds: time_s).map { $0 / Double(units) }
    }

    /// Mean power in watts; `nil` if a price is missing or no time passes.
    func power_W(units: Int) -> Double? {
      time_s > 0 ? energy_J.map { $0.nominal * Double(units) / time_s } : nil
    }
  }

  /// What loads of couplings cost.
  struct Traffic: Sendable {
    /// Bits that are loaded, all passes of the batch together.
    let bits: UInt64
    /// Energy of the loads in joules, a text or token; `nil` if a price is missing.
    let energy_J: Double?
    /// Of the phase's energy.
    let energyShare: Double?
    /// Seconds that loads take, hidden ones too, of the batch.
    let loading_s: Double
    /// Seconds in which all else waits for them.
    let waiting_s: Double
    /// The smallest batch whose computation takes as long as its loads; `nil` without computation.
    let hidingBatch: Double?
    /// The smallest batch of which all else takes as much energy as the loads; `nil` if a price is missing.
    let energyBatch: Double?
  }

  let kind: Kind
  /// Texts, or texts times tokens.
  let units: Int
  /// Of the batch.
  let record: ExecutionRecord
  let chip: Cost
  let twin: Cost
  let analogTwin: Cost?
  /// `nil` where nothing is reloaded.
  let traffic: Traffic?
  /// By component, in joules a text or token, without static power; `nil` if a price is missing.
  let components: [(name: String, energy_J: Double?)]

  /// Prices a phase.
  ///
  /// - Parameters:
  ///   - kind: what is done.
  ///   - foresight: what was counted.
  ///   - program: names the loads.
  ///   - prices: of the machine.
  ///   - batch: texts at once.
  ///   - units: texts, or texts times tokens.
  init(
    _ kind: Kind, _ foresight: Foresight, _ program: Program, at prices: DrawnPrices,
    batch: Int, units: Int
  ) {
    self.kind = kind
    self.units = units
    let record = foresight.record
    self.record = record
    chip = Cost(of: record, at: prices, units: units)
    twin = Cost(of: DigitalTwin.record(of: record), at: prices, units: units)
    analogTwin = AnalogTwin.record(of: record).map { Cost(of: $0, at: prices, units: units) }
    let byComponent = record.byComponent
    components = ChipComponent.allCases.compactMap { component in
      byComponent[component].map {
        (component.rawValue, prices.energy(of: $0).map { $0.nominal / Double(units) })
      }
    }
    traffic = Self.traffic(
      foresight, program, at: prices, whole: chip.energy_J, batch: batch, units: units)
  }

  private static func traffic(
    _ foresight: Foresight, _ program: Program, at prices: DrawnPrices, whole: Drawn?,
    batch: Int, units: Int
  ) -> Traffic? {
    let record = foresight.record
    let loads = record.instructions.filter {
      program.instructions[$0.instruction].operation is Instruction.Load
    }.reduce(ActionCounts()) { $0 + $1.total }
    let bits = loads[.couplingWrite]
    guard bits > 0 else { return nil }
    let clock_Hz = record.timeline.clock_Hz
    let (loading, waiting) = (
      Double(foresight.loadCycles) / clock_Hz, Double(foresight.loadingCycles) / clock_Hz
    )
    let energy = prices.energy(of: loads).map { $0.nominal / Double(units) }
    // The rest of a text: no waiting, and its share of the static power.
    let computing_s = max(0, record.timeline.duration_s - waiting) / Double(batch)
    var energyBatch: Double?
    if let energy, let all = prices.energy(of: record.total)?.nominal,
      let statics = prices.energy(of: ActionCounts(), seconds: computing_s)?.nominal
    {
      let rest = all / Double(batch) - energy * Double(units) / Double(batch) + statics
      if rest > 0 { energyBatch = energy * Double(units) / rest }
    }
    return Traffic(
      bits: bits, energy_J: energy,
      energyShare: energy.flatMap { energy in whole.map { energy / $0.nominal } },
      loading_s: loading, waiting_s: waiting,
      hidingBatch: computing_s > 0 ? loading / computing_s : nil, energyBatch: energyBatch)
  }
}
