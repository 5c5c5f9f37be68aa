import ExecutionRecords
import Testing

@Suite struct TimelineTests {
  private typealias Span = Timeline.Span

  @Test func placesOneInstructionAfterTheOther() {
    var timeline = Timeline(clock_Hz: 2e9)
    #expect(timeline.totalCycles == 0 && timeline.duration_s == 0 && timeline.spans.isEmpty)
    timeline.place(instruction: 0, cycles: 10)
    timeline.place(instruction: 1, cycles: 0)
    timeline.place(instruction: 2, cycles: 32)
    #expect(
      timeline.spans == [
        Span(instruction: 0, startCycle: 0, cycles: 10),
        Span(instruction: 1, startCycle: 10, cycles: 0),
        Span(instruction: 2, startCycle: 10, cycles: 32),
      ])
    #expect(timeline.totalCycles == 42)
    #expect(timeline.duration_s == 21e-9)
  }

  /// A group that overlaps moves the end once, by its own length, and what follows starts there.
  @Test func overlappingInstructionsShareTheirTime() {
    var timeline = Timeline(clock_Hz: 1e9)
    timeline.place(instruction: 0, cycles: 5)
    timeline.place(instruction: 1, startCycle: 5, cycles: 20)
    timeline.place(instruction: 2, startCycle: 9, cycles: 13)
    #expect(timeline.totalCycles == 5)
    timeline.advance(20)
    timeline.place(instruction: 3, cycles: 1)
    #expect(timeline.spans.map(\.startCycle) == [0, 5, 9, 25])
    #expect(timeline.totalCycles == 26)
  }

  @Test func anotherExecutionStartsWhereThisOneEnds() {
    var first = Timeline(clock_Hz: 1e9)
    first.place(instruction: 0, cycles: 7)
    var second = Timeline(clock_Hz: 1e9)
    second.place(instruction: 0, cycles: 3)
    second.place(instruction: 1, startCycle: 1, cycles: 2)
    second.advance(4)
    first.append(second)
    #expect(
      first.spans == [
        Span(instruction: 0, startCycle: 0, cycles: 7),
        Span(instruction: 0, startCycle: 7, cycles: 3),
        Span(instruction: 1, startCycle: 8, cycles: 2),
      ])
    #expect(first.totalCycles == 14)
    var empty = Timeline(clock_Hz: 1e9)
    empty.append(first)
    #expect(empty == first)
    first.append(Timeline(clock_Hz: 1e9))
    #expect(empty == first)
  }
}
