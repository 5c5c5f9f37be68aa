import Foundation
import Reports
import Testing

@Suite struct NPYFileTests {
  /// What `numpy.save` of NumPy 2.4.6 writes: its header, padded to byte 128, and its last bytes.
  private func numpy(_ header: String, _ payload: [UInt8]) -> Data {
    var data = Data([0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0, 0x76, 0])
    data.append(contentsOf: header.utf8)
    data.append(contentsOf: [UInt8](repeating: 0x20, count: 127 - data.count) + [0x0A])
    return data + payload
  }

  @Test func writesTheBytesOfNumPy() throws {
    // numpy.array([1.5, -0.25, 1e300])
    var expected = numpy(
      "{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }",
      [
        0, 0, 0, 0, 0, 0, 0xF8, 0x3F, 0, 0, 0, 0, 0, 0, 0xD0, 0xBF, 0x9C, 0x75, 0, 0x88, 0x3C,
        0xE4, 0x37, 0x7E,
      ])
    #expect(NPYFile([1.5, -0.25, 1e300]).data == expected)
    // numpy.array([[1, -1, 1], [-1, -1, 1]], dtype=numpy.int8)
    expected = numpy(
      "{'descr': '|i1', 'fortran_order': False, 'shape': (2, 3), }",
      [0x01, 0xFF, 0x01, 0xFF, 0xFF, 0x01])
    #expect(try NPYFile(.int8([1, -1, 1, -1, -1, 1]), shape: [2, 3]).data == expected)
    // numpy.array(2.5, dtype=numpy.float32)
    expected = numpy(
      "{'descr': '<f4', 'fortran_order': False, 'shape': (), }", [0, 0, 0x20, 0x40])
    #expect(try NPYFile(.float32([2.5]), shape: []).data == expected)
    // numpy.zeros((0, 3), dtype=numpy.float32)
    expected = numpy("{'descr': '<f4', 'fortran_order': False, 'shape': (0, 3), }", [])
    #expect(try NPYFile(.float32([]), shape: [0, 3]).data == expected)
  }

  @Test func headersEndAtMultiplesOf64() throws {
    for axes in 0..<80 {
      let file = try NPYFile(.int8([1]), shape: Array(repeating: 1, count: axes))
      let data = file.data
      #expect((data.count - 1) % 64 == 0)
      #expect(data[data.count - 2] == 0x0A)
      #expect(try NPYFile(data: data) == file)
    }
  }

  @Test func readsWhatItWrites() throws {
    let special = [0, -0.0, .infinity, .leastNonzeroMagnitude, .pi]
    for file in try [
      NPYFile(special), NPYFile(.float32([1, 2.5, -3, 4]), shape: [2, 2]),
      NPYFile(.int8([-128, 127, 0]), shape: [3, 1]), NPYFile(.float64([]), shape: [0]),
    ] {
      #expect(try NPYFile(data: file.data) == file)
      // A slice does not begin at index 0.
      #expect(try NPYFile(data: (Data([1, 2]) + file.data).dropFirst(2)) == file)
    }
    let nan = try NPYFile(data: NPYFile([.nan]).data)
    guard case .float64(let values) = nan.values else {
      Issue.record("expected float64")
      return
    }
    #expect(values[0].isNaN)
  }

  @Test func refusesWrongShapes() {
    #expect(throws: NPYError.shape([2, 2], count: 3)) {
      try NPYFile(.int8([1, 1, 1]), shape: [2, 2])
    }
    #expect(throws: NPYError.self) { try NPYFile(.int8([1]), shape: [-1, -1]) }
    #expect(throws: NPYError.self) { try NPYFile(.int8([]), shape: [Int.max, 2, 0]) }
  }

  @Test func refusesDamagedFiles() throws {
    let good = try NPYFile(.int8([1, -1]), shape: [2]).data
    #expect(throws: NPYError.notNPY) { try NPYFile(data: Data()) }
    #expect(throws: NPYError.notNPY) { try NPYFile(data: Data("PK\u{3}\u{4} and more".utf8)) }
    // Every cut, and one byte too many.
    for count in good.indices {
      #expect(throws: NPYError.self) { try NPYFile(data: good[..<count]) }
    }
    #expect(throws: NPYError.length(found: 131, expected: 130)) { try NPYFile(data: good + [0]) }
    var other = good
    other[6] = 2
    #expect(throws: NPYError.version(2)) { try NPYFile(data: other) }
    func changed(_ old: String, _ new: String) -> Data {
      let header = String(decoding: good[10..<128], as: UTF8.self)
      return good[..<10] + Data(header.replacingOccurrences(of: old, with: new).utf8) + good[128...]
    }
    for (old, new) in [
      ("False", "True "), ("|i1", "<i2"), ("(2,)", "(x,)"), ("(2,)", "(-2)"), ("(2,)", "[2,]"),
      ("(2,), }            ", "(99999999999, 99,)}"),
    ] {
      #expect(throws: NPYError.self, "\(new)") { try NPYFile(data: changed(old, new)) }
    }
  }
}
