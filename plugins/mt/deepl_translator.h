// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "deepl.h"
#include "glossary_shelf.h"
#include "translator.h"

namespace dragoman::mt {

/// DeepL with its own glossaries for terms. The class lets there be one instance, so that all calls share them.
class DeepLTranslator : public Translator {
public:
    DeepLTranslator(dgm_instance number, std::unique_ptr<DeepL> service, size_t glossaries)
        : Translator(number, std::move(service)), shelf_(glossaries) {}

    void translate(const dgm_translate_request& request, dgm_ticket ticket) override;

private:
    const DeepL& deepl() const { return static_cast<const DeepL&>(service()); }

    /// - attempt: a glossary that is gone at the service is made again, once.
    void translate_with_terms(const dgm_translate_request& request, dgm_ticket ticket, int attempt);
    void go_on(const dgm_translate_request& request, dgm_ticket ticket, int attempt,
               const std::shared_ptr<Glossary>& glossary);
    void make(const std::shared_ptr<Glossary>& glossary, const std::string& source, const std::string& target);
    void settle(const std::shared_ptr<Glossary>& glossary, const remote::Response* response,
                const remote::Failure* failure);

    GlossaryShelf shelf_;
};

}  // namespace dragoman::mt
