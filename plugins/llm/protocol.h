// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "exchange.h"
#include "json.h"
#include "prompt.h"
#include "settings.h"

namespace dragoman::llm {

/// What a model answered.
struct Answer {
    std::string text;
    std::string model;
    std::string finish_reason;
    dgm_stop stop = DGM_STOP_END;
    uint64_t input_tokens = 0;
    uint64_t output_tokens = 0;
    uint64_t cached_input_tokens = 0;
    double cost_usd = 0;
    /// Whether the service's policy, or the model, would not answer.
    bool is_refused = false;
};

/// How a vendor is spoken to.
///
/// What every one of them has in its settings is read here: `base_url`, `models`, `max_output_tokens`,
/// `send_temperature`, `headers`, `extra`.
class Protocol {
public:
    virtual ~Protocol() = default;

    /// - model: never empty, unless `needs_model` is false.
    /// - key: empty when there is none.
    remote::Request request(const Prompt& prompt, const std::string& model, const std::string& key) const;

    /// Reads an answer with a good status and no error in it. Throws DGM_BROKEN when it makes no sense.
    virtual Answer read(const remote::Json& body) const = 0;

    /// Whether a request has to name a model.
    virtual bool needs_model() const { return true; }

    /// Those that the operator named, in order.
    const std::vector<std::string>& models() const { return models_; }

protected:
    /// - reserved: members that `extra` must not touch.
    Protocol(const remote::Settings& settings, const std::string& base_url, int64_t max_output_tokens,
             std::vector<std::string> reserved);

    /// Where to, with which credential, without what is common to all.
    virtual remote::Request address(const std::string& model, const std::string& key) const = 0;
    virtual remote::OrderedJson body(const Prompt& prompt, const std::string& model) const = 0;

    const std::string& base_url() const { return base_url_; }
    /// 0: none is to be named.
    int64_t max_output_tokens(const Prompt& prompt) const;
    bool has_temperature(const Prompt& prompt) const { return sends_temperature_ && prompt.temperature >= 0; }

private:
    std::string base_url_;
    std::vector<std::string> models_;
    int64_t max_output_tokens_;
    bool sends_temperature_;
    std::vector<std::pair<std::string, std::string>> headers_;
    remote::OrderedJson extra_;
};

/// A seed in 31 bits, which every vendor takes.
int64_t short_seed(uint64_t seed);

/// The schema as a value. Throws DGM_INVALID_INPUT when it is none.
remote::OrderedJson schema_of(const Prompt& prompt);

/// A name that an answer claims for its model, or nothing when it is no name.
std::string model_name(const remote::Json& value);

}  // namespace dragoman::llm
