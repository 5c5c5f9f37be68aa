public import ArgumentParser
public import ChipPrograms
public import DenseAlgebra
public import DenseExecutor
public import HardwareSpecs
public import VirtualChip

// Words of the command line that the program's own types already spell.
extension Fidelity.Word: ExpressibleByArgument {}
extension Draws: ExpressibleByArgument {}
extension TokenChoice.Rule: ExpressibleByArgument {}
extension WeightFormat: ExpressibleByArgument {}
extension AttentionRoad.Word: ExpressibleByArgument {}
extension RaceStop: ExpressibleByArgument {}
extension RaceRate: ExpressibleByArgument {}
extension TokenLattice.Metric: ExpressibleByArgument {}
extension NormMethod: ExpressibleByArgument {}
extension GateThreshold: ExpressibleByArgument {}
extension Precision.WeightRange: ExpressibleByArgument {}
extension Precision.NormGains: ExpressibleByArgument {}

/// The range of weights.
typealias WeightRange = Precision.WeightRange
/// Where gains go.
typealias NormGains = Precision.NormGains
