extension SpecLibrary {
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
    try check(
      changes, keys: ChipKey.all.filter { !$0.isGroup }.map(\.path), listing: listing, base: base)
    let text = ChipTemplate.text(name: name, from: listing, file: file, changes: changes)
    do throws(SpecError) {
      _ = try ChipSpecReader.read(bytes: Array(text.utf8), file: destination)
    } catch { throw error.blaming(changes.keys) }
    return text
  }

  /// A new description of the kind of its base: chip, device or measured device.
  ///
  /// - Parameters: as of ``newChip(name:from:changes:file:)``.
  /// - Throws: as ``newChip(name:from:changes:file:)``.
  public static func newDescription(
    name: String, from base: String, changes: [String: SpecChange] = [:], file destination: String
  ) throws(SpecError) -> String {
    let file = try bytes(of: base, kind: nil).file
    let listing = try listing(base)
    guard listing.kind != .chip else {
      return try newChip(name: name, from: base, changes: changes, file: destination)
    }
    try check(name: name)
    func text<Root: SpecRoot>(
      _ format: String, _ keys: [SpecKey<Root>]
    ) throws(SpecError) -> String {
      try check(
        changes, keys: keys.filter { !$0.isGroup }.map(\.path), listing: listing, base: base)
      let figures = TemplateFigures(
        rows: listing.rows.filter { $0.line != nil }, file: file, changes: changes)
      return DeviceTemplate(format: format, keys: keys, figures: figures).text(
        name: name, from: listing)
    }
    let new =
      listing.kind == .device
      ? try text(DeviceSpecReader.format, DeviceKey.all)
      : try text(MeasuredDeviceReader.format, MeasuredKey.all)
    do throws(SpecError) {
      _ = try self.listing(yaml: Array(new.utf8), file: destination)
    } catch { throw error.blaming(changes.keys) }
    return new
  }

  /// Refuses changes of keys that the format does not have.
  private static func check(
    _ changes: [String: SpecChange], keys: [String], listing: SpecListing, base: String
  ) throws(SpecError) {
    let stated = listing.rows.filter { $0.line != nil && $0.value != nil }.map {
      $0.section.isEmpty ? $0.key : "\($0.section).\($0.key)"
    }
    let known = Set(keys).union(stated)
    let problems = changes.keys.sorted().filter { !known.contains($0) }.map {
      SpecProblem(
        file: base, line: nil, key: $0, found: "an unknown key",
        expected: "one of \(known.sorted().joined(separator: ", "))")
    }
    guard problems.isEmpty else { throw SpecError(problems: problems) }
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
}

extension SpecError {
  /// The same with `--set` in place of a file that was never written, where a changed key is to blame.
  fileprivate func blaming(_ keys: some Collection<String>) -> SpecError {
    SpecError(
      problems: problems.map { problem in
        guard keys.contains(where: { "\(problem.key).".hasPrefix("\($0).") }) else {
          return problem
        }
        let lacksUnit = problem.key.hasSuffix(".unit") && problem.found == "nothing"
        return SpecProblem(
          file: "--set", line: nil, key: problem.key, found: problem.found,
          expected: lacksUnit ? "a unit behind the number" : problem.expected)
      })
  }
}
