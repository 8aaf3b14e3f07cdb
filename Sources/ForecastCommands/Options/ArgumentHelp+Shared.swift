import ArgumentParser

/// What several commands say in the same words.
extension ArgumentHelp {
  /// Of the data that a command reads.
  static let data = ArgumentHelp(
    "CSV file: a header, one column of time stamps, number columns.", valueName: "data.csv")

  /// Of what is known of the steps that a stored model forecasts.
  static let futureFile = ArgumentHelp(
    "File with the columns known ahead for the steps that are forecast. (default: the data's own rows behind the last "
      + "known target)", valueName: "file")

  /// Of the kind of model that channels and target make.
  static let features = ArgumentHelp(
    "M: all channels; S: the target alone; MS: all channels forecast the target.")
}
