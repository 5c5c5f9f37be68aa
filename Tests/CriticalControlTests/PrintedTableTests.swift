import CriticalControl
import Foundation
import Testing

/// The tables of the source document against a separate recomputation (Fixtures, percent to one decimal).
@Suite struct PrintedTableTests {
  private func lines(_ name: String) throws -> [[String]] {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/\(name)")
    return try String(contentsOf: url, encoding: .utf8).split(whereSeparator: \.isNewline)
      .dropFirst().map {
        $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      }
  }

  private func row(_ table: String, _ label: String) throws -> PrintedTable.Row {
    let found = try #require(PrintedTable.all.first { $0.name == table })
    return try #require(found.rows.first { $0.label == label }, "\(label)")
  }

  @Test func savings() throws {
    let names = [
      "beta-only table": "savings, β only", "multi-knob table": "savings, several knobs",
    ]
    var seen = 0
    for line in try lines("ceas-savings.csv") {
      guard let table = names[line[0]], let share = Double(line[2]) else { continue }
      for (column, end) in [(3, "low"), (4, "high")] {
        let found = try row(table, "\(line[1]), \(end)")
        let expected = try #require(Double(line[column]))
        switch share {
        case 0.3: #expect(abs(try #require(found.computed) - expected) < 0.051)
        case 0.25: #expect(abs(try #require(found.range).lowerBound - expected) < 0.051)
        case 0.35: #expect(abs(try #require(found.range).upperBound - expected) < 0.051)
        default: continue
        }
        #expect(found.printed == Double(line[column + 2]))
        seen += 1
      }
    }
    #expect(seen == 60)
  }

  @Test func marks() throws {
    let bad = PrintedTable.all.flatMap { table in
      table.rows.filter { !$0.agrees }.map { "\(table.name): \($0.label)" }
    }
    for wrong in [
      "savings, β only: 9k, high", "target mix: saving of the mix", "GPU hours: GPT-1",
      "GPU hours: GPT-2", "GPU counts: GPT-3, 512 GPUs, 𝓛 = 5",
      "GPU counts: GPT-3, 512 GPUs, 𝓛 = 10", "GPU counts: GPT-5-class, 4096 GPUs, 𝓛 = 5",
      "MaxEnt: 9k, low", "MaxEnt: 9k, high", "MaxEnt: GPT-4, high",
      "target mix: s_warm for 50 % at s_steady 1.25",
      "speed-ups: steps saved after warm-up, high",
    ] {
      #expect(bad.contains(wrong), "\(wrong)")
    }
    for right in [
      "GPU hours: GPT-3", "savings, β only: GPT-3, low", "savings, several knobs: GPT-5, high",
      "MaxEnt: GPT-3, high", "GPU counts: GPT-4-class, 1024 GPUs, 𝓛 = 5",
    ] {
      #expect(!bad.contains(right), "\(right)")
    }
    // All costs follow from the printed hours.
    #expect(!bad.contains { $0.hasPrefix("cost") })
  }

  @Test func figures() throws {
    #expect(abs(try #require(try row("target mix", "saving of the mix").computed) - 46.07) < 0.01)
    #expect(abs(try #require(try row("GPU hours", "GPT-1").ratio) - 1495.4) < 0.1)
    #expect(try row("GPU hours", "GPT-2").ratio == 100)
    #expect(try row("GPU hours", "GPT-4-class").computed == nil)
    #expect(try row("GPU counts", "GPT-3, 512 GPUs, 𝓛 = 5").computed == 103)
    #expect(try row("GPU counts", "GPT-3, 512 GPUs, 𝓛 = 10").computed == 52)
    let models = try lines("ceas-gpu-hours.csv")
    #expect(models.count == 5)
    for line in models {
      let found = try row("GPU hours", line[0])
      #expect(found.printed == Double(line[3]))
      if let expected = Double(line[4]) { #expect(close(try #require(found.computed), expected)) }
    }
    for line in try lines("ceas-savings.csv") where line[0].hasPrefix("target mix: s_warm") {
      let steady = try #require(line[2].split(separator: "=").last)
      let found = try row("target mix", "s_warm for 50 % at s_steady \(steady)")
      #expect(abs(try #require(found.computed) - (try #require(Double(line[3])))) < 0.001)
    }
  }
}
