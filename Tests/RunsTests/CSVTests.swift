import EnergyBudgets
import ExecutionRecords
import Foundation
import HardwareSpecs
import Reports
import Runs
import Testing

@Suite struct CSVTests {
  /// RFC 4180, by its grammar, as rows by column name.
  private func rows(_ text: String) throws -> [[String: String]] {
    var table: [[String]] = []
    var row: [String] = []
    var field = ""
    var quoted = false
    let scalars = Array(text.unicodeScalars)
    var place = 0
    while place < scalars.count {
      let scalar = scalars[place]
      if quoted {
        if scalar == "\"" && place + 1 < scalars.count && scalars[place + 1] == "\"" {
          field += "\""
          place += 1
        } else if scalar == "\"" {
          quoted = false
        } else {
          field.unicodeScalars.append(scalar)
        }
      } else if scalar == "\"" {
        quoted = true
      } else if scalar == "," || scalar == "\n" {
        row.append(field)
        field = ""
        if scalar == "\n" {
          table.append(row)
          row = []
        }
      } else {
        field.unicodeScalars.append(scalar)
      }
      place += 1
    }
    #expect(!quoted && row.isEmpty && field.isEmpty, "the last line has no end")
    let header = try #require(table.first)
    #expect(Set(header).count == header.count)
    for row in table { #expect(row.count == header.count) }
    return table.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
  }

  @Test func rowsAddUpToTheTotal() throws {
    let machine = SampleReports.report(
      chip: SampleReports.chip(statics: [
        "leakage, \"cold\"": 0.5, "clock\r\ntree": 0.25, "bias\ngrid": 0.1,
      ])
    ).chip
    for text in [CSVTables.layers(of: machine).csv, CSVTables.components(of: machine).csv] {
      let rows = try rows(text)
      let total = try #require(rows.last)
      #expect(total["kind"] == "total")
      let parts = rows.dropLast()
      #expect(parts.filter { $0["kind"] == "static" }.count == 3)
      // Percentiles do not add up.
      for column in ["energy_nominal_J", "energy_share"] {
        let sum = try parts.reduce(0.0) { try $0 + #require(Double($1[column] ?? "")) }
        let whole = try #require(Double(total[column] ?? ""))
        #expect(agree(sum, whole), "\(column): \(sum), \(whole)")
      }
      #expect(Double(total["energy_nominal_J"] ?? "") == machine.budget.total_J?.nominal)
      for action in Action.allCases {
        let column = "\(action.rawValue)_count"
        let sum = parts.reduce(UInt64(0)) { $0 + (UInt64($1[column] ?? "") ?? 0) }
        // Links between dies have a column where there are any.
        if action == .linkBit, machine.record.total[action] == 0 { continue }
        #expect(UInt64(total[column] ?? "") == sum)
        #expect(sum == machine.record.total[action])
      }
    }
    let names = try rows(CSVTables.components(of: machine).csv).compactMap { $0["component"] }
    // Scalar by scalar: two strings are equal though one holds "\r\n" as other characters.
    #expect(names.contains { Array($0.unicodeScalars) == Array("clock\r\ntree".unicodeScalars) })
    #expect(names.contains("bias\ngrid"))
    #expect(names.contains("leakage, \"cold\""))
  }

  @Test func layersKnowWhenTheyWereBusy() throws {
    let rows = try rows(CSVTables.layers(of: SampleReports.report().chip).csv)
    // Three texts; the spans of a layer start 0, 10 and 20 cycles after its barrier, 70 each.
    #expect(rows.filter { $0["layer"] == "0" }.map { $0["busy_cycles"] } == ["270"])
    #expect(rows.filter { $0["layer"] == "none" }.map { $0["busy_cycles"] } == ["150"])
    #expect(rows.last?["busy_cycles"] == "690")
  }

  @Test func instructionsHoldTimesAndCounts() throws {
    let machine = SampleReports.report().chip
    let rows = try rows(CSVTables.instructions(of: machine).csv)
    #expect(rows.count == machine.record.instructions.count)
    let key = rows[2]
    #expect(key["name"] == "layer0.key")
    #expect(key["layer"] == "0")
    #expect(key["runs"] == "3")
    #expect(key["start_cycle"] == "60")
    #expect(key["cycles"] == "210")
    #expect(key["coupling_evaluation_count"] == "\(3 * 1002)")
    #expect(rows[4]["name"] == "layer0.beta, \"settle\"")
    let barrier = rows[5]
    #expect(barrier["start_cycle"] == "" && barrier["cycles"] == "" && barrier["runs"] == "0")
    let sum = rows.reduce(0.0) { $0 + (Double($1["energy_nominal_J"] ?? "") ?? 0) }
    #expect(agree(sum, machine.budget.dynamic_J?.nominal ?? 0))
  }

  @Test func unknownEnergiesAreEmpty() throws {
    let chip = SampleReports.chip(missing: [.agentUpdate])
    let machine = SampleReports.report(chip: chip).chip
    let rows = try rows(CSVTables.components(of: machine).csv)
    let energies = ["energy_low_J", "energy_nominal_J", "energy_high_J"]
    for column in energies {
      #expect(rows.first { $0["component"] == "race tiles" }?[column] == "")
      #expect(rows.last?[column] == "")
      #expect(rows.first { $0["component"] == "linear tiles" }?[column] != "")
      #expect(rows.first { $0["component"] == "leakage" }?[column] != "")
    }
    #expect(rows.allSatisfy { $0["energy_share"] == "" })
    #expect(rows.first { $0["component"] == "race tiles" }?["agent_update_count"] != "")
  }
}
