import ChipPrograms
import HardwareSpecs
import ModelCompiler
import Reports

extension CompileRun {
  /// What the program takes of the chip.
  struct Fit: Sendable {
    /// Tiles of all arrays, and of the chip.
    let tiles: (needed: Int, available: Int)
    /// Bits that must be on a die, and those of a die.
    let memory_bits: (needed: Int, available: Int)
    /// Share of the couplings that stay on the chip.
    let residentShare: Double

    /// Whether every coupling stays on the chip.
    var isWhole: Bool { residentShare >= 1 }

    /// The fit of what was compiled.
    init(_ needs: CapacityNeeds, on chip: ChipSpec, residentShare: Double) {
      tiles = (needs.allTiles, chip.geometry.linearTiles)
      let tables = needs.tables.reduce(0) { $0 + $1.amount }
      let spills = chip.memory.offChip_bitsPerSecond != nil
      memory_bits = (needs.buffers_bits + (spills ? 0 : tables), chip.dieMemory_bits)
      self.residentShare = residentShare
    }
  }

  /// The last lines for readers: whether the model fits, and by how much.
  var summary: [String] {
    func room(_ need: (needed: Int, available: Int), _ text: (Int) -> String) -> String {
      let rest = need.available - need.needed
      return "\(text(need.needed)) of \(text(need.available))"
        + (need.available > 0
          ? " (\(Quantity.percent(Double(need.needed) / Double(need.available))))" : "")
        + ", \(text(abs(rest))) \(rest < 0 ? "short" : "left")"
    }
    let bits = { (count: Int) in Quantity.text(Double(count), "bit") }
    return [
      "\(program.name) \(fit.isWhole ? "fits" : "does not fit at once") on \(program.chip?.name ?? "the chip"): "
        + "\(program.arrays.count) arrays, \(program.instructions.count) instructions",
      "tiles: " + room(fit.tiles) { Quantity.count(UInt64(max(0, $0))) },
      "memory on \(hasDies ? "a die" : "the chip"): " + room(fit.memory_bits, bits),
      fit.isWhole
        ? "couplings: \(bits(program.couplingBits)), all resident"
        : "couplings: \(Quantity.percent(fit.residentShare)) of \(bits(program.couplingBits)) resident, the rest is "
          + "reloaded for each text",
    ]
  }

  /// The listing with the summary behind it, as remarks of the language.
  public var listingWithSummary: String {
    ([listing] + summary.map { "# \($0)" }).joined(separator: "\n") + "\n"
  }

  /// The same for a terminal, where long lines go on below: the language has no such lines.
  public var foldedListing: String {
    listingWithSummary.split(separator: "\n", omittingEmptySubsequences: false)
      .flatMap { TextLines.folded(String($0)) }.joined(separator: "\n")
  }
}
