// One import brings every forecaster of the catalogue.
@_exported import LocalForecasters
@_exported import NeuralForecasters
