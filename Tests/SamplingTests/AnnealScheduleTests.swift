import IsingModels
import Sampling
import Testing

@Suite struct AnnealScheduleTests {
  @Test func shapes() throws {
    let linear = try BetaSchedule.linear(from: 1, to: 3)
    #expect((0..<5).map { linear.beta(sweep: $0, of: 5) } == [1, 1.5, 2, 2.5, 3])
    #expect(linear.beta(sweep: 0, of: 1) == 3)
    let geometric = try BetaSchedule.geometric(from: 1, to: 16)
    #expect((geometric.first, geometric.last) == (1, 16))
    #expect(abs(geometric.beta(at: 0.5) - 4) < 1e-12)
    #expect(abs(geometric.beta(at: 0.25) - 2) < 1e-12)
    let list = try BetaSchedule.values([2, 1, 5])
    #expect((0..<5).map { list.beta(sweep: $0, of: 5) } == [2, 1.5, 1, 3, 5])
    #expect(try BetaSchedule.values([2]).beta(sweep: 3, of: 9) == 2)
  }

  @Test func refusals() {
    for (first, last) in [(-1.0, 2.0), (2, 1), (.nan, 1), (1, .infinity), (1, .nan)] {
      #expect(throws: SamplerError.self) { try BetaSchedule.linear(from: first, to: last) }
      #expect(throws: SamplerError.self) { try BetaSchedule.geometric(from: first, to: last) }
    }
    #expect(throws: SamplerError.self) { try BetaSchedule.geometric(from: 0, to: 1) }
    #expect(throws: SamplerError.self) { try BetaSchedule.values([]) }
    #expect(throws: SamplerError.self) { try BetaSchedule.values([1, -1]) }
    #expect(throws: SamplerError.self) { try BetaSchedule.values([1, .infinity]) }
  }

  /// Four equal couplings at each spin: σ = 2 |J|, so β goes from a/2|J| to b/√2 |J|.
  @Test(arguments: [1.0, -3, 1e-200, 1e200]) func oneScaleIsAStraightLine(_ coupling: Double) throws
  {
    let model = try Lattice.periodicSquare(rows: 6, columns: 6).model(coupling: coupling)
    let schedule = BetaSchedule.automatic(for: model, hot: 0.5, cold: 4)
    let unit = abs(coupling)
    // Scales are rounded to an eighth of their leading digit.
    #expect(abs(schedule.first * unit * 4 - 1) < 0.07)
    #expect(abs(schedule.last * unit * 2.0.squareRoot() / 4 - 1) < 0.07)
    let middle = (schedule.first + schedule.last) / 2
    #expect(abs(schedule.beta(at: 0.5) / middle - 1) < 1e-12)
  }

  /// Two halves whose scales differ by 10⁹ get half of the time each.
  @Test func twoScalesShareTheTime() throws {
    let bonds = (0..<40).map { Bond($0, $0 % 20 == 19 ? $0 - 19 : $0 + 1, $0 < 20 ? 1 : 1e-9) }
    let model = try IsingModel(spinCount: 40, bonds: bonds)
    let schedule = BetaSchedule.automatic(for: model)
    #expect(schedule.first < 1 && schedule.last > 1e9)
    #expect(schedule.beta(at: 0.45) < 10)
    #expect(schedule.beta(at: 0.55) > 1e7)
  }

  @Test func ascends() {
    for instance in SmallInstance.all {
      let schedule = BetaSchedule.automatic(for: instance.model)
      let betas = (0...1000).map { schedule.beta(sweep: $0, of: 1001) }
      #expect(zip(betas, betas.dropFirst()).allSatisfy { $0 <= $1 }, "\(instance)")
      #expect(betas[0] > 0 && betas[1000].isFinite)
    }
  }
}
