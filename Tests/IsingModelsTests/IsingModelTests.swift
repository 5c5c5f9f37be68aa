import IsingModels
import Testing

@Suite struct IsingModelTests {
  private static func error(
    _ bonds: [Bond], fields: [Double] = [], spins: Int = 3
  ) -> ModelError? {
    do throws(ModelError) {
      _ = try IsingModel(spinCount: spins, bonds: bonds, fields: fields)
      return nil
    } catch { return error }
  }

  @Test func parallelBondsAddUp() throws {
    let model = try IsingModel(
      spinCount: 3, bonds: [Bond(2, 1, 0.25), Bond(0, 1, 1), Bond(1, 2, 0.5), Bond(1, 0, -3)])
    #expect(model.bonds == [Bond(0, 1, -2), Bond(1, 2, 0.75)])
  }

  @Test func numbersThatAreNotFiniteAreRefused() {
    let largest = Double.greatestFiniteMagnitude
    #expect(Self.error([Bond(0, 1, largest), Bond(1, 2, largest)]) == nil)
    // Each is finite, their sum is not.
    #expect(
      Self.error([Bond(0, 1, largest), Bond(1, 0, largest)])
        == .notFinite("coupling of spins 0 and 1", .infinity))
    #expect(
      Self.error([Bond(1, 2, -.infinity)])
        == .notFinite("coupling of spins 1 and 2", -.infinity))
    #expect(Self.error([], fields: [0, .infinity, 0]) == .notFinite("field of spin 1", .infinity))
  }

  @Test func placesThatDoNotExistAreRefused() {
    #expect(Self.error([Bond(0, 3, 1)]) == .spinOutOfRange(3, spinCount: 3))
    #expect(Self.error([Bond(-1, 2, 1)]) == .spinOutOfRange(-1, spinCount: 3))
    #expect(Self.error([Bond(1, 1, 1)]) == .selfCoupling(1))
    #expect(Self.error([], fields: [1]) == .fieldCount(found: 1, expected: 3))
    #expect(Self.error([], spins: 0) == .spinCount(0))
  }

  @Test func sizesOfEnergies() throws {
    let whole = try IsingModel(spinCount: 2, bonds: [Bond(0, 1, -3)], fields: [0, 4])
    #expect(whole.sumOfSizes == 7 && whole.hasWholeEnergies && whole.energyTolerance == 0)
    #expect(!whole.isFlipSymmetric && !whole.hasLostTerms)
    let half = try IsingModel(spinCount: 2, bonds: [Bond(0, 1, 0.5)])
    #expect(!half.hasWholeEnergies && half.isFlipSymmetric)
    // 2 additions' roundings for each of 1 bond, 2 fields and 16 more.
    #expect(half.energyTolerance == 2 * 19 * Double.ulpOfOne * 0.5)
    let large = try IsingModel(spinCount: 2, bonds: [Bond(0, 1, 0x1p54)], fields: [1, 0])
    #expect(!large.hasWholeEnergies)
    let lost = try IsingModel(spinCount: 2, bonds: [Bond(0, 1, 1e18)], fields: [1, 0])
    #expect(lost.hasLostTerms)
  }
}
