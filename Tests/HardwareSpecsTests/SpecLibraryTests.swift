import ExecutionRecords
import Foundation
import HardwareSpecs
import Testing

@Suite struct SpecLibraryTests {
  @Test func readsTheSample() throws {
    let chip = try SpecLibrary.chip(yaml: Array(SpecSample.chip.utf8), file: "t.yaml")
    #expect(chip.name == "sample")
    #expect(chip.timing.clock_Hz == 2e9)
    #expect(chip.timing.raceLoad == 0.02)
    #expect(chip.timing.hopCycles == ChipTiming().hopCycles)
    #expect(chip.memory.onChip_bits == 8_000_000)
    #expect(chip.memory.host_bitsPerSecond == 64e9)
    #expect(chip.memory.offChip_bitsPerSecond == nil)
    #expect(chip.geometry.maximumFanIn == nil)
    let update = try #require(chip.prices[.agentUpdate])
    #expect(abs(update.nominal / 7.09e-15 - 1) < 1e-12)
    #expect(abs(update.band.low / 5e-15 - 1) < 1e-12)
    #expect(abs(update.band.high / 10e-15 - 1) < 1e-12)
    #expect(update.confidence == .medium)
    #expect(update.line == 21)
    let memory = try #require(chip.prices[.offChipMemoryBit])
    #expect(abs(memory.nominal / 8e-12 - 1) < 1e-12)
    #expect(chip.prices.count == 2)
    #expect(chip.staticPower.map(\.name) == ["leakage"])
    #expect(chip.staticPower[0].power_W.nominal == 3e-3)
  }

  @Test func derivedQuantitiesByHand() throws {
    let chip = try SpecLibrary.chip(yaml: Array(SpecSample.chip.utf8), file: "t.yaml")
    #expect(chip.couplingCapacity == 2000)
    #expect(chip.couplingCapacity_bits == 16_000)
    #expect(abs(chip.raceDraw_s - 2.5e-9) < 1e-20)
    #expect(chip.tileLatency_cycles == 6 + 7 + 8 + 2)
    #expect(chip.peakEvaluations_perSecond == 16_000 * 2e9)
    #expect(abs(ChipPrices(chip).totalStaticPower_W.high - 9e-3) < 1e-17)
  }

