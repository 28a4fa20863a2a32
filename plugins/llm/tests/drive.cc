// SPDX-License-Identifier: Apache-2.0
//
// Checks what the plugin promises, against answers as the services' documentation has them and against nonsense. The
// argument is the library.
#include "../../remote/tests/fake_host.h"

namespace {

using namespace fake;

const dgm_plugin* plugin;

const std::string schema = R"({"type":"object","properties":{"z":{"type":"string"},"a":{"type":"string"}},)"
                           R"("required":["z","a"],"additionalProperties":false})";

struct Ask {
    std::string model = "m-1";
    std::string user = "Translate \"Hello\" \xE2\x9F\xA6" "1\xE2\x9F\xA7";
    bool has_schema = true;
    int64_t max_output_tokens = 500;
    double temperature = 0.2;
    int64_t deadline_ms = 30'000;
    uint64_t seed = 7;
};

/// A request, which lives as long as it does.
class Call {
public:
    Call(const Instance& instance, const Ask& ask = {}) : ask_(ask), ticket(++state.last_ticket) {
        add(DGM_ROLE_SYSTEM, 1, "You translate.");
        add(DGM_ROLE_SYSTEM, 1, "Terms: cat = Katze.");
        add(DGM_ROLE_USER, 0, ask_.user);
        for (const dgm_message& message : messages_) pointers_.push_back(&message);
        request_.struct_size = sizeof request_;
        request_.model = text_of(ask_.model);
        request_.message_count = pointers_.size();
        request_.messages = pointers_.data();
        if (ask_.has_schema) {
            request_.schema = text_of(schema);
            request_.schema_name = {"answer", 6};
        }
        request_.max_output_tokens = ask_.max_output_tokens;
        request_.temperature = ask_.temperature;
        request_.deadline_ms = ask_.deadline_ms;
        request_.seed = ask_.seed;
        instance.table<dgm_generate>("generate/1").generate(instance.self, &request_, ticket);
    }
    Call(const Call&) = delete;

    const Answered& result() const {
        CHECK(state.answered[ticket].finished == 1);
        return state.answered[ticket];
    }
    bool is_open() const { return state.answered[ticket].finished == 0; }

private:
    void add(int32_t role, int32_t stable, const std::string& text) {
        texts_.push_back(text);
        messages_.push_back({sizeof(dgm_message), role, stable, text_of(texts_.back())});
    }

    const Ask ask_;
    std::deque<std::string> texts_;
    std::deque<dgm_message> messages_;
    std::vector<const dgm_message*> pointers_;
    dgm_generate_request request_{};

public:
    const dgm_ticket ticket;
};

struct Vendor {
    const char* id;
    const char* url;
    std::string good;
};

const std::vector<Vendor> vendors = {
    {"openai", "https://api.openai.com/v1/chat/completions",
     R"({"id":"c","object":"chat.completion","model":"m-1-2026","choices":[{"index":0,"message":{"role":"assistant",)"
     R"("content":"{\"z\":\"Gr\u00fc\u00dfe\"}","refusal":null},"logprobs":null,"finish_reason":"stop"}],)"
     R"("usage":{"prompt_tokens":100,"completion_tokens":20,"total_tokens":120,)"
     R"("prompt_tokens_details":{"cached_tokens":64}},"error":null})"},
    {"openai-responses", "https://api.openai.com/v1/responses",
     R"({"id":"r","object":"response","status":"completed","error":null,"incomplete_details":null,"model":"m-1-2026",)"
     R"("output":[{"type":"reasoning","summary":[]},{"type":"message","role":"assistant","content":)"
     R"([{"type":"output_text","text":"{\"z\":\"Gr\u00fc\u00dfe\"}","annotations":[]}]}],)"
     R"("usage":{"input_tokens":100,"input_tokens_details":{"cached_tokens":64},"output_tokens":20,)"
     R"("output_tokens_details":{"reasoning_tokens":4},"total_tokens":120}})"},
    {"anthropic", "https://api.anthropic.com/v1/messages",
     R"({"id":"m","type":"message","role":"assistant","model":"m-1-2026","content":[{"type":"text",)"
     R"("text":"{\"z\":\"Gr\u00fc\u00dfe\"}"}],"stop_reason":"end_turn","stop_sequence":null,)"
     R"("usage":{"input_tokens":30,"cache_creation_input_tokens":6,"cache_read_input_tokens":64,"output_tokens":20}})"},
    {"gemini", "https://generativelanguage.googleapis.com/v1beta/models/m-1:generateContent",
     R"({"candidates":[{"content":{"parts":[{"text":"hm","thought":true},{"text":"{\"z\":\"Gr\u00fc\u00dfe\"}"}],)"
     R"("role":"model"},"finishReason":"STOP","index":0}],"modelVersion":"m-1-2026","usageMetadata":)"
     R"({"promptTokenCount":100,"candidatesTokenCount":16,"thoughtsTokenCount":4,"totalTokenCount":120,)"
     R"("cachedContentTokenCount":64}})"},
};

