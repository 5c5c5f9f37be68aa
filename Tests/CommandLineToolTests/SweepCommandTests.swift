import Foundation
import IsingTestSupport
import Testing

@Suite(.enabled(if: Tool.url != nil, "no built tool beside the tests")) struct SweepCommandTests {
  private static let text = """
    format: ising-npu-sweep/1
    name: bits
    chip: digital-pbit-22nm
    command: spec show {chip}
    parameters:
      - {name: rows, key: geometry.tile_rows, values: [64, 128]}
      - {name: bits, key: geometry.coupling_bits, from: 4, to: 8, steps: 3, whole: true}
    outputs:
      - {name: capacity, value: "result.derived[name=coupling_capacity_bits].value", goal: largest}
      - {name: area, unit: mm2, value: "result.derived[name=area].value", goal: smallest}
    """

  private struct Place {
    let folder: URL
    var sweep: String { folder.appending(path: "sweep.yaml").path }
    var journal: String { folder.appending(path: "points.jsonl").path }

    init(_ text: String) throws {
      folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try text.write(toFile: sweep, atomically: true, encoding: .utf8)
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }
  }

  /// Six chips, each asked alone by `spec new` and `spec show`.
  @Test func pointsAreThoseOfTheCommandsAlone() throws {
    let place = try Place(Self.text)
    defer { place.remove() }
    let document = try Tool.json(["sweep", place.sweep])
    let points = document["points"] as? [[String: Any]] ?? []
    #expect(points.count == 6)
    let chip = place.folder.appending(path: "one.yaml").path
    let made = try Tool.run([
      "spec", "new", "one", "--from", "digital-pbit-22nm", "--set", "geometry.tile_rows=64",
      "--set",
      "geometry.coupling_bits=6", "--out", chip,
    ])
    #expect(made.status == 0)
    let derived = try Tool.json(["spec", "show", chip])["derived"] as? [[String: Any]] ?? []
    let area = derived.first { $0["name"] as? String == "area" }?["value"] as? Double
    let outputs = points.first { $0["point"] as? Int == 1 }?["outputs"] as? [Double]
    #expect(outputs?.last == area)
    // More bits and rows hold more on more area; but 64 rows of 8 bits hold what 128 rows of 4 bits hold, on less.
    let front = points.filter { $0["front"] as? Bool == true }.compactMap { $0["point"] as? Int }
    #expect(front == [0, 1, 2, 4, 5])
  }

  @Test func goesOnAfterBeingKilled() throws {
    let place = try Place(Self.text)
    defer { place.remove() }
    let whole = try Tool.json(["sweep", place.sweep, "--checkpoint", place.journal])
    let lines = try String(contentsOfFile: place.journal, encoding: .utf8).split(separator: "\n")
    #expect(lines.count == 7)
    // Three points, and half of a fourth, as a process that was killed leaves them.
    let torn = lines.prefix(4).joined(separator: "\n") + "\n" + lines[4].prefix(20)
    try torn.write(toFile: place.journal, atomically: true, encoding: .utf8)
    let rest = try Tool.json(["sweep", place.sweep, "--checkpoint", place.journal])
    #expect(rest["resumed"] as? Int == 3)
    func values(_ document: [String: Any]) -> [[Double]] {
      (document["points"] as? [[String: Any]] ?? []).compactMap { $0["outputs"] as? [Double] }
    }
    #expect(values(rest) == values(whole))
    try Self.text.replacing("[64, 128]", with: "[64, 256]").write(
      toFile: place.sweep, atomically: true, encoding: .utf8)
    let other = try Tool.run(["sweep", place.sweep, "--checkpoint", place.journal])
    #expect(other.status == 65)
  }

  @Test func pointsThatFailSayWhy() throws {
    let place = try Place(Self.text.replacing("to: 8", with: "to: 60"))
    defer { place.remove() }
    let document = try Tool.json(["sweep", place.sweep])
    // 4 and 32 bits are there, 60 are too many.
    #expect(document["failed"] as? Int == 2)
    let none = try Place(Self.text.replacing("from: 4, to: 8", with: "from: 40, to: 80"))
    defer { none.remove() }
    let failed = try Tool.run(["sweep", none.sweep])
    #expect(failed.status == 65)
    #expect(failed.error.contains("all points failed"))
    let refused = try Place(Self.text.replacing("{chip}", with: "ceas-ising-5w"))
    defer { refused.remove() }
    let run = try Tool.run(["sweep", refused.sweep])
    #expect(run.status == 65)
    #expect(run.error.contains("no {chip}"))
  }
}
