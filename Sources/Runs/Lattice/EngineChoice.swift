import Foundation
import IsingModels
import RandomStreams
import Reports
import SampleStatistics
import Sampling

/// An engine with its options.
struct EngineChoice: Sendable {
  /// Which engine.
  let name: EngineName
  /// Whether temperatures exchange their states.
  let isTempered: Bool
  private let request: EngineRequest

  /// Reads the name and refuses options that the engine does not have.
  ///
  /// - Throws: `RunFailure` of kind `.usage`.
  init(_ request: EngineRequest, isTempered: Bool) throws(RunFailure) {
    guard let name = EngineName(rawValue: request.name) else {
      throw Names.unknown(
        request.name, what: "engine", known: EngineName.allCases.map(\.rawValue))
    }
    self.name = name
    self.request = request
    self.isTempered = isTempered
    for (option, isGiven) in given where isGiven && !name.options.contains(option) {
      let having = EngineName.allCases.filter { $0.options.contains(option) }.map(\.rawValue)
      throw RunFailure(
        .usage,
        "\(option.rawValue): the engine \(name.rawValue) has no such option, expected one of "
          + having.joined(separator: ", "))
    }
    if request.delayLaw != nil, request.delay == nil {
      throw RunFailure(.usage, "delay-law: found no --delay, expected one")
    }
    _ = try delay
    _ = try clockRates(agents: 1)
  }

  private var given: [(EngineName.Option, Bool)] {
    [
      (.rule, request.rule != nil), (.rates, !request.rates.isEmpty),
      (.delay, request.delay != nil), (.delayLaw, request.delayLaw != nil),
      (.tickProbability, request.tickProbability != nil), (.states, request.states != nil),
      (.upFraction, request.upFraction != nil), (.pairs, request.pairs != nil),
      (.tempering, isTempered),
    ]
  }

  /// Whether its stationary law is Boltzmann's, or is worth a comparison with it: all but exchanges,
  /// which keep the magnetisation, and agents that are no spins.
  var isComparable: Bool { name != .kawasaki && name != .potts }
  /// Whether Boltzmann's law is what it samples.
  var isBoltzmann: Bool { name != .synchronous && (request.delay ?? 0) == 0 }
  /// Whether flips that cost nothing are certain.
  var isMetropolis: Bool { request.rule == UpdateRule.metropolis.rawValue }

  /// β_c of the infinite lattice, where it is known for this engine's agents: of Potts agents on the
  /// square lattice ln(1 + √q)/J (Potts, *Proc. Camb. Phil. Soc.* 48, 106 (1952)); `nil` for
  /// engines of another law.
  func knownCriticalBeta(of system: LatticeSystem) -> Double? {
    guard isBoltzmann, name != .kawasaki, let ising = system.knownCriticalBeta else { return nil }
    guard name == .potts else { return ising }
    guard system.description?.family == .square else { return nil }
    // The same lattice with J: β_c of the Ising model is ln(1 + √2)/2J.
    let inverse = ising * 2 / log(1 + 2.0.squareRoot())
    return log(1 + Double(request.states ?? 3).squareRoot()) * inverse
  }

  /// Whether it asks spins in a fixed order and flips for certain where a flip costs nothing.
  var isFixedOrderMetropolis: Bool {
    (name == .sequential || name == .chromatic || name == .bitSliced || name == .lanes)
      && isMetropolis
  }
  /// Whether states are colours.
  var areColours: Bool { name == .potts }

  /// Makes one chain, to find what the system does not allow.
  func check(_ system: LatticeSystem) throws(RunFailure) {
    _ = try chain(
      system, beta: 0.1, start: .up, seed: 0, replica: 0,
      key: StreamKey(seed: 0, purpose: .spinUpdate))
  }

