public import SampleStatistics
public import Reports

/// Everything that `anneal` reports, as values.
public struct AnnealReport: Report {
  /// The best spins.
  public struct Best: Sendable {
    /// The file's objective: E(s) + offset.
    public var energy: Double
    /// The cut; `nil` for problems that are none.
    public var cut: Double?
    /// What the file speaks of: the cut, the value that it wants large, or the objective.
    public var value: Double
    /// −1 or +1, one a variable.
    public var spins: [Int8]
    /// The same in the file's own variables: 0 or 1 where it has such.
    public var values: [Int8]
    /// Why nothing can be better; `nil` where that is not known.
    public var proof: String?
    /// Different states of this energy that were seen.
    public var states: Int
    /// Whether there may be more of them than were counted.
    public var hasMoreStates: Bool
    /// Sentences on where it comes from.
    public var notes: [String] = []
    /// The state in a line; `nil` where it is too long.
    public var state: String?
    /// Keys and values on where it comes from.
    public var facts: Facts = [:]

    /// Creates a best.
    package init(
      energy: Double, cut: Double?, value: Double, spins: [Int8], proof: String?, states: Int,
      hasMoreStates: Bool
    ) {
      self.energy = energy
      self.cut = cut
      self.value = value
      self.spins = spins
      values = spins
      self.proof = proof
      self.states = states
      self.hasMoreStates = hasMoreStates
    }
  }

  /// Reads of one energy, or of energies that are close.
  public struct Level: Sendable, Equatable {
    /// The best cut or objective of them.
    public var value: Double
    /// The worst one.
    public var worstValue: Double
    /// The same as energies, the offset included.
    public var energy: Double
    /// The highest one.
    public var highestEnergy: Double
    /// Reads.
    public var count: Int

    /// Creates a level.
    package init(
      value: Double, worstValue: Double, energy: Double, highestEnergy: Double, count: Int
    ) {
      self.value = value
      self.worstValue = worstValue
      self.energy = energy
      self.highestEnergy = highestEnergy
      self.count = count
    }
  }

  /// How often reads of one length reach the target.
  public struct Success: Sendable {
    /// Sweeps of a read.
    public var sweeps: Int
    /// The share of reads that reached it.
    public var probability: SuccessProbability
    /// Time of one core for a read, in seconds.
    public var read_s: Double
    /// Time of one core for a batch, in seconds.
    public var batch_s: Double
    /// Time of one core until it is reached with a probability of 99 %, in seconds.
    public var time_s: TimeToTarget

    /// Creates a success.
    package init(
      sweeps: Int, probability: SuccessProbability, read_s: Double, batch_s: Double
    ) {
      self.sweeps = sweeps
      self.probability = probability
      self.read_s = read_s
      self.batch_s = batch_s
      time_s = TimeToTarget(probability, trialTime: read_s)
    }
  }

  /// How fast it went.
  public struct Rate: Sendable {
    /// Attempts of all threads in a nanosecond, from the first batch to the last.
    public var updatesPerNanosecond: Double
    /// Attempts of one thread in a nanosecond inside batches.
    public var updatesPerNanosecondOfAThread: Double
    /// Threads that worked.
    public var threads: Int

    /// Creates a rate.
    package init(
      updatesPerNanosecond: Double, updatesPerNanosecondOfAThread: Double, threads: Int
    ) {
      self.updatesPerNanosecond = updatesPerNanosecond
      self.updatesPerNanosecondOfAThread = updatesPerNanosecondOfAThread
      self.threads = threads
    }
  }

  /// Reads, batches and work.
  public struct Work: Sendable {
    /// Reads that count.
    public var reads: Int
    /// Batches.
    public var batches: Int
    /// Batches that came to their end.
    public var completeBatches: Int
    /// Update attempts.
    public var attempts: UInt64

    /// Creates a work.
    package init(reads: Int, batches: Int, completeBatches: Int, attempts: UInt64) {
      self.reads = reads
      self.batches = batches
      self.completeBatches = completeBatches
      self.attempts = attempts
    }
  }

  /// How the search came to its end.
  public struct Stop: Sendable {
    /// Why it ended, one word.
    public var word: String
    /// Why it ended, in words.
    public var text: String
    /// Time of the whole search, in seconds.
    public var elapsed_s: Double

    /// Creates a stop.
    package init(word: String, text: String, elapsed_s: Double) {
      self.word = word
      self.text = text
      self.elapsed_s = elapsed_s
    }
  }

  /// Where the result comes from.
  public var provenance: Provenance
  /// What was solved and how, a line each.
  public var summary: [String]
  /// What the best is called: `cut` or `objective`.
  public var quantity: String
  /// Keys and values of the problem.
  public var problem: Facts = [:]
  /// The variables' names, one a spin.
  public var labels: [JSONValue] = []
  /// Keys and values of the method.
  public var method: Facts = [:]
  /// Keys and values of the exact reduction.
  public var presolve: Facts = [:]
  /// The best.
  public var best: Best
  /// When the best was first seen, in seconds since the beginning.
  public var timeToBest_s: Double
  /// Reads by energy, best first.
  public var levels: [Level] = []
  /// The target that was given; `nil` for none.
  public var target: Double?
  /// Whether a read reached it.
  public var isTargetReached = true
  /// By length of reads, shortest first; empty where no batch was complete.
  public var successes: [Success] = []
  /// When each better value was first seen: seconds and value.
  public var trace: [(time_s: Double, value: Double)] = []
  /// Reads and work.
  public var work: Work
  /// Speed.
  public var rate: Rate
  /// How it ended.
  public var stop: Stop
  /// Sentences.
  public var warnings: [String] = []
  /// The reads as dimod's sample set; `nil` where they were not kept.
  public var sampleSet: [UInt8]?

  /// Creates a report of a best.
  package init(
    provenance: Provenance, summary: [String], quantity: String, best: Best,
    timeToBest_s: Double, work: Work, rate: Rate, stop: Stop
  ) {
    self.provenance = provenance
    self.summary = summary
    self.quantity = quantity
    self.best = best
    self.timeToBest_s = timeToBest_s
    self.work = work
    self.rate = rate
    self.stop = stop
  }

  /// The value of the best: its cut, or its objective.
  public var bestValue: Double { best.value }

  /// What a read has to reach for a success: the target, or the best without one.
  var goal: Double { target ?? bestValue }

  /// The success of the longest reads, which is the one in the figures.
  public var success: Success? { successes.last }
}
