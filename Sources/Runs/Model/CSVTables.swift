import EnergyBudgets
import ExecutionRecords
import HardwareSpecs
public import Reports

/// Tables of a machine for files.
///
/// A cell is empty where the figure is unknown because a price is missing, or where it has no
/// meaning (a static power has no counts). Shares are of the total energy, at nominal figures.
public enum CSVTables {
  /// `layers.csv`: one row a layer (`none` for what belongs to no layer), one a static power, and the
  /// total, which is the sum of the rows above.
  ///
  /// `busy_cycles` are the cycles in which at least one instruction of the layer ran. Layers can
  /// overlap, so they need not add up; the total row holds the cycles of the whole execution.
  public static func layers(of machine: RunReport.Machine) -> Table {
    let budget = machine.budget
    let rows = budget.byLayer.map { share in
      ["action", share.key.map { "\($0)" } ?? "none"] + counts(share.counts, machine)
        + energy(share.energy_J, of: budget) + ["\(machine.spans.busyCycles(ofLayer: share.key))"]
    }
    return Table(
      file: "layers",
      header: ["kind", "layer"] + countColumns(machine) + energyColumns + ["busy_cycles"],
      rows: rows + statics(machine).map { $0 + [""] }
        + [total(machine) + ["\(machine.record.timeline.totalCycles)"]])
  }

  /// `components.csv`: one row a component, one a static power, and the total, which is the sum of the
  /// rows above.
  public static func components(of machine: RunReport.Machine) -> Table {
    let budget = machine.budget
    let rows = budget.byComponent.map { share in
      ["action", share.key.rawValue] + counts(share.counts, machine)
        + energy(share.energy_J, of: budget)
    }
    return Table(
      file: "components", header: ["kind", "component"] + countColumns(machine) + energyColumns,
      rows: rows + statics(machine) + [total(machine)])
  }

  /// `instructions.csv`: one row an instruction of the program, over all texts.
  ///
  /// `runs` is how often it ran, `start_cycle` when it ran first, `cycles` the time of all its runs.
  /// Instructions stream tokens to each other, so their cycles overlap. The energy is that of the
  /// actions alone, without static power; instructions without a run have no times.
  public static func instructions(of machine: RunReport.Machine) -> Table {
    let budget = machine.budget
    return Table(
      file: "instructions",
      header: ["index", "name", "layer", "runs", "start_cycle", "cycles"] + countColumns(machine)
        + energyColumns,
      rows: budget.byInstruction.map { share in
        let key = share.key
        let run = machine.spans[key.instruction]
        return [
          "\(key.instruction)", key.name, key.layer.map { "\($0)" } ?? "none",
          "\(run?.count ?? 0)", run.map { "\($0.startCycle)" } ?? "",
          run.map { "\($0.cycles)" } ?? "",
        ] + counts(share.counts, machine) + energy(share.energy_J, of: budget)
      })
  }

  /// The actions that have a column; a chip of one die has no links between dies.
  private static func actions(_ machine: RunReport.Machine) -> [Action] {
    Action.allCases.filter { $0 != .linkBit || machine.record.total[$0] > 0 }
  }

  private static func countColumns(_ machine: RunReport.Machine) -> [String] {
    actions(machine).map { "\($0.rawValue)_count" }
  }

  private static let energyColumns = [
    "energy_low_J", "energy_nominal_J", "energy_high_J", "energy_share",
  ]

  private static func counts(
    _ counts: ActionCounts?, _ machine: RunReport.Machine
  ) -> [String] {
    actions(machine).map { action in counts.map { "\($0[action])" } ?? "" }
  }

  private static func energy(_ band: Band?, of budget: ChipBudget) -> [String] {
    guard let band else { return ["", "", "", ""] }
    return [band.low, band.nominal, band.high, budget.share(of: band)].map(Cell.field)
  }

  private static func statics(_ machine: RunReport.Machine) -> [[String]] {
    machine.budget.statics.map {
      ["static", $0.name] + counts(nil, machine) + energy($0.energy_J, of: machine.budget)
    }
  }

  private static func total(_ machine: RunReport.Machine) -> [String] {
    ["total", "Total"] + counts(machine.record.total, machine)
      + energy(machine.budget.total_J, of: machine.budget)
  }
}