  /// A chain of a replica.
  ///
  /// - Parameters:
  ///   - start: `nil` for all up where that is a ground state, else random.
  ///   - threads: of a chain that can use several.
  /// - Throws: `RunFailure` of kind `.usage` where options and system do not fit.
  func chain(
    _ system: LatticeSystem, beta: Double, start: InitialSpins?, seed: UInt64, replica: UInt32,
    key: StreamKey, threads: Int = 1
  ) throws(RunFailure) -> any Chain {
    if name == .bitSliced {
      do {
        return try BitSlicedChain(
          system, beta: beta, rule: try updateRule, start: start ?? system.defaultStart, key: key,
          threads: threads)
      } catch {
        throw RunFailure(error, as: .usage)
      }
    }
    let model = system.model
    let spins = (start ?? system.defaultStart).spins(
      count: model.spinCount, seed: seed, replica: replica)
    do {
      switch name {
      case .bitSliced: preconditionFailure("made above, without a list of spins")
      case .reference:
        return SpinChain(engine: ReferenceSampler(model, beta: beta, spins: spins, key: key))
      case .sequential, .lanes:
        // One replica alone: `ReplicaRuns` runs all of them.
        return SpinChain(
          engine: SequentialSampler(
            model, beta: beta, rule: try updateRule, spins: spins, key: key))
      case .randomSite:
        return SpinChain(
          engine: RandomSiteSampler(
            model, beta: beta, rule: try updateRule, spins: spins, key: key))
      case .chromatic:
        return SpinChain(
          engine: try ChromaticSampler(
            model, beta: beta, rule: try updateRule, blocks: system.lattice.colourClasses,
            spins: spins, key: key))
      case .asynchronous:
        return SpinChain(
          engine: try AsynchronousSampler(
            model, beta: beta, spins: spins, key: key, rule: try updateRule,
            rates: try clockRates(agents: model.spinCount), delay: try delay))
      case .eventQueue:
        return SpinChain(
          engine: try EventQueueSampler(
            model, beta: beta, spins: spins, key: key, dynamics: .ticks(try updateRule),
            rates: try clockRates(agents: model.spinCount), delay: try delay))
      case .rejectionFree:
        return SpinChain(
          engine: try NFoldWaySampler(
            model, beta: beta, spins: spins, key: key, law: try escapeLaw))
      case .nextReaction:
        return SpinChain(
          engine: try NextReactionSampler(
            model, beta: beta, spins: spins, key: key, law: try escapeLaw,
            rates: try clockRates(agents: model.spinCount)))
      case .synchronous:
        return SpinChain(
          engine: try SynchronousSampler(
            model, beta: beta, updateProbability: request.tickProbability ?? 1, spins: spins,
            key: key))
      case .wolff:
        return WolffChain(
          engine: WolffSampler(model, beta: beta, spins: spins, key: key))
      case .swendsenWang:
        return SpinChain(
          engine: SwendsenWangSampler(model, beta: beta, spins: spins, key: key))
      case .kawasaki:
        return SpinChain(
          engine: try KawasakiSampler(
            model, beta: beta, rule: try updateRule, pairs: try exchangePairs,
            spins: try conservedSpins(model.spinCount, seed: seed, replica: replica), key: key))
      case .potts:
        return try pottsChain(
          system, beta: beta, start: start, seed: seed, replica: replica, key: key)
      }
    } catch {
      throw RunFailure(error, as: .usage)
    }
  }

  private var exchangePairs: ExchangePairs {
    get throws(RunFailure) {
      guard let name = request.pairs else { return .bonds }
      guard let pairs = ExchangePairs(rawValue: name) else {
        throw Names.unknown(name, what: "pairs", known: ExchangePairs.allCases.map(\.rawValue))
      }
      return pairs
    }
  }

  /// Spins of which a given share is up, in random order.
  private func conservedSpins(
    _ count: Int, seed: UInt64, replica: UInt32
  ) throws(RunFailure) -> [Int8] {
    let share = request.upFraction ?? 0.5
    guard (0...1).contains(share) else {
      throw RunFailure(.usage, "up-fraction: found \(share), expected a number from 0 to 1")
    }
    let up = Int((share * Double(count)).rounded())
    var spins = (0..<count).map { $0 < up ? Int8(1) : -1 }
    var words = WordSequence(
      StreamKey(seed: seed, purpose: .initialState, replica: replica))
    for last in stride(from: count - 1, to: 0, by: -1) {
      spins.swapAt(last, words.index(below: UInt32(last + 1)))
    }
    return spins
  }

