import ArgumentParser
import ChipPrograms
import Runs
import VirtualNPU

// Words of the command line that the program's own types already spell.
extension Fidelity: @retroactive ExpressibleByArgument {}
extension Draws: @retroactive ExpressibleByArgument {}
extension GateThreshold: @retroactive ExpressibleByArgument {}
extension Precision.WeightRange: @retroactive ExpressibleByArgument {}
extension Precision.NormGains: @retroactive ExpressibleByArgument {}

/// The range of weights.
typealias WeightRange = Precision.WeightRange
/// Where gains go.
typealias NormGains = Precision.NormGains
