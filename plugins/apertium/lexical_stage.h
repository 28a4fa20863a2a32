// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "mode_file.h"
#include "stage.h"

namespace dragoman::apertium {

/// `lrx-proc`, the lexical selection, in process, or null when `spec` has an option that is not known here.
std::unique_ptr<Stage> make_selection_stage(const StageSpec& spec);

/// `apertium-pretransfer` in process, or null when `spec` has an option that is not known here.
std::unique_ptr<Stage> make_pretransfer_stage(const StageSpec& spec);

}  // namespace dragoman::apertium
