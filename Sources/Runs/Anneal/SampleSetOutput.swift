import IsingModels

/// The reads as a sample set of dimod.
enum SampleSetOutput {
  /// The most memory of kept spins; of more reads the lowest are kept.
  static let most_bytes = 512 << 20
}
