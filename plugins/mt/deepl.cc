// SPDX-License-Identifier: Apache-2.0
#include "deepl.h"

#include <algorithm>
#include <cctype>

#include "failure.h"

namespace dragoman::mt {

using remote::Failure;
using remote::Json;
using remote::member;
using remote::OrderedJson;
using remote::Request;
using remote::Settings;

namespace {

const std::string pro_address = "https://api.deepl.com", free_address = "https://api-free.deepl.com";

bool is_free(const std::string& key) { return key.size() > 3 && key.compare(key.size() - 3, 3, ":fx") == 0; }

std::string uppercase(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::toupper(c); });
    return text;
}

void authorize(Request& request, const std::string& key) {
    if (!key.empty()) request.headers.emplace_back("Authorization", "DeepL-Auth-Key " + key);
}

}  // namespace

DeepL::DeepL(const Settings& settings)
    : Service(settings, pro_address,
              {{"en-US", "EN-US"}, {"en-GB", "EN-GB"}, {"pt-BR", "PT-BR"}, {"pt-PT", "PT-PT"}, {"es-419", "ES-419"},
               {"zh-Hans", "ZH-HANS"}, {"zh-Hant", "ZH-HANT"}},
              "publishable"),
      has_own_address_(base_url() != pro_address),
      formality_(settings.choice("formality", {"default", "more", "less", "prefer_more", "prefer_less"})),
      model_type_(settings.text("model_type")),
      sends_context_(settings.flag("send_context", true)) {}

std::string DeepL::address(const std::string& path, const std::string& key) const {
    return (has_own_address_ || !is_free(key) ? base_url() : free_address) + path;
}

/// A source has no region and no script.
std::string DeepL::source_code(std::string_view locale) const {
    const std::string tag = remote::nearest_locales(locale).front();
    return uppercase(tag.substr(0, tag.find('-')));
}

std::string DeepL::target_code(std::string_view locale) const {
    const std::string code = codes().code(locale);
    return uppercase(code);
}

Request DeepL::translate(const Batch& batch, const std::string& key) const {
    OrderedJson body = {{"text", batch.texts}, {"source_lang", batch.source}, {"target_lang", batch.target}};
    // Line ends inside a text mean something, and texts are whole already.
    body["split_sentences"] = "1";
    body["preserve_formatting"] = true;
    if (batch.has_markup) {
        body["tag_handling"] = "xml";
        body["outline_detection"] = false;
        body["non_splitting_tags"] = {"g", "x"};
    }
    if (formality_ != "default") body["formality"] = formality_;
    if (!model_type_.empty()) body["model_type"] = model_type_;
    if (sends_context_ && !batch.context.empty()) body["context"] = batch.context;
    if (!batch.glossary.empty()) body["glossary_id"] = batch.glossary;
    Request request = json_request(address("/v2/translate", key), body);
    authorize(request, key);
    return request;
}

std::vector<std::string> DeepL::read(const Json& body, size_t count) const {
    return texts_of(member(body, "translations"), "text", count);
}

Request DeepL::list(const std::string& key) const {
    Request request = get_request(address("/v2/languages?type=target", key));
    authorize(request, key);
    return request;
}

std::vector<Pair> DeepL::read_list(const Json& body) const {
    std::vector<Pair> pairs;
    if (!body.is_array()) throw Failure(DGM_BROKEN, "the service's list of languages is none");
    for (const Json& language : body) {
        const std::string code(remote::text(member(language, "language")));
        // An older spelling of a variety that is listed too.
        if (code.empty() || code == "ZH" || code == "EN" || code == "PT") continue;
        pairs.push_back({"", code});
    }
    return pairs;
}

std::string DeepL::glossary_language(const std::string& code) {
    std::string language = code.substr(0, code.find('-'));
    std::transform(language.begin(), language.end(), language.begin(), [](unsigned char c) { return std::tolower(c); });
    return language;
}

Request DeepL::create_glossary(const std::string& source, const std::string& target, const std::string& name,
                               const std::string& entries, const std::string& key) const {
    const OrderedJson dictionary = {
        {"source_lang", source}, {"target_lang", target}, {"entries", entries}, {"entries_format", "tsv"}};
    Request request = json_request(address("/v3/glossaries", key),
                                   {{"name", name}, {"dictionaries", OrderedJson::array({dictionary})}});
    authorize(request, key);
    return request;
}

Request DeepL::delete_glossary(const std::string& id, const std::string& key) const {
    Request request = get_request(address("/v3/glossaries/" + encoded(id), key));
    request.method = "DELETE";
    authorize(request, key);
    return request;
}

}  // namespace dragoman::mt
