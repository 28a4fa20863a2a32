// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer_stage.h"

#include <apertium/interchunk.h>
#include <apertium/postchunk.h>
#include <apertium/transfer.h>

#include "memory_stream.h"
#include "private_member.h"

namespace dragoman::apertium {
struct TokenCurrent { using type = unsigned int Buffer<TransferToken>::*; friend type member(TokenCurrent); };
struct TokenLast { using type = unsigned int Buffer<TransferToken>::*; friend type member(TokenLast); };
struct VariableBlanks { using type = std::map<UString, UString> Transfer::*; friend type member(VariableBlanks); };
struct OutBlank { using type = UString Transfer::*; friend type member(OutBlank); };

template struct PrivateMember<TokenCurrent, &Buffer<TransferToken>::currentpos>;
template struct PrivateMember<TokenLast, &Buffer<TransferToken>::lastpos>;
template struct PrivateMember<VariableBlanks, &Transfer::var_out_wblank>;
template struct PrivateMember<OutBlank, &Transfer::out_wblank>;

namespace {

/// A transfer class of the library that can be put back to the state it had after loading: the rules' variables
/// above all, which otherwise live on from one text to the next.
template <typename Library>
class Resettable : public Library {
public:
    void forget_last_run() {
        this->variables = this->variable_defaults;
        this->blank_queue = {};
        this->tmpword.clear();
        this->tmpblank.clear();
        this->lastrule = nullptr;
        this->in_let_var = false;
        this->in_out = false;
        this->var_val.clear();
        this->input_buffer.*member(TokenCurrent{}) = 0;
        this->input_buffer.*member(TokenLast{}) = 0;
    }
};

class TransferStage : public Stage {
public:
    TransferStage(const std::string& flags, const std::vector<std::string>& files) {
        for (const char flag : flags) {
            if (flag == 'b') library_.setPreBilingual(true);
            if (flag == 'b' || flag == 'n') library_.setUseBilingual(false);
            if (flag == 'c') library_.setCaseSensitiveness(true);
        }
        library_.read(files[0], files[1], files.size() > 2 ? files[2] : "");
    }

    void run(const std::string& stream, std::string& output, const Call&) override {
        library_.forget_last_run();
        (library_.*member(VariableBlanks{})).clear();
        (library_.*member(OutBlank{})).clear();
        InputFile input;
        read_from(input, stream);
        library_.transfer(input, output_.begin());
        output_.take(output);
    }

private:
    Resettable<Transfer> library_;
    MemoryOutput output_;
};

/// Interchunk and Postchunk differ by the name of one function.
template <typename Library, void (Library::*translate)(InputFile&, UFILE*)>
class ChunkStage : public Stage {
public:
    explicit ChunkStage(const std::vector<std::string>& files) {
        library_.read(files[0].c_str(), files[1].c_str());
    }

    void run(const std::string& stream, std::string& output, const Call&) override {
        library_.forget_last_run();
        InputFile input;
        read_from(input, stream);
        (library_.*translate)(input, output_.begin());
        output_.take(output);
    }

private:
    Resettable<Library> library_;
    MemoryOutput output_;
};

}  // namespace

std::unique_ptr<Stage> make_transfer_stage(const StageSpec& spec) {
    std::string flags;
    std::vector<std::string> files;
    for (const std::string& argument : spec.arguments) {
        if (argument[0] == '-') {
            flags += argument.substr(1);
        } else {
            files.push_back(argument);
        }
    }
    if (spec.program == "apertium-transfer") {
        const bool is_known = flags.find_first_not_of("bnc") == std::string::npos;
        const bool looks_up = flags.find_first_of("bn") == std::string::npos;
        if (!is_known || files.size() != (looks_up ? 3u : 2u)) return nullptr;
        return std::make_unique<TransferStage>(flags, files);
    }
    if (!flags.empty() || files.size() != 2) return nullptr;
    if (spec.program == "apertium-interchunk") {
        return std::make_unique<ChunkStage<Interchunk, &Interchunk::interchunk>>(files);
    }
    return std::make_unique<ChunkStage<Postchunk, &Postchunk::postchunk>>(files);
}

}  // namespace dragoman::apertium
