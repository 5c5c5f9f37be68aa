import EnergyBudgets
import ExecutionRecords
import HardwareSpecs
import Testing

@Suite struct DigitalTwinTests {
  /// A linear layer, a race and a norm.
  static func record() -> ExecutionRecord {
    var linear = InstructionRecord(instruction: 0, name: "linear", layer: 0)
    linear.add(.couplingEvaluation, .deterministic, on: .linearTiles, 480)
    linear.add(.counterStep, .deterministic, on: .linearTiles, 30)
    linear.add(.clampWrite, .deterministic, on: .linearTiles, 11)
    linear.add(.networkBitHop, .deterministic, on: .network, 50)
    linear.twin = TwinWork(component: .linearTiles, multiplierBits: 10)
    var race = InstructionRecord(instruction: 1, name: "race", layer: 0)
    race.add(.agentUpdate, .sampling, on: .raceTiles, 64)
    race.add(.counterStep, .sampling, on: .raceTiles, 64)
    race.add(.dacSet, .sampling, on: .raceTiles, 5)
    race.add(.onChipMemoryBit, .deterministic, on: .memory, 400)
    race.twin = TwinWork(
      component: .raceTiles, multiplierBits: 20, tableLookups: 5, divisions: 1,
      digitalOperations: 2)
    var norm = InstructionRecord(instruction: 2, name: "norm", layer: 0)
    norm.add(.digitalOperation, .deterministic, on: .normUnits, 9)
    var timeline = Timeline(clock_Hz: 1e9)
    timeline.place(instruction: 0, cycles: 12)
    timeline.place(instruction: 1, cycles: 30)
    timeline.place(instruction: 2, cycles: 5)
    var twinTimeline = Timeline(clock_Hz: 1e9)
    for (index, cycles) in [7, 40, 5].enumerated() {
      twinTimeline.place(instruction: index, cycles: UInt64(cycles))
    }
    return ExecutionRecord(
      instructions: [linear, race, norm], timeline: timeline, twinTimeline: twinTimeline,
      couplingBits: 48,
      residentCouplingBits: 48)
  }

  @Test func replacesExactlyWhatItSays() {
    let twin = DigitalTwin.record(of: Self.record())
    let linear = twin.instructions[0].total
    #expect(linear.present == [.clampWrite, .networkBitHop, .multiplierBit])
    #expect(linear[.multiplierBit] == 10)
    #expect(linear[.clampWrite] == 11 && linear[.networkBitHop] == 50)
    let race = twin.instructions[1].total
    #expect(
      race.present == [
        .onChipMemoryBit, .digitalOperation, .multiplierBit, .tableLookup, .division,
      ])
    #expect(race[.tableLookup] == 5 && race[.division] == 1 && race[.digitalOperation] == 2)
    #expect(race.total(of: .sampling) == 0)
    #expect(twin.instructions[1].counts[.memory] == Self.record().instructions[1].counts[.memory])
    #expect(twin.instructions[2] == Self.record().instructions[2])
    #expect(twin.couplingBits == 48 && twin.residentCouplingBits == 48)
    #expect(twin.timeline.spans.map(\.cycles) == [7, 40, 5])
    #expect(twin.timeline.spans.map(\.startCycle) == [0, 7, 47])
    #expect(twin.timeline.totalCycles == 52)
  }

  @Test func aTwinIsItsOwnTwin() {
    let twin = DigitalTwin.record(of: Self.record())
    #expect(DigitalTwin.record(of: twin) == twin)
  }

  @Test func aRecordWithoutTwinWorkStaysAsItIs() {
    var record = Self.record()
    for index in record.instructions.indices { record.instructions[index].twin = nil }
    record.twinTimeline = record.timeline
    #expect(DigitalTwin.record(of: record) == record)
  }

  @Test func relaxationHasATwinOnlyWhereTheInstructionStatesOne() {
    var record = Self.record()
    record.instructions[1].add(.agentUpdate, .relaxation, on: .raceTiles, 17)
    #expect(DigitalTwin.record(of: record).total[.agentUpdate] == 0)
    record.instructions[1].twin = nil
    #expect(DigitalTwin.record(of: record).total[.agentUpdate, .relaxation] == 17)
  }

  @Test func mergedInputsDoubleTheTwin() {
    var twice = Self.record()
    twice.append(Self.record())
    let twin = DigitalTwin.record(of: twice)
    var expected = DigitalTwin.record(of: Self.record())
    expected.append(DigitalTwin.record(of: Self.record()))
    #expect(twin == expected)
  }

  /// With the price of a MAC equal to that of b_w·b_x evaluations, a linear layer costs the same.
  @Test func equalPricesMakeTheTwinEqual() throws {
    let one = Samples.price(1, 1, 1)
    var prices = Dictionary(uniqueKeysWithValues: Action.allCases.map { ($0, one) })
    prices[.multiplierBit] = Samples.price(48, 48, 48)
    prices[.counterStep] = Samples.price(0, 0, 0)
    let chip = Samples.chip(prices: prices)
    let record = Self.record()
    let own = ChipBudget(record: record, chip: chip).byInstruction[0].energy_J
    let twin = ChipBudget(record: DigitalTwin.record(of: record), chip: chip).byInstruction[0]
      .energy_J
    #expect(own == twin)
    #expect(own == Band(exactly: 541))
  }
}
