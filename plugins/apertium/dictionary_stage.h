// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "mode_file.h"
#include "stage.h"

namespace dragoman::apertium {

/// `lt-proc` in process, or null when `spec` has an option that is not known here.
std::unique_ptr<Stage> make_dictionary_stage(const StageSpec& spec);

}  // namespace dragoman::apertium
