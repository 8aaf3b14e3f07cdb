import Training

/// The values of a forecaster that a user may set; `init()` holds the only defaults, and the keys of its fields are those
/// of settings and of model files.
public protocol ForecasterConfiguration: Described {}

/// One value of a configuration: its key, what it means, what it accepts.
public typealias ConfigurationField<Configuration> = Field<Configuration>
