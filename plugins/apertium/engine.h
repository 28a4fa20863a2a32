// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "call.h"
#include "file_probe.h"
#include "mode_file.h"
#include "stage.h"

namespace dragoman::apertium {

/// A loaded mode: its stages with their data. Serves one call at a time.
class Engine {
public:
    /// Checks the files, then loads them. Loads are made one after the other: the XML reader has global state, and
    /// the growth of the heap is the measure of an engine.
    Engine(const ModeFile& mode, FileProbe& probe, const Call& call);
    ~Engine();  // not while another is being measured

    /// A stream of `deformat` that becomes one for `reformat`, and the words in it that no dictionary knew.
    struct Text {
        std::string stream;
        size_t unknown_words = 0;
    };

    /// Translates texts, each as if it were alone. All go through a stage before any goes on to the next: its code
    /// and data then stay in the processor's caches.
    void translate(std::vector<Text>& texts, const Call& call);

    /// Heap of this process that loading took, and private memory of the helper programs.
    size_t bytes() const;

    bool uses_programs() const;

    /// Helper programs load after they are started, and grow: they are measured after the first use and from time
    /// to time.
    bool is_due_for_measuring() const { return uses_programs() && (uses_ == 1 || uses_ % 256 == 0); }

    /// False when something happened that a fresh engine would not remember; it is then to be thrown away.
    bool is_reusable() const;

private:
    struct LoadedStage {
        std::unique_ptr<Stage> stage;
        bool is_generator;
    };

    std::vector<LoadedStage> stages_;
    size_t heap_bytes_ = 0;
    size_t uses_ = 0;
    bool failed_ = false;
};

}  // namespace dragoman::apertium
