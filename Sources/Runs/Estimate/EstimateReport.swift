import EnergyBudgets
import HardwareSpecs
import ModelCompiler
public import Reports

/// Everything that an estimate reports, as values.
public struct EstimateReport: Report {
  /// Where the result comes from.
  public var provenance: Provenance
  /// The model.
  public var model: ModelName
  /// The chip as described.
  public var hardware: ChipName
  /// Settings of the estimate.
  public var settings: Facts
  /// Texts at once.
  public let batch: Int
  /// Tokens of texts and continuations.
  let work: TextWork
  /// Layers of the model.
  let layers: Int
  /// Width of its hidden state.
  let width: Int
  /// Elements of keys and values of one text.
  var stateElements = 0
  /// Bits of one on the chip.
  var attentionBits = 0
  /// What the model needs of a chip; `nil` where no chip has its operations.
  var needs: CapacityNeeds?
  /// On the chip, and on what it would need to be.
  var machines: [MachineEstimate] = []
  /// On reference devices.
  var devices: [DeviceEstimate] = []
  /// Sentences that the user should read.
  public var warnings: [String] = []

  init(
    provenance: Provenance, model: ModelName, hardware: ChipName, settings: Facts, batch: Int,
    work: TextWork, layers: Int, width: Int
  ) {
    self.provenance = provenance
    self.model = model
    self.hardware = hardware
    self.settings = settings
    self.batch = batch
    self.work = work
    self.layers = layers
    self.width = width
  }

  /// The phases in their order.
  var phaseKinds: [PhaseEstimate.Kind] {
    work.newTokens == 0 ? [.text] : [.prompt, .continuation]
  }

  /// From which batch on texts take less energy with couplings streamed than with all of them resident; `nil` where
  /// they never do, or from the first on, or a price is missing.
  ///
  /// A text on the streaming chip takes the loads' energy over the batch, and the rest.
  func streamingBatch(_ kind: PhaseEstimate.Kind) -> Double? {
    guard machines.count == 2, let resident = machines[1].energy(kind)?.nominal,
      let streamed = machines[0].phases.first(where: { $0.kind == kind }),
      let traffic = streamed.traffic, let loads = traffic.energy_J,
      let batchOfEnergy = traffic.energyBatch, batchOfEnergy > 0
    else { return nil }
    let load = loads * Double(batch)
    let rest = load / batchOfEnergy
    return resident > rest ? load / (resident - rest) : nil
  }

  /// What follows from values that nobody has, and how it was taken.
  static let assumptions = [
    "attention is uniform: value rows read are a bound from above",
    "half of all gates' firings let through",
    "a norm by feedback starts from a row of root mean square 0.7",
    "analog twin: a quarter of all products of two bits are 1",
  ]
}

extension MachineEstimate {
  /// Its name in tables.
  var name: String {
    switch variant.kind {
    case .described: chip.name
    case .streamed: "\(chip.name), streamed"
    case .resident: "\(chip.name), \(chip.dies.count) \(chip.dies.count == 1 ? "die" : "dies")"
    }
  }

  /// Energy of a text or token.
  func energy(_ kind: PhaseEstimate.Kind) -> Drawn? {
    phases.first { $0.kind == kind }?.chip.energy_J
  }
}
