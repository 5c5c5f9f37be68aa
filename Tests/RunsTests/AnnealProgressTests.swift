import Runs
import Testing

@Suite struct AnnealProgressTests {
  @Test func progressShowsShareBestAndRemainingTime() {
    #expect(
      AnnealProgress.text(share: 0.25, elapsed_s: 10, best: "best cut 12")
        == "annealing ██████░░░░░░░░░░░░░░░░░░ best cut 12, 30 s left")
    #expect(
      AnnealProgress.text(share: 0, elapsed_s: 10, best: nil)
        == "annealing ░░░░░░░░░░░░░░░░░░░░░░░░")
  }
}
