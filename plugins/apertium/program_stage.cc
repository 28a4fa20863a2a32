// SPDX-License-Identifier: GPL-3.0-or-later
#include "program_stage.h"

#include <algorithm>

#include "child_process.h"

namespace dragoman::apertium {
namespace {

/// Programs whose null flush leaves state behind, so that a second text is answered otherwise than by a fresh one:
/// the tagger, unless it is told that its model is a perceptron.
bool leaks_over_flush(const StageSpec& spec) {
    if (spec.program != "apertium-tagger") return false;
    return std::none_of(spec.arguments.begin(), spec.arguments.end(), [](const std::string& argument) {
        return argument[0] == '-' && argument.find('x') != std::string::npos;
    });
}

class ProgramStage : public Stage {
public:
    explicit ProgramStage(const StageSpec& spec)
        : path_(find_program(spec.program)), arguments_(spec.arguments), once_(leaks_over_flush(spec)) {
        if (path_.empty()) throw Failure(DGM_UNAVAILABLE, "the program " + spec.program + " is not installed");
        if (!once_) arguments_.insert(arguments_.begin(), "-z");
        start();
    }

    void run(const std::string& input, std::string& output, const Call& call) override {
        // One may have died while it was idle: killed by an operator, or for want of memory.
        if (child_ == nullptr || !child_->is_alive()) start();
        try {
            if (once_) {
                child_->finish(input, output, call);
            } else {
                child_->exchange(input, output, call);
            }
        } catch (...) {
            child_.reset();  // an answer that comes late would be taken for the next text's
            throw;
        }
        if (once_) start();  // loads its data while the rest of the pipeline runs
    }

    size_t helper_bytes() const override { return child_ == nullptr ? 0 : child_->private_bytes(); }
    bool is_program() const override { return true; }

private:
    void start() { child_ = std::make_unique<ChildProcess>(path_, arguments_); }

    const std::string path_;
    std::vector<std::string> arguments_;
    const bool once_;
    std::unique_ptr<ChildProcess> child_;
};

}  // namespace

std::unique_ptr<Stage> make_program_stage(const StageSpec& spec) { return std::make_unique<ProgramStage>(spec); }

}  // namespace dragoman::apertium
