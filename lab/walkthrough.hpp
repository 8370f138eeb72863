// The walk through: the classic introduction to DNSSEC in a few commands, each run for real in the
// lab, with what is to be seen in its output.
#pragma once

#include <functional>
#include <string>

#include "lab/lab_files.hpp"
#include "lab/stop_signal.hpp"

namespace vouch::lab {

/// Where text goes, with a shade for terminals: plain, strong, good, bad or faint.
enum class Ink : std::uint8_t { plain, strong, good, bad, faint };
using Print = std::function<void(std::string_view, Ink)>;

/// Runs all steps with our own executable, until one of the signals comes. Gives the number of
/// commands that did not end as they should. Errors: file_failure, limit_reached (a signal).
Result<unsigned> walk_through(const LabPlace& place, const std::string& executable,
                              const Print& print, const StopSignal& stop);

}  // namespace vouch::lab
