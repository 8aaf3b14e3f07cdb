import Persistence
import Platform
import Runs

extension SweepPlan {
  /// A plan that the records themselves tell, for records without one: runs that differ in the seed alone are one cell.
  ///
  /// - Parameter name: For the title.
  public init(name: String, telling records: [RunRecord]) {
    func key(_ record: RunRecord) -> String {
      var specification = record.specification
      specification.seed = 0
      return record.data + "\n" + specification.json.text()
    }
    let keys = records.map(key)
    let cells = keys.withoutRepetitions.map { key in
      let runs = zip(keys, records).filter { $0.0 == key }.map(\.1)
        .sorted { $0.specification.seed < $1.specification.seed }
      let specification = runs[0].specification
      return (
        cell: Cell(
          data: runs[0].data, model: specification.model, lookback: specification.shape.lookback,
          horizon: specification.shape.horizon,
          candidates: [
            Candidate(grid: "", runs: runs.map { Run(id: $0.id, seed: $0.specification.seed) })
          ]), specification: specification
      )
    }
    self.init(name: name, cells: Self.labelled(cells))
  }

  /// Cells in the order of data, sizes and model; where all of these are the same, labels are numbered.
  private static func labelled(_ cells: [(cell: Cell, specification: RunSpecification)]) -> [Cell] {
    let sorted = cells.map(\.cell).sorted {
      ($0.data, $0.lookback, $0.horizon, $0.model, $0.candidates[0].runs[0].id)
        < ($1.data, $1.lookback, $1.horizon, $1.model, $1.candidates[0].runs[0].id)
    }
    var counts: [String: Int] = [:]
    return sorted.map { cell in
      let place = "\(cell.data)\n\(cell.lookback)\n\(cell.horizon)\n\(cell.model)"
      counts[place, default: 0] += 1
      let number = counts[place, default: 1]
      guard number > 1 else { return cell }
      return Cell(
        data: cell.data, model: "\(cell.model) (\(number))", lookback: cell.lookback, horizon: cell.horizon,
        candidates: cell.candidates)
    }
  }
}

/// Records to make a report from: the folder of a sweep, a folder of records, or one record.
public struct ReportSource: Sendable {
  /// The results.
  public let table: ResultTable
  /// The folder of a sweep that reports belong into; nil for one record.
  public let folder: SweepFolder?
  /// What is wrong with records that cannot be read, a line for each problem; the report is made without them.
  public let problems: [String]

  /// The files that reading what is at `path` opens.
  public static func files(of path: String) -> [String] {
    guard Folder.isFolder(path) else { return [path] }
    let runs = RecordFolder(path).runs
    return ["\(path)/plan.json"] + ((try? Folder.names(in: runs)) ?? []).map { "\(runs)/\($0)" }
  }

  /// Reads what is at `path`.
  ///
  /// - Throws: `FileError` if nothing is there, `RecordError` for a plan or a single record that cannot be read.
  public init(reading path: String) throws {
    guard Folder.isFolder(path) else {
      // A file that is not there is told from one that is no record.
      _ = try FileContents.bytes(ofFile: path)
      let record = try RecordFolder.read(path)
      let name = "\(record.specification.model) on \(record.data)"
      table = ResultTable(SweepPlan(name: name, telling: [record]), [record.id: record])
      (folder, problems) = (nil, [])
      return
    }
    let folder = SweepFolder(path)
    self.folder = folder
    if folder.hasPlan {
      table = folder.table(of: try folder.plan())
      problems = table.damaged.sorted { $0.key < $1.key }.map(\.value).told
    } else {
      let (records, damaged) = try folder.records.readableRecords()
      problems = damaged.told
      table = ResultTable(
        SweepPlan(name: Paths.name(of: path), telling: records),
        Dictionary(records.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first }))
    }
  }
}
