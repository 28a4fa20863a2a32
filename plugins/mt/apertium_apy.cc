// SPDX-License-Identifier: Apache-2.0
#include "apertium_apy.h"

#include "failure.h"

namespace dragoman::mt {

using remote::Failure;
using remote::Json;
using remote::member;
using remote::Request;
using remote::Settings;

// Its codes have three letters (ISO 639-3); those of two are its languages' codes in BCP 47.
ApertiumAPY::ApertiumAPY(const Settings& settings)
    : Service(settings, "https://apertium.org/apy",
              {{"af", "afr"}, {"ar", "ara"}, {"an", "arg"}, {"be", "bel"}, {"bg", "bul"}, {"br", "bre"}, {"bs", "bos"},
               {"ca", "cat"}, {"cs", "ces"}, {"cy", "cym"}, {"da", "dan"}, {"de", "deu"}, {"en", "eng"}, {"eo", "epo"},
               {"es", "spa"}, {"et", "est"}, {"eu", "eus"}, {"fi", "fin"}, {"fo", "fao"}, {"fr", "fra"}, {"ga", "gle"},
               {"gl", "glg"}, {"he", "heb"}, {"hi", "hin"}, {"hr", "hrv"}, {"hu", "hun"}, {"id", "ind"}, {"is", "isl"},
               {"it", "ita"}, {"kk", "kaz"}, {"ky", "kir"}, {"lt", "lit"}, {"lv", "lav"}, {"mk", "mkd"}, {"ms", "zlm"},
               {"mt", "mlt"}, {"nb", "nob"}, {"nl", "nld"}, {"nn", "nno"}, {"oc", "oci"}, {"pl", "pol"}, {"pt", "por"},
               {"ro", "ron"}, {"ru", "rus"}, {"sc", "srd"}, {"se", "sme"}, {"sh", "hbs"}, {"sk", "slk"}, {"sl", "slv"},
               {"sq", "sqi"}, {"sr", "srp"}, {"sv", "swe"}, {"tr", "tur"}, {"tt", "tat"}, {"uk", "ukr"}, {"ur", "urd"}},
              "draft") {}

Request ApertiumAPY::translate(const Batch& batch, const std::string&) const {
    Request request;
    request.url = base_url() + "/translate";
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "application/json"}};
    request.body = "langpair=" + encoded(batch.source + "|" + batch.target) + "&markUnknown=no&q=" +
                   encoded(batch.texts.front());
    return request;
}

std::vector<std::string> ApertiumAPY::read(const Json& body, size_t) const {
    const Json& text = member(member(body, "responseData"), "translatedText");
    if (!text.is_string()) throw Failure(DGM_BROKEN, "the service's answer has no translatedText");
    return {text.get<std::string>()};
}

Request ApertiumAPY::list(const std::string&) const { return get_request(base_url() + "/listPairs"); }

std::vector<Pair> ApertiumAPY::read_list(const Json& body) const {
    std::vector<Pair> pairs;
    for (const Json& pair : member(body, "responseData")) {
        const std::string source(remote::text(member(pair, "sourceLanguage")));
        const std::string target(remote::text(member(pair, "targetLanguage")));
        // Varieties are named by an underscore and a word of its own, which no tag can be made of.
        const bool is_plain = source.find('_') == std::string::npos && target.find('_') == std::string::npos;
        if (is_plain && !source.empty() && !target.empty()) pairs.push_back({source, target});
    }
    return pairs;
}

}  // namespace dragoman::mt
