/// Negative values of options: `--beta -0.5` means what `--beta=-0.5` does.
///
/// The parser takes whatever begins with a dash for an option. No option of this program begins with a digit, so a
/// dash before a number is a sign.
enum NegativeValues {
  /// Options that take several values; others take the one that follows them.
  static let lists: Set<String> = [
    "--beta", "--prompt", "--reference", "--size", "--temperature", "--text", "--tokens",
  ]

  /// The arguments with each negative value joined to the option that it belongs to.
  ///
  /// What is no value of an option stays as it is, for the parser to refuse; so does everything after `--`.
  static func joined(_ arguments: [String]) -> [String] {
    var joined: [String] = []
    var option: String?
    for (place, argument) in arguments.enumerated() {
      if argument == "--" { return joined + arguments[place...] }
      if isNegative(argument), let name = option {
        if joined.last == name { joined.removeLast() }
        joined.append("\(name)=\(argument)")
      } else {
        joined.append(argument)
      }
      if argument.hasPrefix("--") {
        option = argument.contains("=") ? nil : argument
      }
      // A second value belongs to a list alone.
      if let name = option, name != joined.last, !lists.contains(name) { option = nil }
    }
    return joined
  }

  /// Whether an argument is a number, a range or a list with a minus in front: `-1`, `-.5`, `-1:1:5`, `-inf`.
  static func isNegative(_ argument: String) -> Bool {
    guard argument.first == "-", let next = argument.dropFirst().first else { return false }
    if next.isASCII, next.isNumber { return true }
    let rest = argument.dropFirst().lowercased()
    return ["inf", "infinity", "nan"].contains(rest)
      || next == "." && rest.dropFirst().first.map { $0.isASCII && $0.isNumber } == true
  }
}
