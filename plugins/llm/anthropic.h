// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "protocol.h"

namespace dragoman::llm {

/// Anthropic's messages.
class Anthropic : public Protocol {
public:
    explicit Anthropic(const remote::Settings& settings);

    Answer read(const remote::Json& body) const override;

protected:
    remote::Request address(const std::string& model, const std::string& key) const override;
    remote::OrderedJson body(const Prompt& prompt, const std::string& model) const override;

private:
    std::string schema_;
    bool caches_;
    std::string version_;
    std::string beta_;
};

}  // namespace dragoman::llm
