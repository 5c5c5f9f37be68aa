import Foundation
import IsingTestSupport
import Testing

@Suite(.enabled(if: Tool.url != nil, "no built tool beside the tests")) struct ReproduceCommandTests
{
  private func file(_ text: String) throws -> URL {
    let url = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).yaml")
    try text.write(to: url, atomically: true, encoding: .utf8)
    return url
  }

  private func result(_ published: String, basis: String = "apart", extra: String = "") -> String {
    """
    format: ising-npu-result/1
    name: mine
    title: a pair of spins
    source: "tanh β"
    kind: exact
    licence: none
    note: a test
    \(extra)commands:
      - name: pair
        command: lattice --lattice ring --size 2 --boundary open --beta 1 --engine sequential --sweeps 20000 --seed 1 --threads 1
    figures:
      - name: energy of a spin
        published: \(published)
        error: 1e-9
        ours: pair.points[0].observables.energy_per_spin.value
        our_error: pair.points[0].observables.energy_per_spin.error
        basis: \(basis)
    """
  }

  /// −tanh(1)/2 is the energy of a spin of the pair; 0.02 beside it is more than ten standard errors away.
  @Test func saysWhatCameOfAResult() throws {
    for (text, verdict, code) in [
      (result("-tanh(1) / 2"), "reproduced", Int32(0)),
      (result("0.02 - tanh(1) / 2"), "not reproduced", 1),
      (result("-tanh(1) / 2", basis: "fitted"), "analogue", 0),
      (result("-tanh(1) / 2", extra: "analogue: another pair\n"), "analogue", 0),
      (
        result("0", extra: "needs:\n  - {file: nowhere.txt, source: a colleague}\n"), "needs data",
        0
      ),
    ] {
      let url = try file(text)
      defer { try? FileManager.default.removeItem(at: url) }
      let run = try Tool.run(["reproduce", url.path, "--exit-code", "--json"])
      #expect(run.status == code)
      let document = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
      let results = document?["results"] as? [[String: Any]]
      #expect(results?.first?["verdict"] as? String == verdict)
    }
  }

  @Test func failsWithTheCommandsOwnWords() throws {
    let url = try file(result("1").replacing("--size 2", with: "--size two"))
    defer { try? FileManager.default.removeItem(at: url) }
    let run = try Tool.run(["reproduce", url.path])
    #expect(run.status == 70)
    #expect(run.error.contains("exit code 64"))
    #expect(try Tool.run(["reproduce", "nothing-of-this-name"]).status == 64)
    #expect(try Tool.run(["reproduce", "list", "--exit-code"]).status == 64)
  }
}
