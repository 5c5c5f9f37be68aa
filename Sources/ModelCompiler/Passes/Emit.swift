package import ChipPrograms
import HardwareSpecs

/// Packs a scheduled mapping into a program.
package enum Emit {
  package static func emit(_ mapping: Mapping, context: CompileContext) -> Program {
    var program = mapping.program
    program.chip = .init(name: context.chip.name, hash: context.chip.identity)
    program.precision = context.precision
    return program
  }
}
