package import ChipPrograms
import HardwareSpecs

/// Packs a scheduled mapping into a program.
package enum Emit {
  package static func emit(_ mapping: Mapping, context: CompileContext) -> Program {
    Program(
      model: mapping.model, chip: context.chip.name, chipHash: context.chip.identity,
      precision: context.precision, maximumTokens: mapping.maximumTokens, values: mapping.values,
      arrays: mapping.arrays, tables: mapping.tables, vectors: mapping.vectors,
      setup: mapping.setup, instructions: mapping.instructions)
  }
}
