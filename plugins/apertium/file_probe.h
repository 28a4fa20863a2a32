// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <mutex>
#include <set>
#include <string>

#include "call.h"
#include "mode_file.h"

namespace dragoman::apertium {

/// Tries a stage's data files in the real program before the library sees them in process: on a damaged file the
/// library calls exit(3), or reads for ever. A file is tried once; what was found sound is remembered by path, size
/// and time of change, and over restarts when there is a data directory. What failed is tried again after a minute,
/// for it may have been want of memory.
class FileProbe {
public:
    explicit FileProbe(const std::string& data_directory);

    /// Throws `Failure` when the program does not accept the files.
    void check(const StageSpec& stage, const Call& call);

private:
    bool passes(const StageSpec& stage) const;

    std::mutex mutex_;
    std::set<std::string> sound_;                                  // identities
    std::map<std::string, Call::Clock::time_point> retry_after_;   // of what failed
    std::string memory_file_;
};

}  // namespace dragoman::apertium
