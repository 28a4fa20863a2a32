// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service.h"

namespace dragoman::mt {

/// A server of Apertium APy. It takes one text a request, and reads it as HTML.
class ApertiumAPY : public Service {
public:
    explicit ApertiumAPY(const remote::Settings& settings);

    remote::Request translate(const Batch& batch, const std::string& key) const override;
    std::vector<std::string> read(const remote::Json& body, size_t count) const override;
    remote::Request list(const std::string& key) const override;
    std::vector<Pair> read_list(const remote::Json& body) const override;
    bool takes_plain_text() const override { return false; }
    /// A pair of tags may come apart there, and a closing one alone would be lost.
    remote::Dialect dialect() const override { return remote::Dialect::flat_xml; }
};

}  // namespace dragoman::mt
