// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace dragoman::apertium {

enum class Quality { unmeasured, gist, draft, publishable };

/// The word of the ABI; empty for what was never measured, because a guess would pass for a measurement.
const char* name(Quality quality);

/// What to expect of a mode, by its canonical name.
///
/// The measure is chrF on 600 software strings of 3 to 30 words against human translations, read beside the outputs:
///   publishable  from 54: usable with light editing (all of them close languages)
///   draft        from 40, and fewer than a fifth of the words unknown
///   gist         the rest
Quality quality_of(const std::string& model);

/// chrF of a mode, or 0 when unmeasured. A mode without a row of its own (`spa-cat_iec2017`) has the one of its
/// plain pair; one that is built otherwise (`spa-ast-old`) has none.
double chrf_of(const std::string& model);

/// A chain is as good as its worse leg, less one step.
Quality quality_of_chain(Quality first, Quality second);

/// Why a mode that looks complete must not be used, or empty.
std::string known_fault(const std::string& model);

}  // namespace dragoman::apertium
