internal import EmbeddedSpecs
internal import OrderedCollections

/// The hardware descriptions of this binary, and those in files.
///
/// A name with a `/`, or one that ends in `.yaml` or `.yml`, is a path; any other is looked up among
/// the embedded descriptions.
public enum SpecLibrary {
  /// Name of the chip that commands use without being told one.
  public static let defaultChip = "ceas-ising-5w"

  /// A description in the binary.
  public struct Entry: Sendable, Equatable {
    /// Name by which a command selects it.
    public var name: String
    /// Chip, device or measured device.
    public var kind: SpecKind
  }

  /// Names and kinds of the embedded descriptions: chips, devices and measured devices, each by name.
  public static var entries: [Entry] {
    embedded.map { Entry(name: $0.key, kind: $0.value.kind) }
  }

  /// Reads a chip.
  ///
  /// - Throws: `SpecError` if there is none of that name, or with every problem of its file.
  public static func chip(_ nameOrPath: String) throws(SpecError) -> ChipSpec {
    let (bytes, file) = try bytes(of: nameOrPath, kind: .chip)
    return try ChipSpecReader.read(bytes: bytes, file: file).chip
  }

  /// Reads a reference device.
  ///
  /// - Throws: `SpecError` if there is none of that name, or with every problem of its file.
  public static func device(_ nameOrPath: String) throws(SpecError) -> DeviceSpec {
    let (bytes, file) = try bytes(of: nameOrPath, kind: .device)
    return try DeviceSpecReader.read(bytes: bytes, file: file).device
  }

  /// Reads a measured device.
  ///
  /// - Throws: `SpecError` if there is none of that name, or with every problem of its file.
  public static func measuredDevice(_ nameOrPath: String) throws(SpecError) -> MeasuredDevice {
    let (bytes, file) = try bytes(of: nameOrPath, kind: .measured)
    return try MeasuredDeviceReader.read(bytes: bytes, file: file).device
  }

  /// Reads what a run compares the chip with: devices and measured devices by name or file.
  ///
  /// - Throws: `SpecError` if there is none of a name, or with every problem of a file.
  public static func references(
    _ names: [String]
  ) throws(SpecError) -> (devices: [DeviceSpec], measured: [MeasuredDevice]) {
    var found: (devices: [DeviceSpec], measured: [MeasuredDevice]) = ([], [])
    for name in names {
      if try isMeasured(name) {
        found.measured.append(try measuredDevice(name))
      } else {
        found.devices.append(try device(name))
      }
    }
    return found
  }

  private static func isMeasured(_ nameOrPath: String) throws(SpecError) -> Bool {
    if let entry = embedded[nameOrPath] { return entry.kind == .measured }
    // Of what is no embedded name, the reader of devices says what it should be.
    guard isPath(nameOrPath) else { return false }
    return try kind(of: try SpecFile.bytes(of: nameOrPath), file: nameOrPath) == .measured
  }

  /// Reads a measured device from the bytes of a YAML file; `file` names it in messages.
  ///
  /// - Throws: `SpecError` with every problem of the file.
  public static func measuredDevice(
    yaml bytes: [UInt8], file: String
  ) throws(SpecError) -> MeasuredDevice {
    try MeasuredDeviceReader.read(bytes: bytes, file: file).device
  }

  /// Reads a chip from the bytes of a YAML file; `file` names it in messages.
  ///
  /// - Throws: `SpecError` with every problem of the file.
  public static func chip(yaml bytes: [UInt8], file: String) throws(SpecError) -> ChipSpec {
    try ChipSpecReader.read(bytes: bytes, file: file).chip
  }

  /// Everything that the bytes of a chip's YAML file state, and what follows from it.
  ///
  /// - Throws: `SpecError` with every problem of the file.
  package static func chipListing(
    yaml bytes: [UInt8], file: String
  ) throws(SpecError) -> SpecListing {
    try ChipSpecReader.read(bytes: bytes, file: file).listing
  }

  /// Reads a device from the bytes of a YAML file; `file` names it in messages.
  ///
  /// - Throws: `SpecError` with every problem of the file.
  public static func device(yaml bytes: [UInt8], file: String) throws(SpecError) -> DeviceSpec {
    try DeviceSpecReader.read(bytes: bytes, file: file).device
  }

  /// Everything that a description states, and what follows from it, chip or device.
  ///
  /// - Throws: `SpecError` if there is none of that name, or with every problem of its file.
  public static func listing(_ nameOrPath: String) throws(SpecError) -> SpecListing {
    let (bytes, file) = try bytes(of: nameOrPath, kind: nil)
    switch try kind(of: bytes, file: file) {
    case .chip: return try ChipSpecReader.read(bytes: bytes, file: file).listing
    case .device: return try DeviceSpecReader.read(bytes: bytes, file: file).listing
    case .measured: return try MeasuredDeviceReader.read(bytes: bytes, file: file).listing
    }
  }

  /// The listings of several descriptions, by the names that were asked for.
  ///
  /// - Throws: `SpecError` with every problem of every description.
  public static func listings(
    _ names: [String]
  ) throws(SpecError) -> [(name: String, listing: SpecListing)] {
    var listings: [(name: String, listing: SpecListing)] = []
    var problems: [SpecProblem] = []
    for name in names {
      do { listings.append((name, try listing(name))) } catch { problems += error.problems }
    }
    guard problems.isEmpty else { throw SpecError(problems: problems) }
    return listings
  }

