/// The model that is searched, and the way back to the problem's spins: ``ReducedModel`` where a
/// reduction is asked for and takes spins out, else the model itself.
public struct Presolve: Sendable {
  /// What is left; `nil` where nothing is.
  public let model: IsingModel?
  /// What its energies lack to those of the problem's model.
  public let energyOffset: Double
  /// Whether the reduction was asked for.
  public let isOn: Bool
  /// Whether the reduction was begun and left.
  public let wasLeft: Bool
  private let spinCount: Int
  private let reduced: ReducedModel?

  /// Whether a model has so many couplings, more than 10⁶ and 100 a spin, that looking for spins with few of
  /// them would only take time.
  public static func isHopeless(_ model: IsingModel) -> Bool {
    model.bonds.count > max(1_000_000, 100 * model.spinCount)
  }

  /// About what the reduction of a model takes, in seconds.
  public static func expected_s(_ model: IsingModel) -> Double {
    2.5e-7 * Double(model.spinCount + 2 * model.bonds.count)
  }

  /// Simplifies a model, if asked to.
  ///
  /// - Parameters:
  ///   - model: what is searched.
  ///   - isOn: whether to simplify it.
  ///   - goesOn: asked now and then; after a `false` the model stays as it is.
  public init(_ model: IsingModel, isOn: Bool, while goesOn: () -> Bool = { true }) {
    self.isOn = isOn
    spinCount = model.spinCount
    // Finer couplings would need wider numbers in every sweep.
    let unit = model.hasWholeEnergies ? model.dyadicUnit : nil
    let reduced = isOn ? ReducedModel(model, finestUnit: unit, while: goesOn) : nil
    wasLeft = isOn && reduced == nil
    // A model that stays as it is need not be copied.
    self.reduced = reduced.flatMap { $0.kept.count < model.spinCount ? $0 : nil }
    self.model = self.reduced.map(\.model) ?? model
    energyOffset = self.reduced?.energyOffset ?? 0
  }

  /// Spins that need no search.
  public var removedSpins: Int { spinCount - (model?.spinCount ?? 0) }

  /// How many spins went by which rule.
  public var steps: ReductionStatistics { reduced?.steps ?? ReductionStatistics() }

  /// The problem's spins that belong to spins of the simplified model.
  public func expand(_ spins: [Int8]) -> [Int8] { reduced?.expand(spins) ?? spins }
}
