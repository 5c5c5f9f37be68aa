import ByteFormats
public import HardwareSpecs

/// The binary form of a program: its text, then the numbers that the text does not hold.
///
/// All numbers are little endian.
///
/// | bytes | content |
/// |---|---|
/// | 8 | `INPUPROG` |
/// | 4 | version of the form: 1 for a compiled model, 2 for a program for any chip or with agents |
/// | 8 | bytes of the whole file |
/// | 8 + n | n, and the text form in n bytes of UTF-8 |
/// | 8 + n each | sections, in the order of the text: of an array its codes, scales and fields; of a table its codes and scales; of a vector its elements |
/// | 8 | FNV-1a of all bytes before, in 64 bits |
///
/// Codes are packed with the bits that the text gives them; scales, fields and elements are Float32.
public enum ProgramFile {
  /// The first bytes of every program.
  public static let magic = Array("INPUPROG".utf8)
  /// The versions that are read. Both have the same sections; readers of the first know no texts of programs
  /// for any chip, or with agents.
  public static let versions: ClosedRange<UInt32> = 1...2
  /// Bytes before the text's length, and of the sum at the end.
  static let headBytes = 20
  static let sumBytes = 8

  /// Whether bytes begin as a program does.
  /// - Parameter bytes: the start of a file.
  public static func isProgram(_ bytes: [UInt8]) -> Bool { bytes.starts(with: magic) }

  /// Writes a program.
  ///
  /// - Parameter program: a program whose numbers have the sizes that it declares.
  /// - Returns: the bytes; `read(_:file:)` gives the same program.
  /// - Throws: `ProgramFileError` for a program that no machine could run, or that its text does not
  ///   tell.
  public static func bytes(of program: Program) throws(ProgramFileError) -> [UInt8] {
    func fail(_ found: String, _ expected: String) -> ProgramFileError {
      ProgramFileError(file: program.name, found: found, expected: expected)
    }
    let text = Listing.text(of: program)
    do {
      guard try Listing.read(text, file: program.name) == ListedProgram(of: program) else {
        throw fail("a program that differs from its text", "one that the text tells")
      }
    } catch let error as ProgramTextError {
      throw fail("a program whose text cannot be read: \(error)", "one with a text")
    } catch let error as ProgramFileError {
      throw error
    } catch { throw fail("\(error)", "a program with a text") }
    if let fault = program.faults().first { throw ProgramFileError(file: program.name, fault) }
    var writer = ByteWriter()
    writer.bytes += magic
    writer.put(
      program.chip != nil && program.agents == nil ? versions.lowerBound : versions.upperBound)
    writer.put(UInt64(0))
    writer.putSection(Array(text.utf8))
    for array in program.arrays {
      writer.putSection(array.codes, bits: array.bits)
      writer.putSection(array.scales)
      writer.putSection(array.fields)
    }
    for table in program.tables {
      writer.putSection(table.codes, bits: table.bits)
      writer.putSection(table.scales)
    }
    for vector in program.vectors { writer.putSection(vector) }
    writer.set(UInt64(writer.bytes.count + sumBytes), at: headBytes - 8)
    writer.put(FNV1a.of(writer.bytes[...]))
    return writer.bytes
  }

  /// Reads a program.
  ///
  /// - Parameters:
  ///   - bytes: a whole file.
  ///   - file: the name for messages.
  ///   - chip: what the program is to run on; `nil` where nobody knows.
  /// - Returns: the program, which any machine of its chip can run.
  /// - Throws: `ProgramFileError` for bytes that are no program, damaged, or of another version, and for a
  ///   program that the chip cannot run at any fidelity.
  public static func read(
    _ bytes: [UInt8], file: String, on chip: ChipSpec? = nil
  ) throws(ProgramFileError) -> Program {
    var reader = try ProgramSections(checking: bytes, file: file)
    let listed = try reader.text()
    var program = listed.program
    for index in program.arrays.indices {
      let array = program.arrays[index]
      let name = "array A\(index)"
      program.arrays[index].codes = try reader.codes(
        array.inputs * array.outputs, bits: array.bits, of: name)
      program.arrays[index].scales = try reader.floats(
        array.outputs * array.blocks, "scales of \(name)")
      program.arrays[index].fields = try reader.floats(array.outputs, "fields of \(name)")
    }
    for index in program.tables.indices {
      let table = program.tables[index]
      let name = "table T\(index)"
      program.tables[index].codes = try reader.codes(
        table.rows * table.width, bits: table.bits, of: name)
      program.tables[index].scales = try reader.floats(table.rows, "scales of \(name)")
    }
    for (index, width) in listed.vectorWidths.enumerated() {
      program.vectors[index] = try reader.floats(width, "vector V\(index)")
    }
    try reader.expectEnd()
    if let fault = program.firstFault(on: chip) { throw ProgramFileError(file: file, fault) }
    return program
  }
}

extension ByteWriter {
  /// Bytes behind their number.
  fileprivate mutating func putSection(_ numbers: [some BitwiseCopyable]) {
    numbers.withUnsafeBytes { content in
      put(UInt64(content.count))
      bytes += content
    }
  }

  /// Packed codes behind the number of their bytes.
  fileprivate mutating func putSection(_ codes: [Int16], bits: Int) {
    put(UInt64(CodePacking.byteCount(codes.count, bits: bits)))
    CodePacking.append(codes, bits: bits, to: &bytes)
  }
}

extension Program {
  /// Whether another program is the same to the last bit: signs of zeros as well.
  /// - Parameter other: any program.
  public func hasSameBits(as other: Program) -> Bool {
    func same(_ left: [Float], _ right: [Float]) -> Bool {
      left.count == right.count && zip(left, right).allSatisfy { $0.bitPattern == $1.bitPattern }
    }
    return self == other
      && zip(arrays, other.arrays).allSatisfy {
        same($0.scales, $1.scales) && same($0.fields, $1.fields)
      }
      && zip(tables, other.tables).allSatisfy { same($0.scales, $1.scales) }
      && zip(vectors, other.vectors).allSatisfy { same($0, $1) }
  }
}

extension ListedProgram {
  /// What the text of a program tells.
  /// - Parameter program: a whole program.
  public init(of program: Program) {
    var listed = program
    for index in listed.arrays.indices {
      listed.arrays[index].codes = []
      listed.arrays[index].scales = []
      listed.arrays[index].fields = []
    }
    for index in listed.tables.indices {
      listed.tables[index].codes = []
      listed.tables[index].scales = []
    }
    listed.vectors = program.vectors.map { _ in [] }
    self.program = listed
    vectorWidths = program.vectors.map(\.count)
  }
}
