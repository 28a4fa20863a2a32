// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "mode_file.h"
#include "stage.h"

namespace dragoman::apertium {

/// `apertium-tagger -g` with a hidden Markov model in process, or null when `spec` has other options or its model
/// is a perceptron: that one asserts on some texts, so it belongs in a process of its own.
std::unique_ptr<Stage> make_tagger_stage(const StageSpec& spec);

}  // namespace dragoman::apertium
