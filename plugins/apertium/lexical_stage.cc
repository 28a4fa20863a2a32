// SPDX-License-Identifier: GPL-3.0-or-later
#include "lexical_stage.h"

#include <cstdio>

#include <apertium-lex-tools/lrx_processor.h>
#include <apertium/pretransfer.h>

#include "memory_stream.h"
#include "private_member.h"

namespace dragoman::apertium {
struct SelectionPosition { using type = unsigned int LRXProcessor::*; friend type member(SelectionPosition); };

template struct PrivateMember<SelectionPosition, &LRXProcessor::pos>;

namespace {

/// Whether a word has more than one translation. Without one there is nothing to select and lrx-proc writes what it
/// read. Not so around an escaped `^`, which it takes for the beginning of a word.
bool has_choice(const std::string& stream) {
    int translations = 0;
    for (size_t at = 0; at < stream.size(); ++at) {
        switch (stream[at]) {
        case '\\':
            at += 1;
            if (at < stream.size() && stream[at] == '^') return true;
            break;
        case '^': translations = 0; break;
        case '/':
            if (++translations > 1) return true;
            break;
        default: break;
        }
    }
    return false;
}

class SelectionStage : public Stage {
public:
    explicit SelectionStage(const std::string& path) {
        FILE* file = fopen(path.c_str(), "rb");
        if (file == nullptr) throw Failure(DGM_UNAVAILABLE, "cannot open " + path);
        processor_.load(file);
        fclose(file);
        processor_.init();  // only after load: the other order crashes
    }

    void run(const std::string& stream, std::string& output, const Call&) override {
        // The library loses a hundred bytes with every call, so it is spared the ones it has no part in.
        if (!has_choice(stream)) {
            output = stream;
            return;
        }
        processor_.*member(SelectionPosition{}) = 0;
        InputFile input;
        read_from(input, stream);
        processor_.process(input, output_.begin());
        output_.take(output);
    }

private:
    LRXProcessor processor_;
    MemoryOutput output_;
};

class PretransferStage : public Stage {
public:
    explicit PretransferStage(bool splits_compounds) : splits_compounds_(splits_compounds) {}

    void run(const std::string& stream, std::string& output, const Call&) override {
        InputFile input;
        read_from(input, stream);
        processStream(input, output_.begin(), false, false, splits_compounds_);
        output_.take(output);
    }

private:
    const bool splits_compounds_;
    MemoryOutput output_;
};

}  // namespace

std::unique_ptr<Stage> make_selection_stage(const StageSpec& spec) {
    std::string file;
    for (const std::string& argument : spec.arguments) {
        if (argument == "-m") continue;  // kept by lrx-proc for old mode files, without effect
        if (argument[0] == '-' || !file.empty()) return nullptr;
        file = argument;
    }
    if (file.empty()) return nullptr;
    return std::make_unique<SelectionStage>(file);
}

std::unique_ptr<Stage> make_pretransfer_stage(const StageSpec& spec) {
    if (spec.arguments.empty()) return std::make_unique<PretransferStage>(false);
    if (spec.arguments.size() == 1 && spec.arguments[0] == "-e") return std::make_unique<PretransferStage>(true);
    return nullptr;
}

}  // namespace dragoman::apertium
