import Foundation
import HardwareSpecs
import Testing

/// The sections `products` and `attention` of devices.
@Suite struct DeviceLawTests {
  /// The shipped H100 with one part of its text replaced.
  private static func device(replacing old: String, with new: String) throws -> DeviceSpec {
    let text = try SpecLibrary.text("h100-sxm")
    let changed = text.replacing(old, with: new)
    try #require(changed != text, "no \(old)")
    return try SpecLibrary.device(yaml: Array(changed.utf8), file: "t.yaml")
  }

  private static func problems(_ old: String, _ new: String) throws -> [SpecProblem] {
    let error = try #require(throws: SpecError.self) {
      _ = try device(replacing: old, with: new)
    }
    return error.problems
  }

  @Test func theLawsAreRead() throws {
    let device = try SpecLibrary.device("a100-sxm")
    let law = try #require(device.productLaw)
    #expect(law.units == 108)
    // Written as 37.61 GB/s and 3.234 µs.
    #expect(law.unitBandwidth_BPerSecond.map { $0 > 3.7e10 && $0 < 3.8e10 } == true)
    #expect(law.wave_s > 3e-6 && law.wave_s < 4e-6)
    #expect(law.error.band(2).low == 2 * law.error.low && law.error.band(2).nominal == 2)
    #expect(try #require(device.attentionLaw).decodingRamp_s > 0)
    #expect(try SpecLibrary.device("h100-sxm").products.unitBandwidth_BPerSecond == nil)
  }

  @Test func eightBitsAreDevicesOfTheirOwn() throws {
    let device = try SpecLibrary.device("h100-sxm-fp8")
    #expect(device.precision == .fp8)
    #expect(device.precision.bytes == 1 && device.precision.resultBytes == 2)
    #expect(abs(device.matrixPeak_perSecond / 1978.9e12 - 1) < 1e-12)
    #expect(device.products.quantisation_s > 5e-6)
    let problem = try #require(
      Self.problems("precision: {value: fp16", "precision: {value: fp8").first)
    #expect(problem.key == "compute.eight_bit_matrix_peak")
  }

  @Test func errorsNameTheKey() throws {
    let late = try Self.problems("  exponent: {value: ", "  exponent: {value: -")
    #expect(late.map(\.key) == ["products.exponent.value"])
    let band = try Self.problems("  error_low: {value: 0", "  error_low: {value: 1")
    #expect(Set(band.map(\.key)) == ["products.error_low", "attention.error_low"])
    let unknown = try Self.problems("  wave: {", "  waves: {")
    #expect(Set(unknown.map(\.key)) == ["products.waves", "attention.waves"])
  }

  /// Without a law of products the roofline's figures are needed, and attention has no units.
  @Test func aDeviceNeedsSomeLawOfProducts() throws {
    let text = try SpecLibrary.text("h100-sxm")
    let (begin, end) = (
      try #require(text.range(of: "products:\n")), try #require(text.range(of: "attention:\n"))
    )
    var without = text
    without.removeSubrange(begin.lowerBound..<end.lowerBound)
    let error = try #require(throws: SpecError.self) {
      _ = try SpecLibrary.device(yaml: Array(without.utf8), file: "t.yaml")
    }
    #expect(Set(error.problems.map(\.key)) == ["attention", "compute"])
  }
}
