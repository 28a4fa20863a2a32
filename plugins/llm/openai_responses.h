// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "protocol.h"

namespace dragoman::llm {

/// OpenAI's responses.
class OpenAIResponses : public Protocol {
public:
    explicit OpenAIResponses(const remote::Settings& settings);

    Answer read(const remote::Json& body) const override;

protected:
    remote::Request address(const std::string& model, const std::string& key) const override;
    remote::OrderedJson body(const Prompt& prompt, const std::string& model) const override;

private:
    std::string schema_;
    bool is_strict_;
    bool is_stored_;
    std::string key_header_;
    std::string organization_;
    std::string project_;
};

}  // namespace dragoman::llm
