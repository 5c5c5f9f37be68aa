import ChipPrograms
import ExecutionRecords
import HardwareSpecs
import IsingTestSupport
import ModelCompiler
import Runs
import Testing
import VirtualChip

@Suite("Where the time of a text goes") struct TimeSharesTests {
  /// Every cycle has one owner, whatever the fidelity: shares of units and of layers add up to 1.
  @Test(arguments: Fidelity.Word.allCases) func sharesAddUp(_ fidelity: Fidelity.Word) throws {
    var chip = try SpecLibrary.chip(SpecLibrary.defaultChip)
    (chip.geometry.tileRows, chip.geometry.tileColumns) = (16, 16)
    let program = try ModelCompiler.compile(TinyModel().graph, for: chip, precision: Precision())
    let machine = try VirtualChip(program: program, chip: chip)
    let executions = try [[2, 5, 3], [4, 1]].map {
      try machine.run(
        tokens: $0, settings: RunSettings(fidelity: fidelity.fidelity(), samples: 16))
    }
    let times = try #require(TimeShares(of: executions, on: machine))
    let cycles = executions.reduce(0) { $0 + $1.record.timeline.totalCycles }
    #expect(agree(times.text_s, Double(cycles) / chip.timing.clock_Hz / 2, 1e-12))
    // Some twenty shares, each rounded once.
    #expect(agree(times.units.reduce(0) { $0 + $1.share }, 1, 20 * 0x1p-53))
    #expect(agree(times.layers.reduce(0) { $0 + $1.share }, 1, 20 * 0x1p-53))
    #expect(times.units.map(\.share) == times.units.map(\.share).sorted(by: >))
    for unit in times.units {
      let busy = try #require(unit.busy ?? (unit.unit == TimeShares.waiting ? 1 : nil))
      #expect(busy > 0 && busy <= 1, "\(unit.unit)")
    }
    #expect(times.units.contains { $0.unit == "race tiles" && $0.share > 0 })
    #expect(times.layers.count > 1 && times.layers[0].layer == nil)
    #expect(TimeShares(of: [], on: machine) == nil)
  }
}
