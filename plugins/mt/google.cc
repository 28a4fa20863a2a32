// SPDX-License-Identifier: Apache-2.0
#include "google.h"

#include "failure.h"

namespace dragoman::mt {

using remote::Json;
using remote::member;
using remote::OrderedJson;
using remote::Request;
using remote::Settings;

Google::Google(const Settings& settings)
    : Service(settings, "https://translation.googleapis.com",
              {{"zh-Hans", "zh-CN"}, {"zh-Hant", "zh-TW"}, {"he", "iw"}, {"nb", "no"}, {"fil", "tl"}, {"jv", "jw"},
               {"pt-BR", "pt"}},
              "publishable"),
      model_(settings.text("model")) {
    const std::string project = settings.text("project");
    if (project.empty()) return;
    parent_ = "/v3/projects/" + encoded(project) + "/locations/" + encoded(settings.text("location", "global"));
}

void Google::authorize(Request& request, const std::string& key) const {
    if (key.empty()) return;
    if (parent_.empty()) {
        request.headers.emplace_back("X-goog-api-key", key);
    } else {
        request.headers.emplace_back("Authorization", "Bearer " + key);
    }
}

Request Google::translate(const Batch& batch, const std::string& key) const {
    OrderedJson body;
    if (parent_.empty()) {
        body = {{"q", batch.texts}, {"source", batch.source}, {"target", batch.target},
                {"format", batch.has_markup ? "html" : "text"}};
    } else {
        body = {{"contents", batch.texts}, {"mimeType", batch.has_markup ? "text/html" : "text/plain"},
                {"sourceLanguageCode", batch.source}, {"targetLanguageCode", batch.target}};
    }
    if (!model_.empty()) body["model"] = parent_.empty() ? model_ : parent_.substr(4) + "/models/" + model_;
    Request request =
        json_request(base_url() + (parent_.empty() ? "/language/translate/v2" : parent_ + ":translateText"), body);
    authorize(request, key);
    return request;
}

std::vector<std::string> Google::read(const Json& body, size_t count) const {
    const Json& answer = parent_.empty() ? member(body, "data") : body;
    return texts_of(member(answer, "translations"), "translatedText", count);
}

Request Google::list(const std::string& key) const {
    Request request =
        get_request(base_url() + (parent_.empty() ? "/language/translate/v2/languages" : parent_ + "/supportedLanguages"));
    authorize(request, key);
    return request;
}

std::vector<Pair> Google::read_list(const Json& body) const {
    std::vector<Pair> pairs;
    const Json& languages = member(parent_.empty() ? member(body, "data") : body, "languages");
    for (const Json& language : languages) {
        if (member(language, "supportTarget") == false) continue;
        const std::string code(remote::text(member(language, parent_.empty() ? "language" : "languageCode")));
        if (!code.empty()) pairs.push_back({"", code});
    }
    return pairs;
}

}  // namespace dragoman::mt
