public import IsingModels
public import RandomStreams

/// Asks the spins block by block; spins of a block are not coupled, so that they may decide all at
/// once, as agents of a chip do.
///
/// One after the other, in any order, gives a block the same law as at once. A sweep asks each block
/// once, in the given order. It leaves e^{−βE} as it is; in a fixed order
/// Metropolis' rule need not be ergodic: see ``SequentialSampler``.
public struct ChromaticSampler: Sampler, OrderedSampler {
  var engine: OrderedSweeps
  /// Blocks a sweep.
  public let blockCount: Int

  /// How a spin decides.
  public var rule: UpdateRule { engine.rule }

  /// Starts from given spins.
  /// - Parameters:
  ///   - blocks: each spin in exactly one, coupled spins in different ones; for example
  ///     `Lattice.colourClasses`.
  ///   - model: what is sampled.
  ///   - beta: inverse temperature.
  ///   - rule: how a spin decides.
  ///   - spins: one a site, −1 or +1.
  ///   - key: names the random numbers.
  /// - Throws: `SamplerError` for blocks that are no proper colouring.
  /// - Precondition: one spin a site of the model, −1 or +1.
  public init(
    _ model: IsingModel, beta: Double, rule: UpdateRule = .heatBath, blocks: [[Int32]],
    spins: [Int8], key: StreamKey
  ) throws(SamplerError) {
    try Self.check(blocks, model)
    engine = OrderedSweeps(
      model, order: Array(blocks.joined()), beta: beta, rule: rule, spins: spins, key: key)
    blockCount = blocks.count
  }

  private static func check(_ blocks: [[Int32]], _ model: IsingModel) throws(SamplerError) {
    var blockOf = [Int](repeating: -1, count: model.spinCount)
    for (index, block) in blocks.enumerated() {
      for spin in block {
        guard spin >= 0, spin < model.spinCount else {
          throw .spinOutOfRange(Int(spin), spinCount: model.spinCount)
        }
        guard blockOf[Int(spin)] < 0 else {
          let found = blocks.joined().count { $0 == spin }
          throw .blocksOfSpin(Int(spin), found: found)
        }
        blockOf[Int(spin)] = index
      }
    }
    if let spin = blockOf.firstIndex(of: -1) { throw .blocksOfSpin(spin, found: 0) }
    for bond in model.bonds where blockOf[Int(bond.first)] == blockOf[Int(bond.second)] {
      throw .coupledWithinBlock(Int(bond.first), Int(bond.second))
    }
  }
}
