// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "mode_file.h"
#include "stage.h"

namespace dragoman::apertium {

/// A stage that has no library: a warm program, fed one text after the other with null flush. Programs that keep
/// something over a flush are instead started ahead and used once.
std::unique_ptr<Stage> make_program_stage(const StageSpec& spec);

}  // namespace dragoman::apertium