void check_good_answers() {
    for (const Vendor& vendor : vendors) {
        Instance instance(plugin, vendor.id, "{}");
        Call call(instance);
        CHECK_EQUAL(asked().url, std::string(vendor.url));
        CHECK_EQUAL(asked().ticket, call.ticket);
        CHECK(asked().timeout_ms > 29'000 && asked().timeout_ms <= 30'000);
        CHECK(asked().method == "POST" && asked().headers.at("Content-Type") == "application/json");
        answer(200, vendor.good);
        const Answered& result = call.result();
        CHECK_EQUAL(result.status, DGM_OK);
        CHECK_EQUAL(result.segments.at(0), std::string("{\"z\":\"Gr\u00FC\u00DFe\"}"));
        CHECK(result.input == 100 && result.output == 20 && result.cached == 64 && result.stop == DGM_STOP_END);
        CHECK_EQUAL(result.model, std::string("m-1-2026"));
    }
}

void check_requests() {
    {
        Instance instance(plugin, "openai", "{}");
        Call call(instance);
        CHECK_EQUAL(asked().json(), Json::parse(
            R"({"model":"m-1","messages":[{"role":"system","content":"You translate."},)"
            R"({"role":"system","content":"Terms: cat = Katze."},)"
            R"({"role":"user","content":"Translate \"Hello\" ⟦1⟧"}],)"
            R"("response_format":{"type":"json_schema","json_schema":{"name":"answer","schema":)" + schema +
            R"(,"strict":true}},"max_completion_tokens":500,"temperature":0.2,"seed":7})"));
        // A schema's members keep their order: a model fills them in that order.
        CHECK(asked().body.find("\"z\"") < asked().body.find("\"a\""));
        CHECK(asked().headers.count("Authorization") == 0);
        answer(200, vendors[0].good);
    }
    {
        state.secrets["api_key"] = "sk-secret";
        Instance instance(plugin, "openai", R"({"base_url":"http://localhost:8000/v1/","schema":"json_object",)"
            R"("max_tokens_parameter":"max_tokens","seed_parameter":"random_seed","send_temperature":false,)"
            R"("organization":"org-1","project":"proj-1","system_role":"developer","max_output_tokens":100,)"
            R"("headers":{"X-Title":"t"},"extra":{"service_tier":"flex","reasoning":{"effort":"low"}}})");
        Call call(instance);
        CHECK_EQUAL(asked().url, std::string("http://localhost:8000/v1/chat/completions"));
        const Json body = asked().json();
        CHECK(body["response_format"] == Json({{"type", "json_object"}}) && body["max_tokens"] == 100);
        CHECK(body["random_seed"] == 7 && !body.contains("temperature") && !body.contains("seed"));
        CHECK(body["messages"][0]["role"] == "developer" && body["service_tier"] == "flex");
        CHECK(body["reasoning"]["effort"] == "low" && asked().headers.at("X-Title") == "t");
        CHECK_EQUAL(asked().headers.at("Authorization"), std::string("Bearer sk-secret"));
        CHECK(asked().headers.at("OpenAI-Organization") == "org-1" && asked().headers.at("OpenAI-Project") == "proj-1");
        answer(200, vendors[0].good);
        // Secrets are asked for with each call.
        state.secrets["api_key"] = "sk-other";
        Call second(instance, {.model = "", .has_schema = false, .max_output_tokens = 0, .temperature = -1, .seed = 0});
        CHECK(asked().headers.at("Authorization") == "Bearer sk-other" && !asked().json().contains("model"));
        CHECK(!asked().json().contains("response_format") && !asked().json().contains("random_seed"));
        answer(200, vendors[0].good);
        state.secrets.clear();
    }
    {
        state.secrets["api_key"] = std::string(1000, 'k');
        Instance instance(plugin, "openai-responses", R"({"key_header":"api-key"})");
        Call call(instance);
        CHECK(asked().headers.at("api-key") == std::string(1000, 'k') && asked().json()["store"] == false);
        CHECK_EQUAL(asked().json()["text"]["format"], Json::parse(
            R"({"type":"json_schema","name":"answer","schema":)" + schema + R"(,"strict":true})"));
        CHECK_EQUAL(asked().json()["input"][2], Json::parse(
            R"({"role":"user","content":[{"type":"input_text","text":"Translate \"Hello\" ⟦1⟧"}]})"));
        answer(200, vendors[1].good);
    }
    {
        state.secrets["api_key"] = "sk-ant";
        Instance instance(plugin, "anthropic", "{}");
        Call call(instance, {.max_output_tokens = 0, .temperature = 1.5});
        CHECK(asked().headers.at("x-api-key") == "sk-ant" && asked().headers.at("anthropic-version") == "2023-06-01");
        const Json body = asked().json();
        CHECK(body["max_tokens"] == 8192 && body["temperature"] == 1.0 && !body["system"][0].contains("cache_control"));
        CHECK_EQUAL(body["system"][1], Json::parse(
            R"({"type":"text","text":"Terms: cat = Katze.","cache_control":{"type":"ephemeral"}})"));
        CHECK_EQUAL(body["output_config"], Json::parse(
            R"({"format":{"type":"json_schema","schema":)" + schema + "}}"));
        CHECK(body["messages"].size() == 1 && body["messages"][0]["role"] == "user");
        answer(200, vendors[2].good);
        Instance tool(plugin, "anthropic", R"({"schema":"tool","prompt_cache":false,"beta":"b-1"})");
        Call second(tool);
        CHECK(asked().json()["tool_choice"] == Json({{"type", "tool"}, {"name", "answer"}}));
        CHECK(asked().body.find("cache_control") == std::string::npos && asked().headers.at("anthropic-beta") == "b-1");
        answer(200, R"({"content":[{"type":"text","text":"Well:"},{"type":"tool_use","id":"t","name":"answer",)"
                    R"("input":{"z":"x"}}],"stop_reason":"tool_use","usage":{}})");
        CHECK_EQUAL(second.result().segments.at(0), std::string(R"({"z":"x"})"));
    }
    {
        state.secrets["api_key"] = "AIza1";
        Instance instance(plugin, "gemini", R"({"extra":{"generationConfig":{"thinkingConfig":{"thinkingBudget":0}}}})");
        Call call(instance, {.model = "a b\xC3\xBC"});
        CHECK(asked().url.find("/models/a%20b%C3%BC:generateContent") != std::string::npos);
        CHECK(asked().headers.at("x-goog-api-key") == "AIza1" && asked().url.find("AIza1") == std::string::npos);
        CHECK_EQUAL(asked().json()["generationConfig"], Json::parse(
            R"({"responseMimeType":"application/json","responseJsonSchema":)" + schema +
            R"(,"maxOutputTokens":500,"temperature":0.2,"seed":7,"thinkingConfig":{"thinkingBudget":0}})"));
        CHECK(asked().json()["systemInstruction"]["parts"].size() == 2 && asked().json()["contents"].size() == 1);
        answer(200, vendors[3].good);
        Instance openapi(plugin, "gemini", R"({"schema":"openapi"})");
        Call second(openapi);
        CHECK(!asked().json()["generationConfig"]["responseSchema"].contains("additionalProperties"));
        answer(200, vendors[3].good);
        state.secrets.clear();
    }
}

