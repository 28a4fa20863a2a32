// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "instance.h"
#include "protocol.h"

namespace dragoman::llm {

/// An instance of a provider: a protocol and the tickets that it serves.
class LanguageModel : public remote::Instance {
public:
    LanguageModel(dgm_instance number, std::unique_ptr<const Protocol> protocol)
        : Instance(number), protocol_(std::move(protocol)) {}

    void generate(const dgm_generate_request& request, dgm_ticket ticket);
    void list(dgm_ticket ticket);

private:
    void answer(const dgm_generate_request& request, const std::string& model, dgm_ticket ticket,
                const remote::Response& response);

    const std::unique_ptr<const Protocol> protocol_;
};

}  // namespace dragoman::llm
