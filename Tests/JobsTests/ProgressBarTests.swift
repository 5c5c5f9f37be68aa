import Foundation
import Jobs
import Testing

@Suite struct ProgressBarTests {
  private func text(done: Int, total: Int, elapsed_s: Double) -> String {
    ProgressLine(
      title: "simulating", unit: "texts", done: done, total: total, elapsed_s: elapsed_s
    ).text
  }

  @Test func showsShareRateAndRemainingTime() {
    #expect(
      text(done: 5, total: 20, elapsed_s: 10)
        == "simulating ██████░░░░░░░░░░░░░░░░░░ 5/20 texts, 0.5/s, 30 s left")
    #expect(
      text(done: 20, total: 20, elapsed_s: 10)
        == "simulating ████████████████████████ 20/20 texts, 2/s")
  }

  @Test func showsNoRateBeforeTheFirstUnit() {
    #expect(
      text(done: 0, total: 20, elapsed_s: 3) == "simulating ░░░░░░░░░░░░░░░░░░░░░░░░ 0/20 texts")
  }

  @Test func survivesOddTotals() {
    #expect(text(done: 0, total: 0, elapsed_s: 1).contains("0/0"))
    #expect(text(done: 30, total: 20, elapsed_s: 1).contains("30/20"))
  }

  @Test(arguments: [
    (0.2, "1 s"), (59, "59 s"), (59.5, "1 min 00 s"), (185, "3 min 05 s"),
    (7620, "2 h 07 min"), (.infinity, "very long"), (.nan, "very long"),
  ])
  func wordsForDurations(seconds: Double, expected: String) {
    #expect(ProgressLine.duration(seconds) == expected)
  }

  @Test func countsFromManyThreads() {
    let bar = ProgressBar("test", total: 1000, unit: "steps", isVisible: false)
    DispatchQueue.concurrentPerform(iterations: 1000) { _ in bar.advance() }
    bar.finish()
    #expect(bar.done == 1000)
  }
}
