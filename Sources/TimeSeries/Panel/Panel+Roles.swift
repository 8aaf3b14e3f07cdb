import Text

extension Panel {
  /// The panel with the roles that a model was fitted with, whatever it was told itself.
  ///
  /// - Parameters:
  ///   - roles: One a column; nil where nothing was told.
  ///   - fixed: The fixed columns, in this order; others are left out.
  /// - Throws: `DataError.unknownColumn` for a fixed column that there is not.
  package func taking(roles: ColumnRoles?, fixed: [String]) throws(DataError) -> Panel {
    guard roles != self.roles || fixed != fixedColumns else { return self }
    var places: [Int] = []
    for name in fixed {
      guard let place = fixedColumns.firstIndex(of: name) else {
        throw DataError(
          .unknownColumn, "the model was fitted with the fixed column \(name.quoted), which is not here",
          fix: "add it, or fit a model on this data"
        ).inFile(source)
      }
      places.append(place)
    }
    let targets = (roles?.columns(.target) ?? []).map { storageColumns[$0] }
    let goesOn = roles?.columns(.future).isEmpty == false
    var series = series
    for index in series.indices {
      series[index].fixed = places.map { series[index].fixed[$0] }
      series[index].targetEnd = goesOn ? series[index].endOfKnown(targets) : series[index].rowCount
    }
    return Panel(
      origin: origin, columns: columns, series: series, storageColumns: storageColumns, roles: roles,
      fixedColumns: fixed)
  }
}
