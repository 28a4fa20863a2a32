// SPDX-License-Identifier: Apache-2.0
#include "microsoft.h"

#include "failure.h"

namespace dragoman::mt {

using remote::Failure;
using remote::Json;
using remote::member;
using remote::OrderedJson;
using remote::Request;
using remote::Settings;

Microsoft::Microsoft(const Settings& settings)
    : Service(settings, "https://api.cognitive.microsofttranslator.com",
              {{"zh-Hans", "zh-Hans"}, {"zh-Hant", "zh-Hant"}, {"pt-BR", "pt"}, {"pt-PT", "pt-PT"},
               {"sr", "sr-Cyrl"}, {"sr-Latn", "sr-Latn"}, {"mn", "mn-Cyrl"}, {"hmn", "mww"}},
              "publishable"),
      region_(settings.text("region")),
      category_(settings.text("category")) {}

Request Microsoft::translate(const Batch& batch, const std::string& key) const {
    OrderedJson body = OrderedJson::array();
    for (const std::string& text : batch.texts) body.push_back({{"Text", text}});
    std::string url = base_url() + "/translate?api-version=3.0&from=" + encoded(batch.source) +
                      "&to=" + encoded(batch.target) + "&textType=" + (batch.has_markup ? "html" : "plain");
    if (!category_.empty()) url += "&category=" + encoded(category_);
    Request request = json_request(url, body);
    if (!key.empty()) request.headers.emplace_back("Ocp-Apim-Subscription-Key", key);
    if (!region_.empty()) request.headers.emplace_back("Ocp-Apim-Subscription-Region", region_);
    return request;
}

std::vector<std::string> Microsoft::read(const Json& body, size_t count) const {
    if (!body.is_array() || body.size() != count) {
        throw Failure(DGM_BROKEN, "the service's answer does not have a translation for each text");
    }
    std::vector<std::string> texts;
    for (const Json& item : body) texts.push_back(texts_of(member(item, "translations"), "text", 1).front());
    return texts;
}

/// Open to everybody.
Request Microsoft::list(const std::string&) const {
    return get_request(base_url() + "/languages?api-version=3.0&scope=translation");
}

std::vector<Pair> Microsoft::read_list(const Json& body) const {
    std::vector<Pair> pairs;
    const Json& languages = member(body, "translation");
    if (!languages.is_object()) throw Failure(DGM_BROKEN, "the service's list of languages is none");
    for (const auto& [code, description] : languages.items()) pairs.push_back({"", code});
    return pairs;
}

}  // namespace dragoman::mt