  @Test func embeddedNamesAndKinds() {
    #expect(
      SpecLibrary.entries.map(\.name) == [
        "ceas-ising-5w", "crossbar-z1-prices", "digital-pbit-22nm", "digital-pbit-four-dies",
        "extropic-z1", "fpga-kv260-fixed", "fpga-kv260-writable", "macro-22nm-dcim",
        "macro-65nm-ripple", "mesh-32nm-piton", "a100-sxm", "a100-sxm-40gb", "a100-sxm-int8",
        "b200-sxm", "b200-sxm-fp8", "h100-sxm", "h100-sxm-fp8", "h200-sxm", "jetson-agx-orin",
        "l4", "rtx-4090", "xeon-8480", "cloud-ai-100",
      ])
    let kinds = SpecLibrary.entries.map(\.kind.rawValue)
    #expect(kinds.prefix(10).allSatisfy { $0 == "chip" })
    #expect(kinds.dropFirst(10).prefix(12).allSatisfy { $0 == "device" })
    #expect(SpecLibrary.entries.last?.kind == .measured)
  }

  @Test(arguments: SpecLibrary.entries.map(\.name)) func everyFigureHasASource(_ name: String)
    throws
  {
    let listing = try SpecLibrary.listing(name)
    #expect(listing.name == name)
    #expect(listing.hash.count == 64)
    #expect(listing.rows.count > (listing.kind == .measured ? 8 : 20))
    for row in listing.rows {
      #expect(!row.source.isEmpty, "\(row.key)")
      if row.section == "prices" || row.section == "static_power" {
        #expect(row.confidence != nil && row.band != nil, "\(row.key)")
      }
    }
  }

  @Test(arguments: [
    "ceas-ising-5w", "digital-pbit-22nm", "crossbar-z1-prices", "digital-pbit-four-dies",
  ])
  func theseChipsPriceEveryActionAndHoldMiniLM(_ name: String) throws {
    let chip = try SpecLibrary.chip(name)
    // One die has no links.
    #expect(
      Set(ChipPrices(chip).prices.keys)
        == Set(Action.allCases.filter { $0 != .linkBit || chip.dies.count > 1 }))
    #expect(try SpecLibrary.listing(name).missingPrices.isEmpty)
    #expect(chip.geometry.linearTiles >= 648)
    #expect(chip.geometry.tileRows == 128 && chip.geometry.tileColumns == 128)
    #expect(chip.geometry.couplingBits >= 12 && chip.geometry.activationBits >= 12)
    #expect(!ChipPrices(chip).staticPower.isEmpty && chip.contradictions.isEmpty)
  }

  @Test func theClaimIsFiveWatts() throws {
    #expect(try SpecLibrary.chip("ceas-ising-5w").claimedPower_W?.nominal == 5)
    #expect(SpecLibrary.defaultChip == "ceas-ising-5w")
  }

  @Test func extropicZ1IsNoCrossbar() throws {
    let chip = try SpecLibrary.chip("extropic-z1")
    #expect(chip.geometry.maximumFanIn == 16)
    #expect(chip.couplingCapacity == 2_156_544)
    #expect(chip.geometry.gateAgents == 269_568)
    #expect(Set(chip.prices.keys) == [.agentUpdate, .agentRead])
    #expect(try SpecLibrary.listing("extropic-z1").missingPrices.count == 17)
    // A full write may happen at most once a second.
    let cycles = chip.geometry.tileRows * chip.timing.couplingRowCycles
    #expect(Double(cycles) / chip.timing.clock_Hz == 1)
  }

  @Test func unknownNamesListTheKnownOnes() throws {
    let chips = try #require(throws: SpecError.self) { try SpecLibrary.chip("nonesuch") }
    #expect(chips.description.contains("digital-pbit-22nm"))
    #expect(!chips.description.contains("h100-sxm"))
    let devices = try #require(throws: SpecError.self) { try SpecLibrary.device("ceas-ising-5w") }
    #expect(devices.description.contains("h100-sxm"))
    let both = try #require(throws: SpecError.self) { try SpecLibrary.listing("nonesuch") }
    #expect(both.description.contains("h100-sxm") && both.description.contains("extropic-z1"))
  }

  @Test func pathsAreRead() throws {
    let folder = FileManager.default.temporaryDirectory
    let path = folder.appendingPathComponent("spec-\(UInt32.random(in: 0...UInt32.max)).yml").path
    try Data(SpecSample.chip.utf8).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(try SpecLibrary.chip(path).name == "sample")
    #expect(try SpecLibrary.listing(path).kind == .chip)
    let missing = try #require(throws: SpecError.self) { try SpecLibrary.chip("no/such/file") }
    #expect(missing.problems[0].found == "no such file")
    let directory = try #require(throws: SpecError.self) { try SpecLibrary.chip(folder.path + "/") }
    #expect(
      directory.description
        == "\(folder.path)/: file: found a folder, expected a readable file")
  }

  @Test func aDeviceIsNoChip() throws {
    let device = try SpecLibrary.device("h100-sxm")
    #expect(device.precision == .fp16 && device.precision.bytes == 2)
    #expect(abs(device.matrixPeak_perSecond / 989.4e12 - 1) < 1e-12)
    #expect(abs(device.memory.bandwidth_BPerSecond / 3350e9 - 1) < 1e-12)
    // 4.05 pJ/bit, in joules a byte.
    #expect(abs(device.energy.memoryByte_J.nominal / 32.4e-12 - 1) < 1e-12)
    #expect(abs(device.energy.onChipByte_J.nominal / 69.3e-12 - 1) < 1e-12)
    #expect(device.energy.waiting_W.nominal == 189)
    #expect(device.energy.limit_W == 700)
    #expect(device.memory.bandwidthShare.count == KernelTrace.Kind.allCases.count)
  }
}
