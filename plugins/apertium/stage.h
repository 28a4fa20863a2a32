// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>

#include "call.h"

namespace dragoman::apertium {

/// One step of a mode's pipeline: takes a whole Apertium stream and gives the next one. A stage keeps its
/// data and its state, so it serves one call at a time, and every `run` starts from the state of a fresh program.
class Stage {
public:
    virtual ~Stage() = default;

    /// Throws `Failure` or anything derived from std::exception; the engine is then thrown away.
    virtual void run(const std::string& input, std::string& output, const Call& call) = 0;

    /// Private memory of helper programs; memory of this process is counted where engines are loaded.
    virtual size_t helper_bytes() const { return 0; }

    /// Whether the stage needs a helper program.
    virtual bool is_program() const { return false; }
};

}  // namespace dragoman::apertium
