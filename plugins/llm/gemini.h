// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "protocol.h"

namespace dragoman::llm {

/// Google's generateContent.
class Gemini : public Protocol {
public:
    explicit Gemini(const remote::Settings& settings);

    Answer read(const remote::Json& body) const override;

protected:
    remote::Request address(const std::string& model, const std::string& key) const override;
    remote::OrderedJson body(const Prompt& prompt, const std::string& model) const override;

private:
    std::string schema_;
    std::string api_version_;
};

}  // namespace dragoman::llm
