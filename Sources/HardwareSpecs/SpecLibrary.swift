internal import EmbeddedSpecs
internal import OrderedCollections

/// The hardware descriptions of this binary, and those in files.
///
/// A name with a `/`, or one that ends in `.yaml` or `.yml`, is a path; any other is looked up among
/// the embedded descriptions, and is a path if it is none of them and there is such a file.
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
  /// Descriptions of one name in different files get the file behind it: in a table they would look alike.
  ///
  /// - Throws: `SpecError` if there is none of a name, for one that comes twice, or with every problem of a file.
  public static func references(
    _ names: [String]
  ) throws(SpecError) -> (devices: [DeviceSpec], measured: [MeasuredDevice]) {
    var found: (devices: [DeviceSpec], measured: [MeasuredDevice]) = ([], [])
    var files: [(isDevice: Bool, index: Int, file: String)] = []
    for (place, name) in names.enumerated() {
      guard !names[..<place].contains(name) else {
        throw SpecError(option: "reference", found: "\(name) twice", expected: "it once")
      }
      if embedded[name].map({ $0.kind == .chip }) ?? !isPath(name) {
        throw unknown(name, among: [.device, .measured])
      }
      if try isMeasured(name) {
        found.measured.append(try measuredDevice(name))
        files.append((false, found.measured.count - 1, name))
      } else {
        found.devices.append(try device(name))
        files.append((true, found.devices.count - 1, name))
      }
    }
    let all = found.devices.map(\.name) + found.measured.map(\.name)
    for (isDevice, index, file) in files where isPath(file) {
      let name = isDevice ? found.devices[index].name : found.measured[index].name
      guard all.count(where: { $0 == name }) > 1 else { continue }
      // The end of a path is enough where it is the only one.
      func end(_ path: String) -> Substring { path.split(separator: "/").last ?? "" }
      let isOnly = files.count { end($0.file) == end(file) } == 1
      let told = "\(name) (\(isOnly ? String(end(file)) : file))"
      if isDevice { found.devices[index].name = told } else { found.measured[index].name = told }
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
    return try listing(yaml: bytes, file: file)
  }

  /// The same of the bytes of a YAML file.
  ///
  /// - Throws: `SpecError` with every problem of the file.
  package static func listing(yaml bytes: [UInt8], file: String) throws(SpecError) -> SpecListing {
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

  static func bytes(
    of nameOrPath: String, kind: SpecKind?
  ) throws(SpecError) -> (bytes: [UInt8], file: String) {
    guard isPath(nameOrPath) || embedded[nameOrPath] == nil && SpecFile.exists(nameOrPath) else {
      if let entry = embedded[nameOrPath], kind == nil || entry.kind == kind {
        return (entry.bytes, "\(nameOrPath).yaml")
      }
      throw unknown(nameOrPath, among: kind.map { [$0] } ?? SpecKind.allCases)
    }
    return (try SpecFile.bytes(of: nameOrPath), nameOrPath)
  }

  /// A name that no description of these kinds has.
  private static func unknown(_ name: String, among kinds: [SpecKind]) -> SpecError {
    let known = embedded.filter { kinds.contains($0.value.kind) }.keys
    return SpecError(problems: [
      SpecProblem(
        file: name, line: nil, key: kinds.count > 2 ? "hardware" : kinds[0].rawValue,
        found: "no description of that name",
        expected: "one of \(known.joined(separator: ", ")), or a path to a .yaml file")
    ])
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