struct Bad {
    const char* vendor;
    int http;
    std::string body;
    int32_t status;
    int64_t retry_after_ms = 0;
    Headers headers = {};
};

std::string openai_error(const std::string& type, const std::string& code, const std::string& message) {
    return R"({"error":{"message":")" + message + R"(","type":")" + type + R"(","param":null,"code":)" +
           (code.empty() ? "null" : "\"" + code + "\"") + "}}";
}

std::string anthropic_error(const std::string& type, const std::string& message = "m") {
    return R"({"type":"error","error":{"type":")" + type + R"(","message":")" + message + R"("}})";
}

std::string google_error(int code, const std::string& status, const std::string& message,
                         const std::string& details = "[]") {
    return R"({"error":{"code":)" + std::to_string(code) + R"(,"message":")" + message + R"(","status":")" + status +
           R"(","details":)" + details + "}}";
}

void check_failures() {
    const std::string page = "<html><head><title>502 Bad Gateway</title></head></html>";
    const std::string refused = R"({"choices":[{"message":{"content":null,"refusal":"No."},"finish_reason":"stop"}],)"
                                R"("usage":{"prompt_tokens":5,"completion_tokens":1}})";
    const std::vector<Bad> all = {
        {"openai", 400, openai_error("invalid_request_error", "context_length_exceeded", "too long"), DGM_INVALID_INPUT},
        {"openai", 400, openai_error("invalid_request_error", "", "bad"), DGM_INVALID_INPUT},
        {"openai", 400, openai_error("invalid_request_error", "content_filter", "The response was filtered"), DGM_REFUSED},
        {"openai", 400, openai_error("invalid_request_error", "", "Invalid model name passed in model=x"),
         DGM_UNSUPPORTED_PAIR},
        {"openai", 400, openai_error("no_db_connection", "400", "No connected db."), DGM_UNAUTHORIZED},
        {"openai", 401, openai_error("invalid_request_error", "invalid_api_key", "Incorrect"), DGM_UNAUTHORIZED},
        {"openai", 403, openai_error("request_forbidden", "unsupported_country_region_territory", "x"), DGM_UNAUTHORIZED},
        {"openai", 402, openai_error("", "", "pay"), DGM_QUOTA},
        {"openai", 404, openai_error("invalid_request_error", "model_not_found", "no model"), DGM_UNSUPPORTED_PAIR},
        {"openai", 404, page, DGM_BROKEN},
        {"openai", 408, "", DGM_TIMED_OUT},
        {"openai", 409, "", DGM_UNAVAILABLE},
        {"openai", 413, page, DGM_INVALID_INPUT},
        {"openai", 422, R"({"detail":[{"loc":["body"],"msg":"x"}]})", DGM_INVALID_INPUT},
        {"openai", 429, openai_error("insufficient_quota", "insufficient_quota", "plan"), DGM_QUOTA},
        {"openai", 429, openai_error("requests", "rate_limit_exceeded", "slow"), DGM_RATE_LIMITED, 20'000,
         {{"retry-after", "20"}}},
        {"openai", 429, "", DGM_RATE_LIMITED, 1234, {{"retry-after", "20"}, {"retry-after-ms", "1234"}}},
        {"openai", 429, "", DGM_RATE_LIMITED, 360'000,
         {{"x-ratelimit-reset-requests", "20ms"}, {"x-ratelimit-remaining-requests", "3"},
          {"x-ratelimit-reset-tokens", "6m0s"}, {"x-ratelimit-remaining-tokens", "0"}}},
        {"openai", 429, "", DGM_RATE_LIMITED, 0, {{"retry-after", "soon"}}},
        {"openai", 429, "", DGM_RATE_LIMITED, 0, {{"retry-after", "Wed, 21 Oct 2015 07:28:00 GMT"}}},
        {"openai", 429, "", DGM_RATE_LIMITED, 86'400'000, {{"retry-after", "Wed, 21 Oct 2099 07:28:00 GMT"}}},
        {"openai", 429, "", DGM_RATE_LIMITED, 86'400'000, {{"retry-after", "99999999999999999999999"}}},
        {"openai", 500, openai_error("server_error", "", "oops"), DGM_UNAVAILABLE},
        {"openai", 502, page, DGM_UNAVAILABLE},
        {"openai", 503, "", DGM_UNAVAILABLE, 500, {{"retry-after", "0.5"}}},
        {"openai", 302, "", DGM_BROKEN, 0, {{"location", "http://169.254.169.254/"}}},
        {"openai", 204, "", DGM_BROKEN},
        {"openai", 200, openai_error("server_error", "", "oops"), DGM_UNAVAILABLE},
        {"openai", 200, R"({"error":{"code":429,"message":"x"}})", DGM_RATE_LIMITED},
        {"openai", 200, R"({"error":"model crashed"})", DGM_BROKEN},
        {"openai", 200, refused, DGM_REFUSED},
        {"openai", 200, R"({"choices":[{"message":{"content":""},"finish_reason":"content_filter"}]})", DGM_REFUSED},
        {"openai", 200, R"({"choices":[{"message":{"content":null},"finish_reason":"stop"}]})", DGM_BROKEN},
        {"openai-responses", 200, R"({"status":"failed","error":{"code":"server_error","message":"x"},"output":[]})",
         DGM_UNAVAILABLE},
        {"openai-responses", 200, R"({"status":"completed","output":[{"type":"message","content":[{"type":"refusal",)"
         R"("refusal":"No."}]}]})", DGM_REFUSED},
        {"openai-responses", 200, R"({"status":"incomplete","incomplete_details":{"reason":"content_filter"},)"
         R"("output":[]})", DGM_REFUSED},
        {"anthropic", 400, anthropic_error("invalid_request_error", "prompt is too long: 9 tokens > 8 maximum"),
         DGM_INVALID_INPUT},
        {"anthropic", 400, anthropic_error("invalid_request_error", "Your credit balance is too low"), DGM_QUOTA},
        {"anthropic", 401, anthropic_error("authentication_error"), DGM_UNAUTHORIZED},
        {"anthropic", 403, anthropic_error("permission_error"), DGM_UNAUTHORIZED},
        {"anthropic", 404, anthropic_error("not_found_error"), DGM_UNSUPPORTED_PAIR},
        {"anthropic", 413, anthropic_error("request_too_large"), DGM_INVALID_INPUT},
        {"anthropic", 429, anthropic_error("rate_limit_error"), DGM_RATE_LIMITED, 86'400'000,
         {{"anthropic-ratelimit-tokens-remaining", "0"}, {"anthropic-ratelimit-tokens-reset", "2099-01-01T00:00:00Z"}}},
        {"anthropic", 500, anthropic_error("api_error"), DGM_UNAVAILABLE},
        {"anthropic", 529, anthropic_error("overloaded_error"), DGM_UNAVAILABLE},
        {"anthropic", 200, anthropic_error("overloaded_error"), DGM_UNAVAILABLE},
        {"anthropic", 200, R"({"content":[],"stop_reason":"refusal","usage":{}})", DGM_REFUSED},
        {"gemini", 400, google_error(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.",
         R"([{"@type":"t","reason":"API_KEY_INVALID"}])"), DGM_UNAUTHORIZED},
        {"gemini", 400, google_error(400, "INVALID_ARGUMENT", "x"), DGM_INVALID_INPUT},
        {"gemini", 403, google_error(403, "PERMISSION_DENIED", "x"), DGM_UNAUTHORIZED},
        {"gemini", 404, google_error(404, "NOT_FOUND", "models/x is not found"), DGM_UNSUPPORTED_PAIR},
        {"gemini", 429, google_error(429, "RESOURCE_EXHAUSTED", "x", R"([{"retryDelay":"34.5s"}])"), DGM_RATE_LIMITED,
         34'500},
        {"gemini", 429, "[" + google_error(429, "RESOURCE_EXHAUSTED", "check your plan and billing details") + "]",
         DGM_QUOTA},
        {"gemini", 503, google_error(503, "UNAVAILABLE", "The model is overloaded."), DGM_UNAVAILABLE},
        {"gemini", 504, google_error(504, "DEADLINE_EXCEEDED", "x"), DGM_UNAVAILABLE},
        {"gemini", 200, R"({"promptFeedback":{"blockReason":"SAFETY"},"usageMetadata":{"promptTokenCount":4}})",
         DGM_REFUSED},
        {"gemini", 200, R"({"candidates":[{"finishReason":"PROHIBITED_CONTENT"}]})", DGM_REFUSED},
        {"gemini", 200, R"({"candidates":[]})", DGM_BROKEN},
    };
    for (const Bad& bad : all) {
        Instance instance(plugin, bad.vendor, "{}");
        Call call(instance);
        answer(bad.http, bad.body, bad.headers);
        const Answered& result = call.result();
        if (result.status != bad.status || result.retry_after_ms != bad.retry_after_ms) {
            std::fprintf(stderr, "%s %d %s\n-> %d %s after %lld\n", bad.vendor, bad.http, bad.body.c_str(),
                         result.status, result.message.c_str(), static_cast<long long>(result.retry_after_ms));
            std::exit(1);
        }
        CHECK(result.segments.empty() && !result.message.empty());
    }
    for (const Vendor& vendor : vendors) {
        for (const auto& [name, body] : nonsense()) {
            for (const int http : {200, 400, 429, 500}) {
                Instance instance(plugin, vendor.id, "{}");
                Call call(instance);
                answer(http, body);
                const Answered& result = call.result();
                const int32_t wanted = http == 200   ? DGM_BROKEN
                                       : http == 400 ? DGM_INVALID_INPUT
                                       : http == 429 ? DGM_RATE_LIMITED
                                                     : DGM_UNAVAILABLE;
                if (result.status != wanted) {
                    std::fprintf(stderr, "%s, %s, %d: %d\n", vendor.id, name.c_str(), http, result.status);
                    std::exit(1);
                }
            }
        }
        // Every beginning of a good answer ends well, or as broken.
        for (size_t length = 0; length < vendor.good.size(); ++length) {
            Instance instance(plugin, vendor.id, "{}");
            Call call(instance);
            answer(200, vendor.good.substr(0, length));
            CHECK_EQUAL(call.result().status, DGM_BROKEN);
        }
    }
}

void check_stops() {
    const std::vector<std::pair<const char*, std::string>> cut = {
        {"openai", R"({"choices":[{"message":{"content":"Ha"},"finish_reason":"length"}]})"},
        {"openai-responses", R"({"status":"incomplete","incomplete_details":{"reason":"max_output_tokens"},"output":)"
                             R"([{"type":"message","content":[{"type":"output_text","text":"Ha"}]}]})"},
        {"anthropic", R"({"content":[{"type":"text","text":"Ha"}],"stop_reason":"max_tokens"})"},
        {"gemini", R"({"candidates":[{"content":{"parts":[{"text":"Ha"}]},"finishReason":"MAX_TOKENS"}]})"},
    };
    for (const auto& [id, body] : cut) {
        Instance instance(plugin, id, "{}");
        Call call(instance);
        answer(200, body);
        CHECK(call.result().status == DGM_OK && call.result().stop == DGM_STOP_LENGTH);
        CHECK(call.result().segments.at(0) == "Ha" && call.result().model == "m-1");
    }
    Instance instance(plugin, "openai", "{}");
    Call parts(instance);
    answer(200, R"({"choices":[{"message":{"content":[{"type":"thinking","text":"hm"},{"type":"text","text":"Ha"}]}}],)"
                R"("usage":{"cost":0.25,"prompt_tokens":-5,"completion_tokens":99999999999999999999}})");
    CHECK(parts.result().segments.at(0) == "Ha" && parts.result().cost == 0.25 && parts.result().input == 0);
}

void check_messages() {
    state.secrets["api_key"] = "sk-abc";
    Instance instance(plugin, "openai", "{}");
    const std::vector<std::pair<std::string, std::string>> messages = {
        {"Incorrect API key provided: sk-abc. See https://platform.openai.com/account/api-keys.", "..."},
        {"Unknown key sk-proj-ABCDEF0123456789", "..."},
        {"Invalid value: 'the quick brown fox'.", "..."},
        {"I will not translate the quick brown fox for you", "..."},
        {"It\\u2019s no use\\n\\u0000", "..."},
    };
    for (const auto& [message, mark] : messages) {
        Call call(instance, {.user = "the quick brown fox"});
        answer(400, openai_error("invalid_request_error", "", message));
        const std::string shown = call.result().message;
        for (const char* secret : {"sk-", "quick", "brown", "fox", "ABCDEF"}) {
            if (shown.find(secret) != std::string::npos) std::fprintf(stderr, "%s\n", shown.c_str());
            CHECK(shown.find(secret) == std::string::npos);
        }
        CHECK(shown.find(mark) != std::string::npos && shown.size() < 300);
    }
    Call useful(instance, {.user = "x"});
    answer(400, openai_error("invalid_request_error", "context_length_exceeded",
                             "This model's maximum context length is 8192 tokens."));
    CHECK_EQUAL(useful.result().message,
                std::string("the service answered 400, invalid_request_error, context_length_exceeded: "
                            "This model's maximum context length is 8192 tokens."));
    state.secrets.clear();
}

void check_calls() {
    Instance instance(plugin, "openai", R"({"models":["big","small"]})");
    CHECK(instance.list().pairs == std::vector<std::string>({"*>* big", "*>* small by name"}));
    Instance any(plugin, "openai", "{}");
    CHECK(any.list().pairs == std::vector<std::string>({"*>* "}));
    Instance named(plugin, "gemini", "{}");
    CHECK(named.list().pairs == std::vector<std::string>({"*>*  by name"}));
    Call unnamed(named, {.model = ""});
    CHECK_EQUAL(unnamed.result().status, DGM_UNSUPPORTED_PAIR);
    Call first(instance, {.model = ""});
    CHECK(asked().json()["model"] == "big");
    answer(200, vendors[0].good);

    const std::vector<std::pair<int32_t, int32_t>> failures = {
        {DGM_TIMED_OUT, DGM_TIMED_OUT}, {DGM_UNAVAILABLE, DGM_UNAVAILABLE}, {DGM_REFUSED, DGM_UNAUTHORIZED},
        {DGM_INVALID_INPUT, DGM_UNAUTHORIZED}, {DGM_BROKEN, DGM_BROKEN}, {DGM_CANCELLED, DGM_CANCELLED}, {77, DGM_BROKEN}};
    for (const auto& [outside, status] : failures) {
        Call call(instance);
        fail(outside, "why");
        CHECK_EQUAL(call.result().status, status);
    }
    // Many at once; each answer reaches its own call, and a wish to end goes to the exchange.
    std::deque<Call> many;
    for (int i = 0; i < 1000; ++i) many.emplace_back(instance);
    const auto& table = instance.table<dgm_generate>("generate/1");
    table.cancel(instance.self, many[1].ticket);
    table.cancel(instance.self, 999'999);
    size_t cancelled = 0;
    while (!state.open.empty()) {
        if (asked().is_cancelled) {
            ++cancelled;
            fail(DGM_CANCELLED, "cancelled");
        } else {
            answer(200, vendors[0].good);
        }
    }
    CHECK(cancelled == 1 && many[1].result().status == DGM_CANCELLED);
    for (size_t i = 2; i < many.size(); ++i) CHECK(many[i].result().status == DGM_OK);

    state.takes_exchanges = false;
    Call refused(instance);
    CHECK_EQUAL(refused.result().status, DGM_UNAVAILABLE);
    state.takes_exchanges = true;
    {
        // An instance that ends has nothing open but exchanges whose calls the host has given up.
        Instance ending(plugin, "openai", "{}");
        Call open(ending);
        CHECK(open.is_open());
    }
    Call bytes(instance, {.user = "\xFF\xFE"});
    CHECK_EQUAL(bytes.result().status, DGM_INVALID_INPUT);
}

void check_settings() {
    const std::vector<std::pair<std::string, std::string>> bad = {
        {R"([])", "the settings are not an object"},
        {R"({"base_url":"ftp://x"})", "base_url must be an http or https URL without a query"},
        {R"({"base_url":"https://x/?key=1"})", "base_url must be an http or https URL without a query"},
        {R"({"models":[1]})", "models holds more than texts"},
        {R"({"models":"x"})", "models is not a list"},
        {R"({"schema":"xml"})", "schema is none of json_schema, json_object, none"},
        {R"({"strict":1})", "strict is neither true nor false"},
        {R"({"max_output_tokens":1.5})", "max_output_tokens is no whole number from 0 to 10000000"},
        {R"({"extra":{"stream":true}})", "extra.stream is not to be set"},
        {R"({"extra":{"messages":[]}})", "extra.messages is not to be set"},
        {R"({"headers":{"Authorization":"x"}})",
         "headers.Authorization is not to be set: secrets.api_key is for credentials"},
        {R"({"headers":{"a b":"x"}})", "headers.a b is no header"},
        {R"({"headers":{"a":"x\r\ny: z"}})", "headers.a is no header"},
        {R"({"organization":"a\nb"})", "organization has control characters"},
    };
    for (const auto& [settings, reason] : bad) {
        Instance instance(plugin, "openai", settings);
        CHECK(instance.self == nullptr);
        CHECK_EQUAL(instance.reason, reason);
    }
}

}  // namespace

int main(int count, char** arguments) {
    CHECK(count == 2);
    plugin = open(arguments[1]);
    check_good_answers();
    check_requests();
    check_failures();
    check_stops();
    check_messages();
    check_calls();
    check_settings();
    std::puts("llm: ok");
    return 0;
}
