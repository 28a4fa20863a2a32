// SPDX-License-Identifier: Apache-2.0
//
// Checks what the plugin promises, against answers as the services' documentation has them and against nonsense. The
// argument is the library.
#include "../../remote/tests/fake_host.h"

namespace {

using namespace fake;

const dgm_plugin* plugin;

const std::string open_mark = "\xE2\x9F\xA6", close_mark = "\xE2\x9F\xA7";

std::string token(int number) { return open_mark + std::to_string(number) + close_mark; }

struct Ask {
    std::vector<std::string> texts = {"Hello"};
    std::string source = "en", target = "de";
    /// Numbers of tokens that open and close a pair.
    std::vector<std::pair<int, int>> pairs = {};
    std::vector<std::pair<std::string, std::string>> terms = {};
    std::string context = "";
};

/// A request, which lives as long as it does.
class Call {
public:
    explicit Call(const Instance& instance, const Ask& ask = {}) : ask_(ask), ticket(++state.last_ticket) {
        for (const std::string& text : ask_.texts) add(text);
        for (const auto& [source, target] : ask_.terms) {
            terms_.push_back({sizeof(dgm_term), text_of(source), text_of(target), 0, 0, source.size()});
            term_pointers_.push_back(&terms_.back());
        }
        request_.struct_size = sizeof request_;
        request_.source_locale = text_of(ask_.source);
        request_.target_locale = text_of(ask_.target);
        request_.segment_count = segment_pointers_.size();
        request_.segments = segment_pointers_.data();
        request_.term_count = term_pointers_.size();
        request_.terms = term_pointers_.data();
        request_.deadline_ms = 30'000;
        instance.table<dgm_translate>("translate/1").translate(instance.self, &request_, ticket);
    }
    Call(const Call&) = delete;

    const Answered& result(int line = __builtin_LINE()) const {
        if (state.answered[ticket].finished != 1) std::fprintf(stderr, "line %d\n", line);
        CHECK(state.answered[ticket].finished == 1);
        return state.answered[ticket];
    }
    bool is_open() const { return state.answered[ticket].finished == 0; }

private:
    void add(const std::string& text) {
        std::deque<dgm_span>& spans = spans_.emplace_back();
        std::vector<const dgm_span*>& pointers = span_pointers_.emplace_back();
        std::map<int, size_t> index;
        for (size_t at = 0; (at = text.find(open_mark, at)) != std::string::npos;) {
            const size_t end = text.find(close_mark, at) + close_mark.size();
            const int number = std::atoi(text.c_str() + at + 3);
            index[number] = spans.size();
            spans.push_back({sizeof(dgm_span), at, end - at, DGM_SPAN_STANDALONE, number, -1});
            at = end;
        }
        for (const auto& [opens, closes] : ask_.pairs) {
            if (index.count(opens) == 0 || index.count(closes) == 0) continue;
            spans[index[opens]].kind = DGM_SPAN_OPEN;
            spans[index[opens]].partner = static_cast<int64_t>(index[closes]);
            spans[index[closes]].kind = DGM_SPAN_CLOSE;
            spans[index[closes]].partner = static_cast<int64_t>(index[opens]);
        }
        for (const dgm_span& span : spans) pointers.push_back(&span);
        dgm_segment& segment = segments_.emplace_back();
        segment = {};
        segment.struct_size = sizeof segment;
        segment.text = text_of(text);
        segment.context = text_of(ask_.context);
        segment.span_count = pointers.size();
        segment.spans = pointers.data();
        segment_pointers_.push_back(&segment);
    }

