public import LatticePhysics
public import Sampling

/// What `lattice` is asked to do.
public struct LatticeRequest: Sendable {
  /// Lattices with couplings and fields.
  public var recipe: LatticeRecipe
  /// The process.
  public var engine: CatalogueRequest
  /// How long, and what is measured.
  public var plan: SamplingPlan
  /// Threads.
  public var threads: Int
  /// Arguments of the command.
  public var arguments: [String]

  /// Creates a request.
  public init(
    recipe: LatticeRecipe, engine: CatalogueRequest, plan: SamplingPlan, threads: Int,
    arguments: [String]
  ) {
    self.recipe = recipe
    self.engine = engine
    self.plan = plan
    self.threads = threads
    self.arguments = arguments
  }
}
