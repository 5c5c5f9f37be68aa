import IsingModels

/// Errors for names that do not exist.
enum Names {
  /// A failure that suggests the nearest name and lists all.
  static func unknown(_ name: String, what: String, known: [String]) -> RunFailure {
    let nearest = NameSuggestion.nearest(to: name, in: known).map { ", did you mean '\($0)'?" }
    let list = known.joined(separator: ", ")
    return RunFailure(.usage, "\(what): found '\(name)', expected one of \(list)\(nearest ?? "")")
  }
}
