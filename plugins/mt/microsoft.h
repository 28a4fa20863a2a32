// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service.h"

namespace dragoman::mt {

/// Microsoft's Translator, version 3.0.
class Microsoft : public Service {
public:
    explicit Microsoft(const remote::Settings& settings);

    remote::Request translate(const Batch& batch, const std::string& key) const override;
    std::vector<std::string> read(const remote::Json& body, size_t count) const override;
    remote::Request list(const std::string& key) const override;
    std::vector<Pair> read_list(const remote::Json& body) const override;

private:
    std::string region_;
    std::string category_;
};

}  // namespace dragoman::mt
