import Jobs
import Reports
import Runs
import Synchronization
import Testing

/// The texts on several dies, with a machine that is a formula.
@Suite struct DieRunsTests {
  static func law(_ die: Int, _ text: Int) -> Double {
    1 - Double((die * 7 + 3) % 10) / 100 - Double(text) / 1000
  }

  @Test(arguments: [1, 2, 7]) func everyDieGetsItsOwnTexts(_ threads: Int) throws {
    let request = DieRuns.Request(count: 10, leastCosine: 0.95)
    let asked = Mutex<[[Int]]>([])
    let dies = try DieRuns.cosines(
      request, texts: 3, firstCosines: (0..<3).map { Self.law(0, $0) },
      runner: JobRunner(threads: threads)
    ) { die, text, _ in
      asked.withLock { $0.append([die, text]) }
      return Self.law(die, text)
    }
    // Die 0 was run before; every other text of every die once.
    let jobs = asked.withLock { $0 }
    #expect(jobs.count == 27 && Set(jobs).count == 27 && !jobs.contains { $0[0] == 0 })
    #expect(dies.map(\.number) == Array(0..<10))
    for die in dies {
      #expect(abs(die.cosineMean - (Self.law(die.number, 1))) < 1e-12)
      #expect(die.cosineMinimum == Self.law(die.number, 2))
    }
  }

  @Test func aFailureOfATextIsTheRunsFailure() {
    let request = DieRuns.Request(count: 4, leastCosine: 0.95)
    #expect(throws: RunFailure(.badInput, "die 2")) {
      try DieRuns.cosines(request, texts: 1, firstCosines: [1], runner: JobRunner(threads: 2)) {
        die, _, _ in
        if die >= 2 { throw RunFailure(.badInput, "die \(die)") }
        return 1
      }
    }
  }
}
