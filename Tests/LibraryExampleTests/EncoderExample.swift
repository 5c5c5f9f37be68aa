import ChipPrograms
import EnergyBudgets
import ExecutionRecords
import HardwareSpecs
import ModelCompiler
import TransformerModels
import VirtualChip

/// A sentence on a virtual chip, step by step: what it gave, what the chip did, and for how many joules.
func encode(_ text: String, model folder: String) throws -> (output: [Float], energy_J: Band?) {
  // A chip of the library, or the path of a description.
  let chip = try SpecLibrary.chip("ceas-ising-5w")
  let model = try LoadedModel.load(folder: folder)
  let program = try ModelCompiler.compile(model.graph, for: chip, precision: Precision())
  let machine = try VirtualChip(program: program, chip: chip)

  let session = try machine.session(RunSettings(fidelity: .sampled, samples: 64, seed: 1))
  try session.feed(model.tokenizer.encode(text).ids)
  while !session.isFinished { session.step() }

  let execution = session.execution
  let budget = ChipBudget(record: execution.record, chip: chip)
  for (component, counts) in execution.record.byComponent {
    print(component.rawValue, counts[.agentUpdate], "updates of agents")
  }
  return (execution.output, budget.total_J)
}
