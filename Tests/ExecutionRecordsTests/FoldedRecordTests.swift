import ExecutionRecords
import Testing

@Suite struct FoldedRecordTests {
  /// An execution of three instructions of which the first two overlap.
  private func record(_ number: Int) -> ExecutionRecord {
    let cycles = UInt64(3 + number * 5 % 7)
    var read = InstructionRecord(instruction: 0, name: "layer0.query", layer: 0)
    read.add(.couplingEvaluation, .deterministic, on: .linearTiles, 10 + number)
    var race = InstructionRecord(instruction: 1, name: "layer0.attention", layer: 0)
    race.add(.agentUpdate, .sampling, on: .raceTiles, 64 * number)
    race.twin = TwinWork(
      component: .raceTiles, tableLookups: UInt64(number),
      analog: number == 4 ? nil : AnalogWork(products: 5))
    var pool = InstructionRecord(instruction: 2, name: "pool", layer: nil)
    pool.add(.digitalOperation, .deterministic, on: .periphery, 6)
    var timeline = Timeline(clock_Hz: 1e9)
    timeline.place(instruction: 0, startCycle: 0, cycles: cycles)
    timeline.place(instruction: 1, startCycle: 2, cycles: cycles)
    timeline.advance(cycles + 2)
    timeline.place(instruction: 2, cycles: 4)
    var twin = timeline
    twin.advance(UInt64(number))
    return ExecutionRecord(
      instructions: [read, race, pool], timeline: timeline, twinTimeline: twin, couplingBits: 80,
      residentCouplingBits: 40)
  }

  /// Fails if executions are added in the order in which they end, or a count or a cycle is lost.
  @Test(arguments: [[0, 1, 2, 3, 4, 5], [5, 4, 3, 2, 1, 0], [2, 0, 5, 1, 3, 4]])
  func theFoldIsTheJoinedRecord(_ order: [Int]) {
    let records = (0..<6).map(record)
    var fold = FoldedRecord()
    for place in order { fold.add(records[place], at: place) }
    let joined = ExecutionRecord(joining: records)
    #expect(fold.count == 6)
    #expect(fold.record.instructions == joined.instructions)
    #expect(fold.record.timeline == joined.timeline)
    #expect(fold.record.twinTimeline.totalCycles == joined.twinTimeline.totalCycles)
    #expect(fold.record.couplingBits == 80 && fold.record.residentCouplingBits == 40)
    #expect(fold.spans == SpanSummary(of: joined))
  }

  /// Executions that never end leave gaps: the others follow each other without them.
  @Test func theEndClosesGaps() {
    var fold = FoldedRecord()
    for place in [4, 0, 2] { fold.add(record(place), at: place) }
    #expect(fold.count == 1)
    fold.end()
    let joined = ExecutionRecord(joining: [record(0), record(2), record(4)])
    #expect(fold.count == 3 && fold.record.timeline == joined.timeline)
    #expect(fold.record.instructions == joined.instructions)
    #expect(fold.spans == SpanSummary(of: joined))
  }

  @Test func sumsOverSpansAreThoseOfTheUnion() {
    // 0…3 and 2…5, then 9 on: the second execution takes 8 cycles for each.
    let sums = SpanSummary(of: ExecutionRecord(joining: [record(0), record(1)]))
    #expect(sums.count == 6 && sums.mostRuns == 2)
    #expect(sums[0]?.startCycle == 0 && sums[0]?.cycles == 11 && sums[0]?.count == 2)
    #expect(sums[2]?.startCycle == 5 && sums[2]?.cycles == 8)
    #expect(sums.busyCycles(ofLayer: 0) == 5 + 10 && sums.busyCycles(ofLayer: nil) == 8)
    #expect(sums.busyCycles(ofLayer: 3) == 0 && sums[7] == nil)
  }

  /// A gap holds back times, and spans end where there are enough.
  @Test func timesWaitAndSpansAreBounded() {
    var fold = FoldedRecord()
    fold.add(record(1), at: 1)
    #expect(fold.count == 0 && fold.record.timeline.totalCycles == 0)
    fold.add(record(0), at: 0)
    #expect(fold.count == 2)
    let one = record(0)
    for place in 2..<10_000 { fold.add(one, at: place) }
    #expect(fold.count == 10_000 && fold.spans.count == 30_000)
    #expect(fold.record.timeline.spans.count < FoldedRecord.enoughSpans + 3)
    #expect(fold.spans[1]?.count == 10_000)
  }
}
