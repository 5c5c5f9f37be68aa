import ExecutionRecords
import Foundation
import Testing

@Suite struct ExecutionRecordTests {
  /// Two instructions of one layer and one of none, on three components.
  private func record(times factor: Int = 1) -> ExecutionRecord {
    var read = InstructionRecord(instruction: 0, name: "layer0.query", layer: 0)
    read.add(.couplingEvaluation, .deterministic, on: .linearTiles, 100 * factor)
    read.add(.counterStep, .deterministic, on: .linearTiles, 10 * factor)
    read.add(.networkBitHop, .deterministic, on: .network, 8 * factor)
    var race = InstructionRecord(instruction: 1, name: "layer0.attention", layer: 0)
    race.add(.agentUpdate, .sampling, on: .raceTiles, 64 * factor)
    race.twin = TwinWork(
      component: .raceTiles, multiplierBits: UInt64(5 * factor), tableLookups: UInt64(4 * factor),
      divisions: UInt64(3 * factor), digitalOperations: UInt64(2 * factor))
    var pool = InstructionRecord(instruction: 2, name: "pool", layer: nil)
    pool.add(.digitalOperation, .deterministic, on: .periphery, 6 * factor)
    pool.add(.networkBitHop, .deterministic, on: .network, 1 * factor)
    var timeline = Timeline(clock_Hz: 1e9)
    for index in 0..<3 { timeline.place(instruction: index, cycles: UInt64(10 * factor)) }
    return ExecutionRecord(
      instructions: [read, race, pool], timeline: timeline, couplingBits: 80,
      residentCouplingBits: 40)
  }

  @Test func nothingIsCountedOnAComponentWithoutActions() {
    var record = InstructionRecord(instruction: 0, name: "x", layer: nil)
    record.add(.agentRead, .sampling, on: .gateTiles, 0)
    #expect(record.counts.isEmpty && record.total.isEmpty)
  }

  /// Components, layers and instructions are three ways to add up the same actions.
  @Test func everyAxisHoldsAllActions() {
    let record = record()
    #expect(record.byComponent.values.reduce(ActionCounts(), +) == record.total)
    #expect(record.byLayer.values.reduce(ActionCounts(), +) == record.total)
    #expect(record.byComponent[.network]?[.networkBitHop] == 9)
    #expect(record.byComponent[.linearTiles]?.present == [.couplingEvaluation, .counterStep])
    #expect(record.byLayer[0]?[.networkBitHop] == 8 && record.byLayer[nil]?[.networkBitHop] == 1)
    #expect(record.total.total(of: .sampling) == 64 && record.total.total(of: .relaxation) == 0)
  }

  @Test func aTwinWithoutATimelineTakesTheChips() {
    #expect(record().twinTimeline == record().timeline)
  }

  /// The counts of two inputs add up instruction by instruction, and their times follow each other.
  @Test func anotherInputIsAppended() {
    var sum = record()
    sum.append(record(times: 2))
    let triple = record(times: 3)
    #expect(sum.total == triple.total && sum.byComponent == triple.byComponent)
    #expect(sum.instructions == triple.instructions)
    #expect(sum.timeline.totalCycles == 90 && sum.twinTimeline.totalCycles == 90)
    #expect(sum.timeline.spans.map(\.startCycle) == [0, 10, 20, 30, 50, 70])
    // The program holds its couplings once, whatever runs on them.
    #expect(sum.couplingBits == 80 && sum.residentCouplingBits == 40)
  }

  @Test func anEmptyRecordBecomesTheFirst() {
    var empty = ExecutionRecord(
      instructions: [], timeline: Timeline(clock_Hz: 1), couplingBits: 0, residentCouplingBits: 0)
    empty.append(record())
    #expect(empty == record())
  }

  /// Work of a twin appears where only one of two inputs had some.
  @Test func workOfATwinIsMerged() {
    var with = record().instructions[1]
    var without = with
    without.twin = nil
    without.merge(with)
    #expect(without.twin == with.twin)
    with.merge(without)
    #expect(
      with.twin
        == TwinWork(
          component: .raceTiles, multiplierBits: 10, tableLookups: 8, divisions: 6,
          digitalOperations: 4))
    var plain = record().instructions[0]
    plain.merge(plain)
    #expect(plain.twin == nil)
  }

  /// Analog work adds up, and what was not counted in a part is not known of the whole.
  @Test func analogWorkIsMergedWhereAllOfItIsKnown() {
    func work(_ analog: AnalogWork?) -> TwinWork {
      TwinWork(component: .linearTiles, multiplierBits: 3, analog: analog)
    }
    let some = AnalogWork(products: 9, activeProducts: 4, conversions: 2, sparedOperations: 1)
    var sum = work(some)
    sum += work(some)
    #expect(
      sum.analog
        == AnalogWork(products: 18, activeProducts: 8, conversions: 4, sparedOperations: 2))
    sum += work(nil)
    sum += work(some)
    #expect(sum.analog == nil && sum.multiplierBits == 12)
  }

  /// Records that were written before analog work was counted.
  @Test func earlierRecordsAreRead() throws {
    let earlier = """
      {"component": "linear tiles", "multiplierBits": 5, "tableLookups": 1, "divisions": 0,
      "digitalOperations": 2}
      """
    let work = try JSONDecoder().decode(TwinWork.self, from: Data(earlier.utf8))
    #expect(
      work
        == TwinWork(
          component: .linearTiles, multiplierBits: 5, tableLookups: 1, digitalOperations: 2))
    let own = TwinWork(component: .raceTiles, analog: AnalogWork(products: 9, activeProducts: 4))
    #expect(
      try JSONDecoder().decode(TwinWork.self, from: try JSONEncoder().encode(own)) == own)
  }
}
