// SPDX-License-Identifier: GPL-3.0-or-later
#include "dictionary_stage.h"

#include <cstdio>
#include <optional>

#include <lttoolbox/fst_processor.h>

#include "memory_stream.h"
#include "private_member.h"

namespace dragoman::apertium {
struct InputBuffer { using type = Buffer<int32_t> FSTProcessor::*; friend type member(InputBuffer); };
struct BlankQueue { using type = std::queue<UString> FSTProcessor::*; friend type member(BlankQueue); };
struct WordBlanks { using type = std::deque<UString> FSTProcessor::*; friend type member(WordBlanks); };
struct Words { using type = std::deque<std::vector<int32_t>> FSTProcessor::*; friend type member(Words); };
struct OutOfWord { using type = bool FSTProcessor::*; friend type member(OutOfWord); };
struct Current { using type = unsigned int Buffer<int32_t>::*; friend type member(Current); };
struct Last { using type = unsigned int Buffer<int32_t>::*; friend type member(Last); };

template struct PrivateMember<InputBuffer, &FSTProcessor::input_buffer>;
template struct PrivateMember<BlankQueue, &FSTProcessor::blankqueue>;
template struct PrivateMember<WordBlanks, &FSTProcessor::wblankqueue>;
template struct PrivateMember<Words, &FSTProcessor::transliteration_queue>;
template struct PrivateMember<OutOfWord, &FSTProcessor::outOfWord>;
template struct PrivateMember<Current, &Buffer<int32_t>::currentpos>;
template struct PrivateMember<Last, &Buffer<int32_t>::lastpos>;

namespace {

enum class Task { analysis, decomposition, bilingual, generation, postgeneration, transliteration };

/// What the options of lt-proc say.
struct DictionaryOptions {
    Task task = Task::analysis;
    GenerationMode generation_mode = gm_unknown;
    bool dictionary_case = false;
    bool case_sensitive = false;
    bool surface_forms = false;
    bool default_ignored = true;
    std::string file;
};

std::optional<DictionaryOptions> parse(const StageSpec& spec) {
    DictionaryOptions options;
    bool has_task = false;
    const auto set_task = [&](Task task) {
        options.task = task;
        has_task = true;
    };
    bool generates = false;
    for (const std::string& argument : spec.arguments) {
        if (argument[0] != '-') {
            if (!options.file.empty()) return std::nullopt;
            options.file = argument;
            continue;
        }
        for (const char option : argument.substr(1)) {
            switch (option) {
            case 'a': set_task(Task::analysis); break;
            case 'b': set_task(Task::bilingual); break;
            case 'e': set_task(Task::decomposition); break;
            case 'p': set_task(Task::postgeneration); break;
            case 't': case 'x': set_task(Task::transliteration); break;
            case 'o': set_task(Task::bilingual); options.surface_forms = true; break;
            case 'g': generates = true; break;
            case 'n': generates = true; options.generation_mode = gm_clean; break;
            case 'd': generates = true; options.generation_mode = gm_all; break;
            case 'C': generates = true; options.generation_mode = gm_carefulcase; break;
            case 'w': options.dictionary_case = true; break;
            case 'c': options.case_sensitive = true; break;
            case 'I': options.default_ignored = false; break;
            default: return std::nullopt;
            }
        }
    }
    if (generates && !has_task) options.task = Task::generation;
    if (options.file.empty()) return std::nullopt;
    return options;
}

class DictionaryStage : public Stage {
public:
    explicit DictionaryStage(const DictionaryOptions& options) : options_(options) {
        processor_.setCaseSensitiveMode(options.case_sensitive);
        processor_.setUseDefaultIgnoredChars(options.default_ignored);
        processor_.setDictionaryCaseMode(options.dictionary_case);
        if (options.surface_forms) processor_.setBiltransSurfaceForms(true);
        FILE* file = fopen(options.file.c_str(), "rb");
        if (file == nullptr) throw Failure(DGM_UNAVAILABLE, "cannot open " + options.file);
        processor_.load(file);
        fclose(file);
        switch (options.task) {
        case Task::analysis: processor_.initAnalysis(); break;
        case Task::decomposition: processor_.initDecomposition(); break;
        case Task::bilingual: processor_.initBiltrans(); break;
        case Task::generation: processor_.initGeneration(); break;
        case Task::postgeneration: case Task::transliteration: processor_.initPostgeneration(); break;
        }
        if (!processor_.valid()) throw Failure(DGM_UNAVAILABLE, "not a usable dictionary: " + options.file);
    }

    void run(const std::string& stream, std::string& output, const Call&) override {
        forget_last_run();
        InputFile input;
        read_from(input, stream);
        UFILE* file = output_.begin();
        switch (options_.task) {
        case Task::analysis: case Task::decomposition: processor_.analysis(input, file); break;
        case Task::bilingual: processor_.bilingual(input, file, options_.generation_mode); break;
        case Task::generation: processor_.generation(input, file, options_.generation_mode); break;
        case Task::postgeneration: processor_.postgeneration(input, file); break;
        case Task::transliteration: processor_.transliteration(input, file); break;
        }
        output_.take(output);
    }

private:
    /// The input buffer is a ring, and where a run begins in it must not matter either.
    void forget_last_run() {
        auto& buffer = processor_.*member(InputBuffer{});
        buffer.*member(Current{}) = 0;
        buffer.*member(Last{}) = 0;
        processor_.*member(BlankQueue{}) = {};
        (processor_.*member(WordBlanks{})).clear();
        (processor_.*member(Words{})).clear();
        processor_.*member(OutOfWord{}) = false;
    }

    const DictionaryOptions options_;
    FSTProcessor processor_;
    MemoryOutput output_;
};

}  // namespace

std::unique_ptr<Stage> make_dictionary_stage(const StageSpec& spec) {
    const auto options = parse(spec);
    if (!options) return nullptr;
    return std::make_unique<DictionaryStage>(*options);
}

}  // namespace dragoman::apertium