  private func pottsChain(
    _ system: LatticeSystem, beta: Double, start: InitialSpins?, seed: UInt64, replica: UInt32,
    key: StreamKey
  ) throws -> any Chain {
    let count = request.states ?? 3
    guard (2...PottsChain.mostStates).contains(count) else {
      throw RunFailure(
        .usage, "states: found \(count), expected 2 to \(PottsChain.mostStates)")
    }
    guard !system.hasFields else {
      throw RunFailure(.usage, "field: the engine potts has none, expected 0")
    }
    let model = try PottsModel(
      agentCount: system.siteCount, stateCount: count, bonds: system.model.bonds)
    var states = [UInt8](repeating: 0, count: model.agentCount)
    if (start ?? system.defaultStart) == .random {
      var words = WordSequence(
        StreamKey(seed: seed, purpose: .initialState, replica: replica))
      for agent in states.indices { states[agent] = UInt8(words.index(below: UInt32(count))) }
    }
    return PottsChain(
      engine: PottsSampler(
        model, beta: beta, rule: try updateRule, states: states, key: key))
  }

  var updateRule: UpdateRule {
    get throws(RunFailure) {
      guard let rule = request.rule else { return .heatBath }
      guard let known = UpdateRule(rawValue: rule) else {
        throw Names.unknown(rule, what: "rule", known: UpdateRule.allCases.map(\.rawValue))
      }
      return known
    }
  }

  private var escapeLaw: EscapeLaw {
    get throws(RunFailure) {
      guard let rule = request.rule else { return .heatBath }
      guard let known = EscapeLaw(rawValue: rule) else {
        throw Names.unknown(rule, what: "rule", known: EscapeLaw.allCases.map(\.rawValue))
      }
      return known
    }
  }

  private var delay: CouplingDelay {
    get throws(RunFailure) {
      guard let mean = request.delay else { return .none }
      guard mean >= 0, mean.isFinite else {
        throw RunFailure(.usage, "delay: found \(mean), expected a finite number from 0")
      }
      switch request.delayLaw ?? "fixed" {
      case "fixed": return .fixed(mean)
      case "exponential": return .exponential(mean: mean)
      default:
        throw Names.unknown(
          request.delayLaw ?? "", what: "delay-law", known: ["fixed", "exponential"])
      }
    }
  }

  /// The given rates, repeated over all agents.
  private func clockRates(agents: Int) throws(RunFailure) -> ClockRates {
    guard !request.rates.isEmpty else { return .equal }
    for rate in request.rates where !(rate > 0 && rate.isFinite) {
      throw RunFailure(.usage, "rates: found \(rate), expected finite numbers above 0")
    }
    let rates = request.rates
    return try RunFailure.readingInput {
      try ClockRates((0..<agents).map { rates[$0 % rates.count] })
    }
  }

  /// The engine in words.
  var text: String {
    var parts = ["engine \(name.rawValue)"]
    if let rule = request.rule { parts.append(rule) }
    if let delay = request.delay {
      parts.append(
        String(format: "%@ delay %g of a mean clock interval", request.delayLaw ?? "fixed", delay))
    }
    if !request.rates.isEmpty {
      parts.append(
        "clock rates " + request.rates.map { String(format: "%g", $0) }.joined(separator: ", "))
    }
    if let probability = request.tickProbability {
      parts.append(String(format: "update probability %g a step", probability))
    }
    if let states = request.states { parts.append("\(states) states") }
    if isTempered { parts.append("parallel tempering") }
    if let pairs = request.pairs { parts.append("pairs \(pairs)") }
    if let share = request.upFraction { parts.append(String(format: "%g of spins up", share)) }
    return parts.joined(separator: ", ")
  }

  /// Keys and values for the JSON document.
  var document: [(String, JSONValue)] {
    var members: [(String, JSONValue)] = [("name", .string(name.rawValue))]
    if let rule = request.rule { members.append(("rule", .string(rule))) }
    if let delay = request.delay {
      members.append(("delay", .number(delay)))
      members.append(("delay_law", .string(request.delayLaw ?? "fixed")))
    }
    if !request.rates.isEmpty {
      members.append(("rates", .array(request.rates.map { .number($0) })))
    }
    if let probability = request.tickProbability {
      members.append(("tick_probability", .number(probability)))
    }
    if let states = request.states { members.append(("states", .integer(UInt64(states)))) }
    if let pairs = request.pairs { members.append(("pairs", .string(pairs))) }
    members.append(("tempering", .bool(isTempered)))
    if let share = request.upFraction { members.append(("up_fraction", .number(share))) }
    return members
  }
}
