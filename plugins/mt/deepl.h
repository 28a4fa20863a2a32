// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service.h"

namespace dragoman::mt {

/// DeepL's v2/translate. The key's end tells the host of the free service from that of the other one.
class DeepL : public Service {
public:
    explicit DeepL(const remote::Settings& settings);

    remote::Request translate(const Batch& batch, const std::string& key) const override;
    std::vector<std::string> read(const remote::Json& body, size_t count) const override;
    remote::Request list(const std::string& key) const override;
    std::vector<Pair> read_list(const remote::Json& body) const override;
    remote::Dialect dialect() const override { return remote::Dialect::xml; }
    std::string source_code(std::string_view locale) const override;
    std::string target_code(std::string_view locale) const override;

    /// A glossary's language for a code: without region and script, in lower case.
    static std::string glossary_language(const std::string& code);
    remote::Request create_glossary(const std::string& source, const std::string& target, const std::string& name,
                                    const std::string& entries, const std::string& key) const;
    remote::Request delete_glossary(const std::string& id, const std::string& key) const;

private:
    std::string address(const std::string& path, const std::string& key) const;

    bool has_own_address_;
    std::string formality_;
    std::string model_type_;
    bool sends_context_;
};

}  // namespace dragoman::mt
