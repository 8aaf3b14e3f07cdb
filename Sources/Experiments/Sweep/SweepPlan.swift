import Persistence

/// What a sweep runs, settled: enough to make the tables from the records without spec or data.
///
/// A cell is a row of the tables: one model on one file with one lookback and one horizon. Its candidates differ in
/// the values of the grid; the runs of a candidate differ in the seed.
public struct SweepPlan: Sendable, Equatable {
  /// The format this version reads and writes.
  public static let formatVersion = 1

  /// The name of the sweep.
  public var name: String
  /// The rows of the tables.
  public var cells: [Cell]

  /// One row of the tables.
  public struct Cell: Sendable, Equatable {
    /// The data file as the spec names it.
    public let data: String
    /// The label of the model.
    public let model: String
    /// Rows of history and forecast.
    public let lookback: Int, horizon: Int
    /// What validation chooses from; one if there is no grid.
    public let candidates: [Candidate]

    /// - Parameter candidates: What validation chooses from.
    public init(data: String, model: String, lookback: Int, horizon: Int, candidates: [Candidate]) {
      (self.data, self.model, self.lookback, self.horizon) = (data, model, lookback, horizon)
      self.candidates = candidates
    }
  }

  /// One combination of grid values.
  public struct Candidate: Sendable, Equatable {
    /// The values, such as `rho=0.5 hiddenSize=16`; empty without a grid.
    public let grid: String
    /// One run per seed.
    public let runs: [Run]

    /// - Parameter runs: One run per seed.
    public init(grid: String, runs: [Run]) {
      (self.grid, self.runs) = (grid, runs)
    }
  }

  /// One fit.
  public struct Run: Sendable, Equatable {
    /// The name of its record.
    public let id: String
    /// The seed.
    public let seed: UInt64
    /// Why it cannot begin: its data cannot be read; nil if it can.
    public let problem: String?

    /// - Parameter id: The name of its record.
    public init(id: String, seed: UInt64) {
      (self.id, self.seed, problem) = (id, seed, nil)
    }

    /// A run that cannot begin.
    public init(id: String, seed: UInt64, problem: String) {
      (self.id, self.seed, self.problem) = (id, seed, problem)
    }
  }

  /// - Parameter cells: The rows of the tables.
  public init(name: String, cells: [Cell]) {
    (self.name, self.cells) = (name, cells)
  }

  /// All runs that can begin in order, each once: cells may share one.
  public var runIDs: [String] {
    runs.filter { $0.problem == nil }.map(\.id).withoutRepetitions
  }

  /// The runs that cannot begin.
  var unreadIDs: Set<String> { Set(runs.filter { $0.problem != nil }.map(\.id)) }

  /// What is wrong with data that cannot be read, one line each.
  public var problems: [String] { runs.compactMap(\.problem).withoutRepetitions }

  private var runs: [Run] { cells.flatMap { $0.candidates.flatMap(\.runs) } }
}

extension SweepPlan {
  /// The plan as `plan.json` holds it.
  public var json: JSONValue {
    ["format": .integer(Self.formatVersion), "name": .string(name), "cells": .array(cells.map(\.json))]
  }

  /// Reads a plan back.
  ///
  /// - Throws: `JSONError`.
  public init(json: JSONReader) throws(JSONError) {
    let format = try json.member("format")
    guard try format.integer() == Self.formatVersion else {
      throw format.invalid("this version reads format \(Self.formatVersion) only")
    }
    name = try json.member("name").string()
    cells = []
    for cell in try json.member("cells").elements() { cells.append(try Cell(json: cell)) }
  }
}

extension SweepPlan.Cell {
  fileprivate var json: JSONValue {
    [
      "data": .string(data), "model": .string(model), "lookback": .integer(lookback),
      "horizon": .integer(horizon),
      "candidates": .array(
        candidates.map { candidate in
          [
            "grid": .string(candidate.grid),
            "runs": .array(
              candidate.runs.map(\.json)),
          ]
        }),
    ]
  }

  fileprivate init(json: JSONReader) throws(JSONError) {
    (data, model) = (try json.member("data").string(), try json.member("model").string())
    (lookback, horizon) = (try json.member("lookback").integer(), try json.member("horizon").integer())
    var candidates: [SweepPlan.Candidate] = []
    for candidate in try json.member("candidates").elements() {
      var runs: [SweepPlan.Run] = []
      for run in try candidate.member("runs").elements() {
        runs.append(try SweepPlan.Run(json: run))
      }
      candidates.append(SweepPlan.Candidate(grid: try candidate.member("grid").string(), runs: runs))
    }
    self.candidates = candidates
  }
}

extension SweepPlan.Run {
  fileprivate var json: JSONValue {
    var object = JSONObject()
    object["id"] = .string(id)
    object["seed"] = .integer(Int(bitPattern: UInt(seed)))
    if let problem { object["problem"] = .string(problem) }
    return .object(object)
  }

  fileprivate init(json: JSONReader) throws(JSONError) {
    id = try json.member("id").string()
    seed = UInt64(UInt(bitPattern: try json.member("seed").integer()))
    problem = try json.optionalMember("problem")?.string()
  }
}
