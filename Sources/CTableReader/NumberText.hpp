// Text of one cell to float32.

#pragma once

#include <cstddef>

#include "CTableReader.h"

/// Parses a decimal number as pandas and PyTorch would: to the nearest double, then to the nearest float.
/// Returns TableProblemNothing, or why the text is no finite float.
TableProblem parseNumber(const char *text, size_t length, float &value);
