/// A part of a chip, for reports by component.
public enum ChipComponent: String, CaseIterable, Codable, Sendable {
  /// Coupling arrays that multiply: linear layers.
  case linearTiles = "linear tiles"
  /// Race tiles: attention rows.
  case raceTiles = "race tiles"
  /// Lattice tiles: recurrent couplings among free agents.
  case latticeTiles = "lattice tiles"
  /// Gate tiles: activation functions.
  case gateTiles = "gate tiles"
  /// The potentials μ and z of the norms.
  case normUnits = "norm units"
  /// Digital periphery: residual sums, quantisers, scales, pooling.
  case periphery = "periphery"
  /// The mesh between tiles.
  case network = "network"
  /// On-chip and off-chip memory.
  case memory = "memory"
  /// The link to the host.
  case host = "host link"
  /// Entropy estimators and the draws that are made for them, settings of β converters, calibration.
  case thermostat = "thermostat"
}

/// What one instruction of a program did: its place in the model, its actions by component, its time.
public struct InstructionRecord: Sendable, Equatable, Codable {
  /// Index of the instruction in its program.
  public var instruction: Int
  /// The instruction's name in the listing, e.g. `layer2.query`.
  public var name: String
  /// The encoder layer it belongs to; `nil` for embedding, pooling and host transfers.
  public var layer: Int?
  /// What was counted, by component.
  public var counts: [ChipComponent: ActionCounts]
  /// What a digital twin does instead; `nil` where it does the same.
  public var twin: TwinWork?

  /// Creates a record without actions.
  public init(instruction: Int, name: String, layer: Int?) {
    self.instruction = instruction
    self.name = name
    self.layer = layer
    counts = [:]
  }

  /// Counts `count` actions of one class on one component.
  public mutating func add(
    _ action: Action, _ actionClass: ActionClass, on component: ChipComponent, _ count: Int
  ) {
    guard count > 0 else { return }
    counts[component, default: ActionCounts()].add(action, actionClass, UInt64(count))
  }

  /// All actions of the instruction, over components.
  public var total: ActionCounts { counts.values.reduce(ActionCounts(), +) }

  /// Counts everything so many times.
  /// - Precondition: no count leaves 64 bits.
  package mutating func multiply(by times: UInt64) {
    guard times != 1 else { return }
    for component in counts.keys { counts[component]?.multiply(by: times) }
    twin?.multiply(by: times)
  }

  /// Adds the counts of the same instruction on another input.
  public mutating func merge(_ other: InstructionRecord) {
    // In place: a sum of its own for each component would cost more than the adding.
    for (component, further) in other.counts {
      counts[component, default: ActionCounts()] += further
    }
    guard let work = other.twin else { return }
    if twin == nil { twin = work } else { twin? += work }
  }
}

/// Everything that the virtual chip hands on about one execution: counts and time, never joules.
public struct ExecutionRecord: Sendable, Equatable, Codable {
  /// One record for each instruction of the program, in program order.
  public var instructions: [InstructionRecord]
  /// When each instruction ran.
  public var timeline: Timeline
  /// When a digital twin would have run each instruction.
  public var twinTimeline: Timeline
  /// Bits of couplings that the program holds, and how many of them stay on the chip.
  public var couplingBits: UInt64
  /// Bits of couplings that never had to be reloaded.
  public var residentCouplingBits: UInt64

  /// Creates a record; without a timeline of its own the twin takes the chip's.
  public init(
    instructions: [InstructionRecord], timeline: Timeline, twinTimeline: Timeline? = nil,
    couplingBits: UInt64, residentCouplingBits: UInt64
  ) {
    self.instructions = instructions
    self.timeline = timeline
    self.twinTimeline = twinTimeline ?? timeline
    self.couplingBits = couplingBits
    self.residentCouplingBits = residentCouplingBits
  }

  /// All actions, over instructions and components.
  public var total: ActionCounts { instructions.reduce(ActionCounts()) { $0 + $1.total } }

  /// All actions by component.
  public var byComponent: [ChipComponent: ActionCounts] {
    instructions.reduce(into: [:]) { $0.merge($1.counts, uniquingKeysWith: +) }
  }

  /// All actions by layer; `nil` collects what belongs to no layer.
  public var byLayer: [Int?: ActionCounts] {
    instructions.reduce(into: [:]) { $0[$1.layer, default: ActionCounts()] += $1.total }
  }

  /// Executions one after another as one: counts add up, times follow each other.
  public init(joining records: some Sequence<ExecutionRecord>) {
    self.init(
      instructions: [], timeline: Timeline(clock_Hz: 1), couplingBits: 0, residentCouplingBits: 0)
    for record in records { append(record) }
  }

  /// Appends the execution of the same program on another input, which starts when this one ended.
  public mutating func append(_ other: ExecutionRecord) {
    if instructions.isEmpty {
      self = other
      return
    }
    for index in instructions.indices { instructions[index].merge(other.instructions[index]) }
    timeline.append(other.timeline)
    twinTimeline.append(other.twinTimeline)
  }
}
