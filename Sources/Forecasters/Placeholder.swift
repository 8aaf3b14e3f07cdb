// Forecasters
