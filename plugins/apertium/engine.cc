// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine.h"

#include <libxml/parser.h>
#include <malloc.h>

#include <algorithm>
#include <filesystem>
#include <mutex>

#include "dictionary_stage.h"
#include "lexical_stage.h"
#include "program_stage.h"
#include "stream_check.h"
#include "tagger_stage.h"
#include "transfer_stage.h"

namespace dragoman::apertium {
namespace {

std::mutex one_load_at_a_time;  // and no unloading meanwhile

size_t heap_in_use() {
    const struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

/// The generator is the first stage that reads words and writes plain text; only there are unknown words final.
bool is_generator(const StageSpec& spec) {
    return spec.program == "lt-proc" &&
           std::find(spec.arguments.begin(), spec.arguments.end(), "-n") != spec.arguments.end();
}

std::unique_ptr<Stage> make_library_stage(const StageSpec& spec) {
    if (spec.program == "lt-proc") return make_dictionary_stage(spec);
    if (spec.program == "apertium-tagger") return make_tagger_stage(spec);
    if (spec.program == "apertium-pretransfer") return make_pretransfer_stage(spec);
    if (spec.program == "lrx-proc") return make_selection_stage(spec);
    if (spec.program == "apertium-transfer" || spec.program == "apertium-interchunk" ||
        spec.program == "apertium-postchunk") {
        return make_transfer_stage(spec);
    }
    return nullptr;
}

}  // namespace

Engine::Engine(const ModeFile& mode, FileProbe& probe, const Call& call) {
    if (!mode.refused.empty()) throw Failure(DGM_UNSUPPORTED_PAIR, mode.refused);
    for (const StageSpec& spec : mode.stages) {
        call.check();
        probe.check(spec, call);
    }
    std::lock_guard<std::mutex> lock(one_load_at_a_time);
    xmlInitParser();
    const size_t before = heap_in_use();
    size_t file_bytes = 0;
    for (const StageSpec& spec : mode.stages) {
        call.check();
        std::unique_ptr<Stage> stage = make_library_stage(spec);
        if (stage == nullptr) {
            stage = make_program_stage(spec);
        } else {
            for (const std::string& file : spec.files()) file_bytes += std::filesystem::file_size(file);
        }
        stages_.push_back({std::move(stage), is_generator(spec)});
    }
    // The heap is everyone's: what others freed meanwhile must not make an engine look smaller than its files.
    const size_t after = heap_in_use();
    heap_bytes_ = std::max(after > before ? after - before : 0, file_bytes);
}

Engine::~Engine() {
    std::lock_guard<std::mutex> lock(one_load_at_a_time);
    stages_.clear();
}

void Engine::translate(std::vector<Text>& texts, const Call& call) {
    uses_ += 1;
    std::string output;
    for (LoadedStage& loaded : stages_) {
        for (Text& text : texts) {
            call.check();
            if (!is_well_formed(text.stream)) throw Failure(DGM_BROKEN, "a stage wrote a malformed stream");
            if (loaded.is_generator) text.unknown_words += count_unknown_words(text.stream);
            // After an exception nobody knows what a library remembers; a program is simply started anew.
            failed_ = !loaded.stage->is_program();
            loaded.stage->run(text.stream, output, call);
            failed_ = false;
            std::swap(text.stream, output);
        }
    }
}

size_t Engine::bytes() const {
    size_t bytes = heap_bytes_;
    for (const LoadedStage& loaded : stages_) bytes += loaded.stage->helper_bytes();
    return bytes;
}

bool Engine::uses_programs() const {
    return std::any_of(stages_.begin(), stages_.end(), [](const auto& loaded) { return loaded.stage->is_program(); });
}

bool Engine::is_reusable() const { return !failed_; }

}  // namespace dragoman::apertium
