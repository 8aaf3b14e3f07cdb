import Calendar
import Text

extension DataError {
  static func unknownStamp(_ text: String) -> DataError {
    let value = text.shortened()
    return DataError(
      .badTimestamp, "'\(value)' is not a date and time of a known form",
      fix: "write stamps like 2016-07-01 00:00:00"
    ).at(value: value).remedied(by: .nameTimeColumn).remedied(by: .nameTimeFormat)
  }

  static func unfittingStamp(_ text: String, like usual: String) -> DataError {
    let value = text.shortened()
    return DataError(
      .badTimestamp, "'\(value)' is not a date and time written like \(usual)",
      fix: "correct the stamp or remove the row"
    ).at(value: value)
  }

  static func ambiguousStamp(_ text: String) -> DataError {
    let value = text.shortened()
    return DataError(
      .ambiguousTimestamp, "day and month cannot be told apart in stamps like '\(value)'",
      fix: "write dates as year-month-day, such as 2016-07-01"
    ).at(value: value).remedied(by: .dayFirst).remedied(by: .monthFirst)
  }
}
