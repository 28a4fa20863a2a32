// SPDX-License-Identifier: GPL-3.0-or-later
#include "tagger_stage.h"

#include <cstdio>
#include <fstream>
#include <mutex>

#include <apertium/file_morpho_stream.h>
#include <apertium/hmm.h>
#include <apertium/perceptron_tagger.h>

#include "memory_stream.h"
#include "private_member.h"

namespace dragoman::apertium {
struct MorphoInput { using type = InputFile FileMorphoStream::*; friend type member(MorphoInput); };
struct MorphoWords { using type = std::vector<TaggerWord*> FileMorphoStream::*; friend type member(MorphoWords); };
struct ReadAhead { using type = int InputFile::*; friend type member(ReadAhead); };
struct ClassNumbers { using type = std::map<std::set<int>, int> Collection::*; friend type member(ClassNumbers); };
struct Classes { using type = std::vector<const std::set<int>*> Collection::*; friend type member(Classes); };

template struct PrivateMember<MorphoInput, &FileMorphoStream::input>;
template struct PrivateMember<MorphoWords, &FileMorphoStream::vwords>;
template struct PrivateMember<ReadAhead, &InputFile::buffer_size>;
template struct PrivateMember<ClassNumbers, &Collection::index>;
template struct PrivateMember<Classes, &Collection::element>;

namespace {

/// TaggerWord keeps the compiled patterns of preference and discard rules in a static map.
std::mutex rule_patterns;

/// The hidden Markov model tagger, cured of the leaks that make a warm one differ from a fresh one:
///
/// 1. find_similar_ambiguity_class of 3.8 takes the model's open class by reference and overwrites it, so after the
///    first ambiguity class the model does not know, unknown words are tagged in another way. The open class is
///    kept aside and put back before each text.
/// 2. It also adds that class to the model, whose matrices have no column for it. What was added is taken out again.
/// 3. With null flush the tagger's first column lives on over the flush. Here it runs anew for each text.
class TaggerStage : public Stage {
public:
    explicit TaggerStage(const std::string& path) {
        FILE* file = fopen(path.c_str(), "rb");
        if (file == nullptr) throw Failure(DGM_UNAVAILABLE, "cannot open " + path);
        model_.deserialise(file);
        fclose(file);
        TaggerData& data = model_.get_tagger_data();
        open_class_ = data.getOpenClass();
        class_count_ = static_cast<size_t>(data.getOutput().size());
        has_rules_ = !data.getPreferRules().empty() || !data.getDiscardRules().empty();
        // Making the stream compiles the model's patterns: too dear for each text. Its input is replaced in `run`.
        words_ = std::make_unique<FileMorphoStream>("/dev/null", false, &data);
    }

    void run(const std::string& stream, std::string& output, const Call&) override {
        forget_classes();
        auto& pending = (*words_).*member(MorphoWords{});
        for (TaggerWord* word : pending) delete word;
        pending.clear();
        words_->setEndOfFile(false);
        InputFile& input = (*words_).*member(MorphoInput{});
        input.*member(ReadAhead{}) = 0;
        read_from(input, stream);

        std::unique_lock<std::mutex> lock(rule_patterns, std::defer_lock);
        if (has_rules_) lock.lock();
        model_.tagger(*words_, output_.begin());
        input.close();
        output_.take(output);
    }

private:
    void forget_classes() {
        TaggerData& data = model_.get_tagger_data();
        data.getOpenClass() = open_class_;
        Collection& known = data.getOutput();
        auto& classes = known.*member(Classes{});
        auto& numbers = known.*member(ClassNumbers{});
        while (classes.size() > class_count_) {
            const auto added = numbers.find(*classes.back());
            classes.pop_back();
            if (added != numbers.end()) numbers.erase(added);
        }
    }

    HMM model_;
    std::set<TTag> open_class_;
    size_t class_count_ = 0;
    bool has_rules_ = false;
    std::unique_ptr<FileMorphoStream> words_;
    MemoryOutput output_;
};

/// `apertium-tagger -g` takes either kind of model and tells them apart just like this.
bool is_perceptron(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    try {
        Apertium::TaggerFlags flags;
        Apertium::PerceptronTagger tagger(flags);
        tagger.deserialise(file);
        return true;
    } catch (...) {
        return false;  // the library's exceptions have no common base
    }
}

}  // namespace

std::unique_ptr<Stage> make_tagger_stage(const StageSpec& spec) {
    const auto& arguments = spec.arguments;
    if (arguments.size() != 2 || arguments[0] != "-g" || is_perceptron(arguments[1])) return nullptr;
    return std::make_unique<TaggerStage>(arguments[1]);
}

}  // namespace dragoman::apertium