    const Ask ask_;
    std::deque<std::deque<dgm_span>> spans_;
    std::deque<std::vector<const dgm_span*>> span_pointers_;
    std::deque<dgm_segment> segments_;
    std::vector<const dgm_segment*> segment_pointers_;
    std::deque<dgm_term> terms_;
    std::vector<const dgm_term*> term_pointers_;
    dgm_translate_request request_{};

public:
    const dgm_ticket ticket;
};

struct Vendor {
    const char* id;
    const char* settings;
    /// Makes an answer of texts.
    std::string (*good)(const std::vector<std::string>& texts);
};

std::string each(const std::vector<std::string>& texts, const char* name) {
    Json array = Json::array();
    for (const std::string& text : texts) {
        array.push_back(*name == '\0' ? Json(text) : Json({{name, text}}));
    }
    return array.dump();
}

const std::vector<Vendor> vendors = {
    {"deepl", "{}", [](const auto& texts) { return R"({"translations":)" + each(texts, "text") + "}"; }},
    {"google", R"({"project":"p"})",
     [](const auto& texts) { return R"({"translations":)" + each(texts, "translatedText") + "}"; }},
    {"google", "{}",
     [](const auto& texts) { return R"({"data":{"translations":)" + each(texts, "translatedText") + "}}"; }},
    {"microsoft", "{}",
     [](const auto& texts) {
         Json array = Json::array();
         for (const auto& text : texts) array.push_back({{"translations", {{{"text", text}, {"to", "de"}}}}});
         return array.dump();
     }},
    {"libretranslate", "{}", [](const auto& texts) { return R"({"translatedText":)" + each(texts, "") + "}"; }},
    {"apertium-apy", "{}",
     [](const auto& texts) {
         return R"({"responseData":{"translatedText":)" + Json(texts.front()).dump() + R"(},"responseStatus":200})";
     }},
};

void check_vendors() {
    for (const Vendor& vendor : vendors) {
        Instance instance(plugin, vendor.id, vendor.settings);
        Call call(instance);
        CHECK(asked().timeout_ms > 29'000 && asked().ticket == call.ticket);
        answer(200, vendor.good({"Gr\u00FC\u00DFe"}));
        CHECK_EQUAL(call.result().status, DGM_OK);
        CHECK(call.result().segments.at(0) == "Gr\u00FC\u00DFe" && call.result().input == 5 && call.result().output == 5);
        // Too few, too many, and every beginning of a good answer.
        for (const std::string& body : {vendor.good({"a", "b"}), std::string("{\"translations\":[]}")}) {
            if (std::string(vendor.id) == "apertium-apy") continue;
            Call other(instance);
            answer(200, body);
            CHECK_EQUAL(other.result().status, DGM_BROKEN);
        }
        const std::string good = vendor.good({"Ha"});
        for (size_t length = 0; length < good.size(); ++length) {
            Call cut(instance);
            answer(200, good.substr(0, length));
            CHECK_EQUAL(cut.result().status, DGM_BROKEN);
        }
        for (const auto& [name, body] : nonsense()) {
            for (const int http : {200, 429, 500}) {
                Call bad(instance);
                answer(http, body);
                const int32_t wanted = http == 200   ? DGM_BROKEN
                                       : http == 429 ? DGM_RATE_LIMITED
                                                     : DGM_UNAVAILABLE;
                if (bad.result().status != wanted) std::fprintf(stderr, "%s: %s\n", vendor.id, name.c_str());
                CHECK_EQUAL(bad.result().status, wanted);
            }
        }
        for (const auto& [name, body] : nonsense()) {
            const dgm_ticket ticket = state.last_ticket + 1;
            instance.list();
            answer(200, body);
            CHECK(state.answered[ticket].finished == 1 && state.answered[ticket].status == DGM_BROKEN);
        }
    }
}

void check_requests() {
    const std::string marked = "Save " + token(1) + " & " + token(2) + "now" + token(3) + " <b>\nor";
    const Ask ask = {.texts = {marked}, .pairs = {{2, 3}}};
    const std::string xml = "Save <x id=\"1\"/> &amp; <g id=\"2\">now</g> &lt;b&gt;\nor";
    const std::string html = "Save <span id=\"t1\" class=\"notranslate\" translate=\"no\">" + token(1) +
                             "</span> &amp; <span id=\"g2\">now</span> &lt;b&gt;<br>or";
    state.secrets = {{"api_key", "k:fx"}, {"access_token", "ya29"}};
    {
        Instance deepl(plugin, "deepl", R"({"formality":"prefer_more","model_type":"prefer_quality_optimized"})");
        Ask with_context = ask;
        with_context.context = "A button";
        Call call(deepl, with_context);
        CHECK_EQUAL(asked().url, std::string("https://api-free.deepl.com/v2/translate"));
        CHECK_EQUAL(asked().headers.at("Authorization"), std::string("DeepL-Auth-Key k:fx"));
        CHECK_EQUAL(asked().json(), Json({{"text", {xml}}, {"source_lang", "EN"}, {"target_lang", "DE"},
            {"split_sentences", "1"}, {"preserve_formatting", true}, {"tag_handling", "xml"},
            {"outline_detection", false}, {"non_splitting_tags", {"g", "x"}}, {"formality", "prefer_more"},
            {"model_type", "prefer_quality_optimized"}, {"context", "A button"}}));
        answer(200, vendors[0].good({"<g id=\"2\">Jetzt</g> <x id=\"1\"></x> &amp; &lt;b&gt;\noder &#39;&#x20AC;&bogus;"}));
        CHECK_EQUAL(call.result().segments.at(0),
                    token(2) + "Jetzt" + token(3) + " " + token(1) + " & <b>\noder '\u20AC&bogus;");
        Call plain(deepl, {.texts = {"a < b", "c"}, .target = "zh-TW"});
        CHECK(asked().json()["text"][0] == "a < b" && !asked().json().contains("tag_handling"));
        CHECK(asked().json()["target_lang"] == "ZH-HANT");
        answer(200, vendors[0].good({"x", "y"}));
        state.secrets["api_key"] = "pro-key";
        Call pro(deepl);
        CHECK_EQUAL(asked().url, std::string("https://api.deepl.com/v2/translate"));
        answer(456, R"({"message":"Quota exceeded"})");
        CHECK_EQUAL(pro.result().status, DGM_QUOTA);
        Call unknown(deepl, {.target = "tlh"});
        answer(400, R"({"message":"Value for 'target_lang' not supported."})");
        CHECK_EQUAL(unknown.result().status, DGM_UNSUPPORTED_PAIR);
    }
    {
        Instance google(plugin, "google", R"({"project":"my p","model":"nmt"})");
        Call call(google, ask);
        CHECK_EQUAL(asked().url,
                    std::string("https://translation.googleapis.com/v3/projects/my%20p/locations/global:translateText"));
        CHECK(asked().headers.at("Authorization") == "Bearer ya29" && asked().json()["mimeType"] == "text/html");
        CHECK_EQUAL(asked().json()["contents"][0], Json(html));
        CHECK_EQUAL(asked().json()["model"], Json("projects/my%20p/locations/global/models/nmt"));
        answer(200, vendors[1].good({"<span id=\"g2\">jetzt</span> <span class=\"notranslate\" id=\"t1\">" + token(1) +
                                     " <span>x</span></span> &quot;A&quot; <br> oder"}));
        CHECK_EQUAL(call.result().segments.at(0), token(2) + "jetzt" + token(3) + " " + token(1) + " \"A\"\noder");
        Instance second(plugin, "google", "{}");
        Call plain(second, {.texts = {"x"}, .target = "nb"});
        CHECK(asked().headers.at("X-goog-api-key") == "pro-key" && asked().json()["target"] == "no");
        CHECK(asked().url == "https://translation.googleapis.com/language/translate/v2");
        answer(403, R"({"error":{"code":403,"message":"x","status":"PERMISSION_DENIED"}})");
        CHECK_EQUAL(plain.result().status, DGM_UNAUTHORIZED);
    }
    {
        Instance microsoft(plugin, "microsoft", R"({"region":"westeurope"})");
        Call call(microsoft, ask);
        CHECK_EQUAL(asked().url, std::string("https://api.cognitive.microsofttranslator.com/translate?api-version=3.0"
                                             "&from=en&to=de&textType=html"));
        CHECK(asked().headers.at("Ocp-Apim-Subscription-Key") == "pro-key");
        CHECK(asked().headers.at("Ocp-Apim-Subscription-Region") == "westeurope");
        CHECK_EQUAL(asked().json(), Json::array({{{"Text", html}}}));
        answer(429, R"({"error":{"code":429001,"message":"x"}})", {{"retry-after", "3"}});
        CHECK(call.result().status == DGM_RATE_LIMITED && call.result().retry_after_ms == 3000);
        for (const auto& [http, code, status] : std::vector<std::tuple<int, int, int32_t>>{
                 {400, 400036, DGM_UNSUPPORTED_PAIR}, {401, 401000, DGM_UNAUTHORIZED}, {403, 403001, DGM_QUOTA},
                 {400, 400077, DGM_INVALID_INPUT}, {503, 503000, DGM_UNAVAILABLE}}) {
            Call bad(microsoft);
            answer(http, R"({"error":{"code":)" + std::to_string(code) + R"(,"message":"m"}})");
            CHECK_EQUAL(bad.result().status, status);
        }
    }
    {
        Instance libre(plugin, "libretranslate", R"({"base_url":"http://127.0.0.1:5000/"})");
        Call call(libre, ask);
        CHECK_EQUAL(asked().json(), Json({{"q", {html}}, {"source", "en"}, {"target", "de"}, {"format", "html"},
                                          {"api_key", "pro-key"}}));
        answer(400, R"({"error":"tlh is not supported"})");
        CHECK_EQUAL(call.result().status, DGM_UNSUPPORTED_PAIR);
        Call limited(libre);
        answer(403, R"({"error":"Invalid API key: pro-key"})");
        CHECK(limited.result().status == DGM_UNAUTHORIZED && limited.result().message.find("pro-key") == std::string::npos);
    }
    {
        Instance apy(plugin, "apertium-apy", R"({"base_url":"http://127.0.0.1:2737"})");
        Call call(apy, {.texts = {"a+b " + token(1)}, .target = "es"});
        CHECK_EQUAL(asked().body, std::string("langpair=eng%7Cspa&markUnknown=no&q=a%2Bb%20%3Cx%20id%3D%221%22%2F%3E"));
        answer(200, vendors[5].good({"<x id=\"1\"/> a+b"}));
        CHECK_EQUAL(call.result().segments.at(0), token(1) + " a+b");
        Call bad(apy);
        answer(400, R"({"status":"error","code":400,"message":"Bad Request","explanation":"That pair is not installed"})");
        CHECK_EQUAL(bad.result().status, DGM_UNSUPPORTED_PAIR);
    }
    state.secrets.clear();
}

void check_markup() {
    Instance deepl(plugin, "deepl", "{}");
    // Pairs that cross are tokens by themselves.
    Call crossed(deepl, {.texts = {token(1) + "a" + token(2) + "b" + token(3) + "c" + token(4)}, .pairs = {{1, 3}, {2, 4}}});
    CHECK_EQUAL(asked().json()["text"][0], Json("<x id=\"1\"/>a<g id=\"2\">b<x id=\"3\"/>c</g>"));
    // What comes back without sense stays text: the host counts tokens.
    answer(200, vendors[0].good({"</g><x id=\"9\"/><x id=\"4294967297\"/><g id=\"2\"/><y/><x id=\"1\"<<" + std::string(9, '&')}));
    CHECK_EQUAL(crossed.result().segments.at(0), "</g><x id=\"9\"/><x id=\"4294967297\"/>" + token(2) + token(4) +
                                                     "<y/><x id=\"1\"<<&&&&&&&&&");
    Call many(deepl, {.texts = {token(1)}});
    answer(200, vendors[0].good({std::string(1'000'000, '<') + std::string(1'000'000, '&')}));
    CHECK(many.result().segments.at(0).size() == 2'000'000);
}

void check_lists() {
    const std::vector<std::tuple<std::string, std::string, std::vector<std::string>>> lists = {
        {"deepl", R"([{"language":"DE"},{"language":"PT-BR"},{"language":"ZH"},{"language":"ZH-HANT"},{"language":"NB"}])",
         {"*>de default", "*>pt-BR default", "*>zh-Hant default", "*>nb default"}},
        {"google", R"({"data":{"languages":[{"language":"zh-TW"},{"language":"iw"},{"language":"no"},{"language":"pt"}]}})",
         {"*>zh-Hant default", "*>he default", "*>nb default", "*>pt-BR default"}},
        {"microsoft", R"({"translation":{"sr-Cyrl":{},"sr-Latn":{},"zh-Hans":{}}})",
         {"*>sr default", "*>sr-Latn default", "*>zh-Hans default"}},
        {"libretranslate", R"([{"code":"en","targets":["en","zt","es"]}])", {"en>zh-Hant default", "en>es default"}},
        {"apertium-apy", R"({"responseData":[{"sourceLanguage":"eng","targetLanguage":"spa"},)"
                         R"({"sourceLanguage":"spa","targetLanguage":"cat_valencia"}]})",
         {"en>es default"}},
    };
    for (const auto& [id, body, pairs] : lists) {
        Instance instance(plugin, id, "{}");
        const dgm_ticket ticket = state.last_ticket + 1;
        instance.list();
        CHECK(asked().method == "GET");
        answer(200, body);
        CHECK_EQUAL(state.answered[ticket].status, DGM_OK);
        CHECK(state.answered[ticket].pairs == pairs);
    }
}

/// Those that are too many go whenever a new one is made.
void let_old_ones_go() {
    while (asked().method == "DELETE") answer(204, "");
}

void check_glossaries() {
    Instance deepl(plugin, "deepl", R"({"glossaries":2})");
    const std::string made = R"({"glossary_id":"g-1","name":"n","dictionaries":[]})";
    // Two calls with the same terms wait for one glossary.
    Call first(deepl, {.texts = {"The cat"}, .terms = {{"cat", "Katze"}}});
    Call second(deepl, {.texts = {"A cat"}, .terms = {{"cat", "Katze"}}});
    CHECK(state.open.size() == 1 && asked().url == "https://api.deepl.com/v3/glossaries" && asked().ticket == 0);
    CHECK_EQUAL(asked().json()["dictionaries"], Json::parse(
        R"([{"source_lang":"en","target_lang":"de","entries":"cat\tKatze\n","entries_format":"tsv"}])"));
    answer(201, made);
    CHECK(state.open.size() == 2 && asked().json()["glossary_id"] == "g-1");
    answer(200, vendors[0].good({"Die Katze"}));
    answer(200, vendors[0].good({"Eine Katze"}));
    CHECK(first.result().segments.at(0) == "Die Katze" && second.result().status == DGM_OK);
    // More terms, and those that were there: one that no text shows comes along.
    Call third(deepl, {.texts = {"The dog"}, .terms = {{"dog", "Hund"}}});
    CHECK(asked().json()["dictionaries"][0]["entries"] == "cat\tKatze\ndog\tHund\n");
    answer(201, R"({"glossary_id":"g-2"})");
    CHECK(asked().json()["glossary_id"] == "g-2");
    answer(200, vendors[0].good({"Der Hund"}));
    // A text that shows a term which is not the call's does not get a glossary with it.
    Call others(deepl, {.texts = {"A CAT and a dog"}, .terms = {{"dog", "R\u00FCde"}}});
    // Too many now: the one that was used least goes.
    CHECK(asked().method == "DELETE" && asked().url == "https://api.deepl.com/v3/glossaries/g-1");
    answer(204, "");
    CHECK(asked().json()["dictionaries"][0]["entries"] == "dog\tR\u00FCde\n");
    answer(201, R"({"glossary_id":"g-3"})");
    // Gone at the service: made again, once.
    answer(404, R"({"message":"Not found"})");
    CHECK(asked().url == "https://api.deepl.com/v3/glossaries" && asked().method == "POST");
    answer(201, R"({"glossary_id":"g-4"})");
    answer(404, R"({"message":"Not found"})");
    CHECK_EQUAL(others.result().status, DGM_UNSUPPORTED_PAIR);
    // What passes is the call's failure; what does not is told, and the text goes without.
    Call limited(deepl, {.texts = {"x y"}, .target = "fr", .terms = {{"x", "z"}}});
    let_old_ones_go();
    answer(429, "", {{"retry-after", "2"}});
    CHECK(limited.result().status == DGM_RATE_LIMITED && limited.result().retry_after_ms == 2000);
    state.logged.clear();
    Call refused(deepl, {.texts = {"x y"}, .target = "th", .terms = {{"x", "z"}}});
    let_old_ones_go();
    answer(400, R"({"message":"Unsupported glossary"})");
    CHECK(state.logged.size() == 1 && !asked().json().contains("glossary_id"));
    answer(200, vendors[0].good({"ok"}));
    Call again(deepl, {.texts = {"x y"}, .target = "th", .terms = {{"y", "z"}}});
    CHECK(asked().url == "https://api.deepl.com/v2/translate");
    answer(200, vendors[0].good({"ok"}));
    CHECK(refused.result().status == DGM_OK && again.result().status == DGM_OK && state.logged.size() == 1);
    // A call that waits for a glossary can be cancelled, and nothing comes of it later.
    Call waits(deepl, {.texts = {"q"}, .target = "it", .terms = {{"q", "r"}}});
    CHECK(waits.is_open());
    deepl.table<dgm_translate>("translate/1").cancel(deepl.self, waits.ticket);
    CHECK_EQUAL(waits.result().status, DGM_CANCELLED);
    while (!state.open.empty()) answer(201, R"({"glossary_id":"g-5"})");
    // The end of an instance with one on its way.
    Instance ending(plugin, "deepl", "{}");
    Call last(ending, {.texts = {"q"}, .target = "it", .terms = {{"q", "r"}}});
    CHECK(last.is_open());
}

}  // namespace

int main(int count, char** arguments) {
    CHECK(count == 2);
    plugin = open(arguments[1]);
    check_vendors();
    check_requests();
    check_markup();
    check_lists();
    check_glossaries();
    std::puts("mt: ok");
    return 0;
}
