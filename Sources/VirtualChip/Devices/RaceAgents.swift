import ChipPrograms
import DenseAlgebra
import HardwareSpecs

/// The race agents of a manufactured chip as the laws of counts know them: slopes and offsets of scores.
///
/// s′ = slope · (s − largest) + offset, as `RaceDevices` has it for simulated agents; gain, temperature and drift of a
/// head are factors on its β.
struct RaceAgents {
  private let slopes: [[Float]]
  private let offsets: [[Float]]

  /// The agents of each group of heads; `nil` where all are alike.
  init?(_ die: Die, groups: Int, keys: Int, firstAgent: (Int) -> Int) {
    guard die.devices.offsetVariation > 0 || die.devices.slopeVariation > 0 else { return nil }
    slopes = (0..<groups).map {
      die.slopes(of: .race, first: firstAgent($0), count: keys).map { Float($0) }
    }
    offsets = (0..<groups).map {
      die.offsets(of: .race, first: firstAgent($0), count: keys).map { Float($0) }
    }
  }

  /// What the agents of a group make of the first scores.
  func apply(to scores: inout MutableSpan<Float>, count: Int, group: Int) {
    let (slopes, offsets) = (slopes[group], offsets[group])
    var largest = -Float.infinity
    for index in 0..<count { largest = max(largest, scores[index]) }
    for index in 0..<count {
      var score = scores[index] - largest
      if !slopes.isEmpty { score *= slopes[index] }
      if !offsets.isEmpty { score += offsets[index] }
      scores[index] = score
    }
  }
}

extension RaceBatch {
  /// Takes over what devices and thermostats make of the heads of a stage.
  mutating func follow(_ stage: Stage, _ rules: RaceRules, _ race: Instruction.Race) {
    factors = stage.session.factors(of: stage.index, race)
    watch = stage.session.watch(of: stage.index, race)
    guard stage.settings.lawDie != nil else { return }
    agents = RaceAgents(
      stage.session.die, groups: race.shape.keyValueHeads, keys: keys.max() ?? 0,
      firstAgent: rules.firstAgent)
  }
}
