// SPDX-License-Identifier: Apache-2.0
#include "libretranslate.h"

namespace dragoman::mt {

using remote::Json;
using remote::member;
using remote::OrderedJson;
using remote::Request;
using remote::Settings;

LibreTranslate::LibreTranslate(const Settings& settings)
    : Service(settings, "https://libretranslate.com",
              {{"zh-Hans", "zh-Hans"}, {"zh-Hant", "zt"}, {"zh-Hans", "zh"}, {"zh-Hant", "zh-Hant"}, {"pt-BR", "pt-BR"},
               {"fil", "tl"}},
              "draft") {}

Request LibreTranslate::translate(const Batch& batch, const std::string& key) const {
    OrderedJson body = {{"q", batch.texts}, {"source", batch.source}, {"target", batch.target},
                        {"format", batch.has_markup ? "html" : "text"}};
    // It has no header for it.
    if (!key.empty()) body["api_key"] = key;
    return json_request(base_url() + "/translate", body);
}

std::vector<std::string> LibreTranslate::read(const Json& body, size_t count) const {
    return texts_of(member(body, "translatedText"), "", count);
}

Request LibreTranslate::list(const std::string&) const { return get_request(base_url() + "/languages"); }

std::vector<Pair> LibreTranslate::read_list(const Json& body) const {
    std::vector<Pair> pairs;
    for (const Json& language : body) {
        const std::string source(remote::text(member(language, "code")));
        for (const Json& target : member(language, "targets")) {
            const std::string code(remote::text(target));
            if (!source.empty() && !code.empty() && source != code) pairs.push_back({source, code});
        }
    }
    return pairs;
}

}  // namespace dragoman::mt
