import ChipPrograms
import HardwareSpecs
import IsingModels
import IsingTestSupport
import SampleStatistics
import Testing
import VirtualChip

@Suite("Lattice agents of measured devices")
struct LatticeTableTests {
  /// Free agents in fields of 0.5: P(+1) of the table at βI + offset is the whole law.
  private func mean(_ table: String, _ fidelity: Fidelity.Word) throws -> SampleSummary {
    var program = LatticeBench.copies(
      of: try IsingModel(spinCount: 1, bonds: [], fields: [0.5]), count: 20_000)
    program.operations = [
      .beta(2), .relax(.init(20, .sweeps)), .read(every: .init(10, .sweeps), times: 5, agents: []),
    ]
    let table = try DeviceTable(bytes: Array(table.utf8), file: "t.csv")
    let chip = try LatticeBench.chip { $0.devices.table = table }
    return try LatticeBench.means(
      LatticeBench.run(program, on: chip, fidelity: fidelity), size: 1
    ) { $0 == 1 ? 1 : -1 }
  }

  private static let curve = "field,probability\n-3,0.1\n-1,0.2\n1,0.7\n3,0.95\n"

  @Test("the table stands in place of σ(2x)", arguments: [Fidelity.Word.event, .sampled])
  func curve(fidelity: Fidelity.Word) throws {
    let found = try mean(Self.curve, fidelity)
    let verdict = compare(
      found.mean, with: 2 * 0.7 - 1, standardError: found.standardError, within: 4)
    #expect(verdict.passed, "\(verdict)")
  }

  /// An offset of 2 from the start: P at 3. Only `event` follows what a device gains with time.
  @Test("measured drift moves the field at event alone")
  func offset() throws {
    let drifted = Self.curve + "\ntime_s,offset\n0,2\n1,2\n"
    for (fidelity, p) in [(Fidelity.Word.event, 0.95), (.sampled, 0.7)] {
      let found = try mean(drifted, fidelity)
      let verdict = compare(
        found.mean, with: 2 * p - 1, standardError: found.standardError, within: 4)
      #expect(verdict.passed, "\(fidelity): \(verdict)")
    }
  }

  @Test("expectation has no law for it")
  func expectation() throws {
    #expect(throws: MachineError.self) { try mean(Self.curve, .expectation) }
  }
}
