import ChipComponents
import ExecutionRecords

extension ChipParts {
  /// Energy of each action, as drawn from the board: the die's energy over the regulators' efficiency.
  var prices: [Action: Formula] {
    var prices: [Action: Formula] = [:]
    for action in Action.allCases {
      guard let die = dieEnergy(of: action) else { continue }
      prices[action] = (die / Interfaces.regulator).named(
        "price_\(action.rawValue)", "J", "drawn from the board")
    }
    return prices
  }

  /// Energy of an action on the die; memory and host bits are the interfaces' own.
  private func dieEnergy(of action: Action) -> Formula? {
    switch action {
    case .agentUpdate: agent.update
    case .flipMessageHop: flipMessage * wire.energy(latticeAgent.area.power(0.5))
    case .couplingEvaluation: linearTile.evaluation
    case .clampWrite: linearTile.clamp
    case .couplingWrite: linearTile.couplingWrite
    case .agentRead: wire.energy(floor.tilePitch) + registers.write + registers.cycle
    case .adcConversion: converters.conversion
    case .counterStep: linearTile.accumulation
    case .dacSet: scoreBits * (registers.write + registers.cycle)
    case .networkBitHop: router.bit + wire.energy(floor.tilePitch)
    case .onChipMemoryBit: (bank.read + bank.write) / 2 + wire.energy(floor.memorySide) / 2
    case .offChipMemoryBit: offChip?.bit
    case .digitalOperation: lane.operation + lane.registers * registers.cycle
    case .hostTransferBit: host.bit
    case .multiplierBit: multiplyAddBit
    case .tableLookup: lane.lookup
    case .division: lane.division
    case .analogActiveProduct: analogColumn.activeProduct
    case .analogRestingProduct: analogColumn.restingProduct
    case .linkBit: dies?.link.bit
    }
  }
}

extension ChipParts {
  /// Bits of the message that a spin has flipped: who, and a bit for how.
  private var flipMessage: Formula {
    .constant(
      "flip_message_bits", 8, "bit", within: 1.5, .assumed, "assumption: an address in the tile")
  }

  /// One bit-product of a plain digital multiply-add: of a multiplier or of a macro with adder trees,
  /// whichever takes less, so that the twin is the best that the technology offers.
  private var multiplyAddBit: Formula {
    let macro = (linearTile.evaluation + linearTile.accumulation / linearTile.rows).named(
      "macro_bit", "J", "a bit-product of an in-memory macro with its share of the accumulator")
    return macro.value < lane.multiplyAddBit.value ? macro : lane.multiplyAddBit
  }

  /// Powers that flow whatever the chip does, drawn from the board: a stated one takes the place of the
  /// derived one of its name, and others stand beside them.
  func powers(
    besides stated: [(name: String, power: Formula)]
  ) -> [(name: String, power: Formula)] {
    func isStated(_ name: String) -> Bool { stated.contains { $0.name == name } }
    var powers: [(name: String, power: Formula)] = [
      ("leakage", floor.leakage), ("clock", clockPower), ("host_standby", host.standby),
    ]
    if let offChip { powers.append(("memory_standby", offChip.standby)) }
    if let dies { powers.append(("link_standby", dies.standby)) }
    powers = stated.filter { $0.name != "regulator_loss" } + powers.filter { !isStated($0.name) }
    let die = powers.dropFirst().reduce(powers[0].power) { $0 + $1.power }
    let loss = (die * (1 / Interfaces.regulator - 1)).named(
      "regulator_loss", "W", "what the regulators lose of the static power")
    return powers
      + (stated.first { $0.name == "regulator_loss" }.map { [$0] }
        ?? [("regulator_loss", loss)])
  }
}
