// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "protocol.h"

namespace dragoman::llm {

/// OpenAI's chat completions, which most servers of models speak.
class OpenAIChat : public Protocol {
public:
    explicit OpenAIChat(const remote::Settings& settings);

    Answer read(const remote::Json& body) const override;
    /// Servers of one model need no name for it.
    bool needs_model() const override { return false; }

protected:
    remote::Request address(const std::string& model, const std::string& key) const override;
    remote::OrderedJson body(const Prompt& prompt, const std::string& model) const override;

private:
    std::string schema_;
    bool is_strict_;
    std::string system_role_;
    std::string max_tokens_parameter_;
    std::string seed_parameter_;
    std::string key_header_;
    std::string organization_;
    std::string project_;
};

/// Headers that OpenAI's two protocols share.
void add_openai_headers(remote::Request& request, const std::string& key_header, const std::string& key,
                        const std::string& organization, const std::string& project);

}  // namespace dragoman::llm