  /// The YAML text of a sound description.
  ///
  /// - Throws: `SpecError` if there is none of that name, or with every problem of its file.
  public static func text(_ nameOrPath: String) throws(SpecError) -> String {
    _ = try listing(nameOrPath)
    return String(decoding: try bytes(of: nameOrPath, kind: nil).bytes, as: UTF8.self)
  }

  /// A new chip description in YAML: every figure of a base chip, and every key with unit, default and
  /// meaning. It is sound, and states what the base states but for the changes.
  ///
  /// - Parameters:
  ///   - name: the new name: letters, digits, `-`, `_` and `.`, a letter first.
  ///   - base: name or file of the base chip.
  ///   - changes: figures by path of their key, e.g. `timing.clock`.
  ///   - destination: where the text will be written: a stated table is looked for beside it.
  /// - Throws: `SpecError` if the name cannot be used, the base cannot be read, a path is no key, or a change
  ///   is not legal.
  public static func newChip(
    name: String, from base: String, changes: [String: SpecChange] = [:], file destination: String
  ) throws(SpecError) -> String {
    try check(name: name)
    let (bytes, file) = try bytes(of: base, kind: .chip)
    let listing = try ChipSpecReader.read(bytes: bytes, file: file).listing
    let stated = listing.rows.filter { $0.line != nil && $0.value != nil }.map {
      $0.section.isEmpty ? $0.key : "\($0.section).\($0.key)"
    }
    let known = Set(ChipKey.all.filter { !$0.isGroup }.map(\.path)).union(stated)
    let problems = changes.keys.sorted().filter { !known.contains($0) }.map {
      SpecProblem(
        file: base, line: nil, key: $0, found: "an unknown key",
        expected: "one of \(known.sorted().joined(separator: ", "))")
    }
    guard problems.isEmpty else { throw SpecError(problems: problems) }
    let text = ChipTemplate.text(name: name, from: listing, file: file, changes: changes)
    _ = try ChipSpecReader.read(bytes: Array(text.utf8), file: destination)
    return text
  }

  private static func check(name: String) throws(SpecError) {
    func isLetter(_ scalar: Unicode.Scalar) -> Bool {
      scalar.isASCII && scalar.properties.isAlphabetic
    }
    let scalars = name.unicodeScalars
    guard let first = scalars.first, isLetter(first),
      scalars.allSatisfy({ isLetter($0) || "0123456789-_.".unicodeScalars.contains($0) })
    else {
      throw SpecError(
        option: "name", found: "`\(name)`",
        expected: "letters, digits, `-`, `_`, `.`, with a letter first")
    }
    guard !entries.contains(where: { $0.name == name }) else {
      throw SpecError(
        option: "name", found: "`\(name)`, which `spec list` has", expected: "a new name")
    }
  }

  /// Paths of all keys that the reader of chips asks a description for, whether it has them or not.
  package static func chipKeys(yaml bytes: [UInt8]) throws(SpecError) -> Set<String> {
    let document = try SpecDocument(bytes: bytes, file: "keys")
    _ = try ChipSpecReader.read(document, bytes: bytes)
    return document.askedKeys
  }

  private static let embedded: OrderedDictionary<String, (kind: SpecKind, bytes: [UInt8])> = {
    var all: OrderedDictionary<String, (kind: SpecKind, bytes: [UInt8])> = [:]
    for kind in SpecKind.allCases {
      for (name, bytes) in EmbeddedSpecs.files.sorted(by: { $0.key < $1.key })
      where (try? Self.kind(of: bytes, file: name)) == kind {
        all[name] = (kind, bytes)
      }
    }
    return all
  }()

  private static func bytes(
    of nameOrPath: String, kind: SpecKind?
  ) throws(SpecError) -> (bytes: [UInt8], file: String) {
    func fail(_ key: String, _ found: String, _ expected: String) -> SpecError {
      SpecError(problems: [
        SpecProblem(file: nameOrPath, line: nil, key: key, found: found, expected: expected)
      ])
    }
    guard isPath(nameOrPath) else {
      if let entry = embedded[nameOrPath], kind == nil || entry.kind == kind {
        return (entry.bytes, "\(nameOrPath).yaml")
      }
      let known = embedded.filter { kind == nil || $0.value.kind == kind }.keys
      throw fail(
        kind?.rawValue ?? "hardware", "no description of that name",
        "one of \(known.joined(separator: ", ")), or a path to a .yaml file")
    }
    return (try SpecFile.bytes(of: nameOrPath), nameOrPath)
  }

  private static func isPath(_ nameOrPath: String) -> Bool {
    nameOrPath.contains("/") || nameOrPath.hasSuffix(".yaml") || nameOrPath.hasSuffix(".yml")
  }

  private static func kind(of bytes: [UInt8], file: String) throws(SpecError) -> SpecKind {
    let document = try SpecDocument(bytes: bytes, file: file)
    let top = SpecMapping(document.root, path: "", in: document)
    let format = top.text("format")
    try document.throwProblems()
    switch format {
    case ChipSpecReader.format: return .chip
    case DeviceSpecReader.format: return .device
    case MeasuredDeviceReader.format: return .measured
    default:
      top.document.report(
        top.line(of: "format"), "format", found: "`\(format ?? "")`",
        expected:
          "`\(ChipSpecReader.format)`, `\(DeviceSpecReader.format)` or `\(MeasuredDeviceReader.format)`"
      )
      try document.throwProblems()
      return .chip
    }
  }
}
