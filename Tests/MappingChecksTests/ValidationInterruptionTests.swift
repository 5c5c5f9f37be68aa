import MappingChecks
import Reports
import Synchronization
import Testing

/// Ctrl-C keeps the checks that were made.
@Suite struct ValidationInterruptionTests {
  /// Says after so many questions that somebody asks to stop, and from then on.
  private static func stopping(after questions: Int) -> @Sendable () -> Bool {
    let count = AtomicCount()
    return { count.next() > questions }
  }

  private final class AtomicCount: Sendable {
    private let count = Atomic(0)
    func next() -> Int { count.add(1, ordering: .relaxed).newValue }
  }

  /// A random tiny model asks some hundred times; what was made until then is what a whole validation finds, and all
  /// else is listed as interrupted.
  @Test(arguments: [0, 1, 20, 60, 120]) func whatWasMadeIsKept(_ questions: Int) throws {
    let whole = try ValidationResults(of: try ValidationBench.subject())
    #expect(whole.families.made == whole.families.all && whole.omissions.isEmpty)
    let cut = try ValidationResults(
      of: try ValidationBench.subject(options: {
        $0.isInterrupted = Self.stopping(after: questions)
        $0.targetCosine = 0.99
      }))
    #expect(cut.families.made < cut.families.all && cut.target == nil)
    // Whether the program fits, capacities and fan-ins need no run: they are there at any moment.
    #expect(cut.checks.count >= 9 && cut.checks.count < whole.checks.count)
    for check in cut.checks {
      let same = whole.checks.first { $0.name == check.name }
      #expect(same?.value == check.value && same?.detail == check.detail, "\(check.name)")
    }
    let missing = cut.omissions.filter { $0.reason == "interrupted" }
    #expect(missing.count == cut.families.all - cut.families.made + 1)
    #expect(missing.last?.name == "target-cosine")
    #expect(questions == 0 ? cut.families.made == 0 : true)
  }
}
